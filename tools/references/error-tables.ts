import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { languages, resources } from "./words.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))

export interface ErrorRow {
  readonly code: string
  readonly kind: string
  readonly values: readonly string[]
  /** Where it is defined, from the root of the project. */
  readonly file: string
}

const TABLE = /defineErrors\("([A-Z]+)", \{([\s\S]*?)\n\}\)/g
const ROW = /^ {2}([A-Z_]+): \{\s*kind: "([a-z_]+)",\s*values: \[([^\]]*)\],?\s*\}/gm
const DIRECT = /new AppError\("([A-Z_]+)", "([a-z_]+)", \{([^}]*)\}/g

/**
 * Every error of the program, by code. Read from the source, because the tables themselves keep their values for the compiler
 * alone; the test of this folder compares with what the tables give at run time.
 */
export function listErrors(): ErrorRow[] {
  const rows = ["server/src", "cli/src"].flatMap((folder) => sources(folder)).flatMap(readErrors)
  return rows.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** The words of an error in each language, with their slots; undefined where a language has none. */
export function wordsOf(code: string): readonly (string | undefined)[] {
  const namespace = code.slice(0, code.indexOf("_")).toLowerCase()
  return languages.map((language) => resources[language][namespace]?.errors?.[code])
}

/** The words of a rule of SensorThings, of mapping files, or of pictures in each language, with their slots. */
export function wordsOfRule(rule: string): readonly (string | undefined)[] {
  return languages.map((language) => (resources[language]["rules"] as Readonly<Record<string, string>> | undefined)?.[rule])
}

function readErrors(file: string): ErrorRow[] {
  const text = fs.readFileSync(path.join(root, file), "utf8")
  const inTables = [...text.matchAll(TABLE)].flatMap(([, prefix, table]) =>
    [...table!.matchAll(ROW)].map(([, name, kind, values]) => ({
      code: `${prefix}_${name}`,
      kind: kind!,
      values: [...values!.matchAll(/"(\w+)"/g)].map(([, value]) => value!),
      file,
    })),
  )
  const direct = [...text.matchAll(DIRECT)].map(([, code, kind, values]) => ({
    code: code!,
    kind: kind!,
    values: values!.split(",").flatMap((value) => value.split(":")[0]!.trim() || []),
    file,
  }))
  return [...inTables, ...direct]
}

function sources(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/")))
}
