import fs from "node:fs"
import path from "node:path"
import { Pack } from "@holdfast/contracts"
import { checkReferences } from "./check-references.ts"
import { checkPeople, checkSlots, checkWords } from "./check-texts.ts"
import type { PackProblem, Problems } from "./problem.ts"
import { reportShape } from "./shape-problems.ts"
import { PackSource } from "./source.ts"

/** A pack is read by people; ours have 15 kB. */
const FILE_BYTES_MAX = 1_000_000

export interface ReadPack {
  readonly pack: Pack | undefined
  readonly problems: readonly PackProblem[]
}

/** Reads one `pack.yaml` and everything that is wrong in it. `pack` is there when its shape is right. */
export function readPack(file: string): ReadPack {
  const found: PackProblem[] = []
  const problem = (line: number, rule: PackProblem["rule"], values: PackProblem["values"]) =>
    found.push({ file, line, path: "", rule, values })
  const { size } = fs.statSync(file)
  if (size > FILE_BYTES_MAX) {
    problem(1, "too-large", { limit: FILE_BYTES_MAX })
    return { pack: undefined, problems: found }
  }
  const source = new PackSource(fs.readFileSync(file, "utf8"))
  for (const { line, message } of source.syntaxErrors) problem(line, "yaml", { message })
  if (found.length > 0) return { pack: undefined, problems: found }
  const problems: Problems = {
    add: (at, rule, values = {}) => found.push({ file, line: source.lineOf(at), path: at.join("."), rule, values }),
  }
  checkWords(source, problems)
  const value = valueOf(source, problem)
  if (value === undefined) return { pack: undefined, problems: found }
  const parsed = Pack.safeParse(value)
  if (!parsed.success) {
    reportShape(parsed.error.issues, value, problems)
    return { pack: undefined, problems: inOrder(found) }
  }
  const pack = parsed.data
  const folder = path.basename(path.dirname(file))
  if (pack.id !== folder) problems.add(["id"], "folder-name", { value: pack.id, folder })
  checkReferences(pack, problems)
  checkSlots(pack, problems)
  checkPeople(pack, problems)
  return { pack, problems: inOrder(found) }
}

function valueOf(source: PackSource, problem: (line: number, rule: "yaml", values: PackProblem["values"]) => void): unknown {
  try {
    return source.value ?? {}
  } catch (error) {
    problem(1, "yaml", { message: (error as Error).message })
    return undefined
  }
}

function inOrder(problems: readonly PackProblem[]): PackProblem[] {
  return problems.toSorted((a, b) => a.line - b.line)
}
