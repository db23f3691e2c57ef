import { createHash } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import type { MappingRule } from "@holdfast/contracts"
import { PackSource } from "../../../platform/packs/index.ts"
import { type BrokenMappingRule, brokenMappingRule } from "../domain/mapping-rule.ts"
import { Mapping } from "./domain/mapping.ts"

/** A mapping is written by hand; a long one has 3 kB. */
const FILE_BYTES_MAX = 200_000
/** Sources of one city. Each is a connection or a timer. */
const FILES_MAX = 200

/** What is wrong in a mapping file: where, which field, and the rule of what must stand there. */
export interface MappingProblem extends BrokenMappingRule {
  readonly file: string
  readonly line: number
  readonly field: string
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
    const whole = { file, line: 1, field: "" }
    if (i >= FILES_MAX) problems.push({ ...whole, rule: "at-most-files", values: { max: FILES_MAX } })
    else if (size > FILE_BYTES_MAX) problems.push({ ...whole, rule: "at-most-bytes", values: { max: FILE_BYTES_MAX } })
    else {
      const text = fs.readFileSync(file, "utf8")
      const { mapping, problems: found } = readMapping(file, text)
      const twin = mapping && mappings.some((other) => other.mapping.name === mapping.name)
      if (twin) problems.push({ ...whole, field: "name", rule: "source-name-taken", values: {} })
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

/** Of the YAML itself; what is not named here is said in general. */
const yamlRules: Readonly<Record<string, MappingRule>> = {
  ...{ TAB_AS_INDENT: "yaml-spaces", BAD_INDENT: "yaml-indent", DUPLICATE_KEY: "yaml-name-once" },
  ...{ MISSING_CHAR: "yaml-closed", MULTIPLE_DOCS: "yaml-one-document" },
}

/** Reads one mapping and everything that is wrong in it. */
export function readMapping(file: string, text: string): { mapping: Mapping | undefined; problems: MappingProblem[] } {
  const source = new PackSource(text)
  const plain = { file, field: "", values: {} }
  // One mistake leads to others in the same line.
  const byLine = Map.groupBy(source.syntaxErrors, ({ line }) => line)
  const syntax = [...byLine].map(([line, [first]]) => ({ ...plain, line, rule: yamlRules[first!.code] ?? "yaml" }))
  if (syntax.length > 0) return { mapping: undefined, problems: syntax }
  let value: unknown
  try {
    value = source.value
  } catch {
    // Names of other places that multiply, or that lead nowhere.
    return { mapping: undefined, problems: [{ ...plain, line: 1, rule: "yaml-aliases" }] }
  }
  const read = Mapping.safeParse(value)
  if (read.success) return { mapping: read.data, problems: [] }
  const problems = read.error.issues.map((issue) => {
    const steps = issue.path.filter((step) => typeof step !== "symbol")
    const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined
    const field = unknown === undefined ? steps : [...steps, unknown]
    return { file, line: source.lineOf(field), field: field.join("."), ...brokenMappingRule(issue, value) }
  })
  return { mapping: undefined, problems: problems.toSorted((a, b) => a.line - b.line) }
}
