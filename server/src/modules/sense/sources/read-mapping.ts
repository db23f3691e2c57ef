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

export interface ReadMappings {
  readonly mappings: readonly Mapping[]
  readonly problems: readonly MappingProblem[]
}

/** Reads all `*.yaml` of a folder; a folder that is not there holds none. */
export function readMappings(folder: string): ReadMappings {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : []
  const mappings: Mapping[] = []
  const problems: MappingProblem[] = []
  for (const [i, name] of names.toSorted().entries()) {
    const file = path.join(folder, name)
    const size = fs.statSync(file).size
    if (i >= FILES_MAX) problems.push({ file, line: 1, field: "", rule: `at most ${FILES_MAX} files` })
    else if (size > FILE_BYTES_MAX) problems.push({ file, line: 1, field: "", rule: `at most ${FILE_BYTES_MAX} bytes` })
    else {
      const read = readMapping(file, fs.readFileSync(file, "utf8"))
      const twin = read.mapping && mappings.some((other) => other.name === read.mapping!.name)
      if (twin) problems.push({ file, line: 1, field: "name", rule: "a name that no other file has" })
      else if (read.mapping) mappings.push(read.mapping)
      problems.push(...read.problems)
    }
  }
  return { mappings, problems }
}

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
