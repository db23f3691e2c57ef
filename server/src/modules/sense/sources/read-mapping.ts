import { createHash } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { PackSource } from "../../../platform/packs/index.ts"
import { Mapping } from "./domain/mapping.ts"

/** A mapping is written by hand; a long one has 3 kB. */
const FILE_BYTES_MAX = 200_000
/** Sources of one city. Each is a connection or a timer. */
const FILES_MAX = 200

/** What is wrong in a mapping file: where, which field, and what must stand there. */
export interface MappingProblem {
  readonly file: string
  readonly line: number
  readonly field: string
  readonly rule: string
}

/** A mapping and where it came from. */
export interface ReadMapping {
  readonly mapping: Mapping
  readonly file: string
  /** Changes with what the file says and with the secret that it names. */
  readonly signature: string
}

export interface ReadMappings {
  readonly mappings: readonly ReadMapping[]
  readonly problems: readonly MappingProblem[]
}

/** Reads all `*.yaml` of a folder; a folder that is not there holds none. */
export function readMappings(folder: string): ReadMappings {
  const mappings: ReadMapping[] = []
  const problems: MappingProblem[] = []
  for (const [i, file] of filesOf(folder).entries()) {
    const size = fs.statSync(file).size
    if (i >= FILES_MAX) problems.push({ file, line: 1, field: "", rule: `at most ${FILES_MAX} files` })
    else if (size > FILE_BYTES_MAX) problems.push({ file, line: 1, field: "", rule: `at most ${FILE_BYTES_MAX} bytes` })
    else {
      const text = fs.readFileSync(file, "utf8")
      const { mapping, problems: found } = readMapping(file, text)
      const twin = mapping && mappings.some((other) => other.mapping.name === mapping.name)
      if (twin) problems.push({ file, line: 1, field: "name", rule: "a name that no other file has" })
      else if (mapping) mappings.push({ mapping, file, signature: `${hashOf(text)} ${secretOf(mapping)}` })
      problems.push(...found)
    }
  }
  return { mappings, problems }
}

/** Changes when a file of the folder comes, goes, or is written, and when a secret that one of them names is. */
export function signatureOf(folder: string): string {
  return filesOf(folder)
    .map((file) => {
      const secret = /^\s*password_file:\s*(\S+)/m.exec(
        fs.statSync(file).size > FILE_BYTES_MAX ? "" : fs.readFileSync(file, "utf8"),
      )?.[1]
      return `${file} ${writtenAt(file)} ${secret === undefined ? "" : writtenAt(secret)}`
    })
    .join("\n")
}

function filesOf(folder: string): string[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : []
  return names.toSorted().map((name) => path.join(folder, name))
}

function secretOf(mapping: Mapping): string {
  return mapping.kind === "mqtt-client" && mapping.password_file !== undefined ? writtenAt(mapping.password_file) : ""
}

function writtenAt(file: string): string {
  const found = fs.statSync(file, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size}` : "absent"
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex")

/** Reads one mapping and everything that is wrong in it. */
export function readMapping(file: string, text: string): { mapping: Mapping | undefined; problems: MappingProblem[] } {
  const source = new PackSource(text)
  const syntax = source.syntaxErrors.map(({ line, message }) => ({ file, line, field: "", rule: message }))
  if (syntax.length > 0) return { mapping: undefined, problems: syntax }
  let value: unknown
  try {
    value = source.value
  } catch (error) {
    return { mapping: undefined, problems: [{ file, line: 1, field: "", rule: error instanceof Error ? error.message : "YAML" }] }
  }
  const read = Mapping.safeParse(value)
  if (read.success) return { mapping: read.data, problems: [] }
  const problems = read.error.issues.map(({ path: at, message, ...issue }) => {
    const steps = at.filter((step) => typeof step !== "symbol")
    const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined
    const field = unknown === undefined ? steps : [...steps, unknown]
    return { file, line: source.lineOf(field), field: field.join("."), rule: message }
  })
  return { mapping: undefined, problems }
}
