import { frameRules, mappingRules } from "../../packages/contracts/src/index.ts"
import type { ErrorKind } from "../../packages/kernel/src/index.ts"
import { rules } from "../../packages/sensorthings/src/index.ts"
import { type ErrorRow, listErrors, wordsOf, wordsOfRule } from "./error-tables.ts"

/** What each kind asks of whoever meets it. */
const kinds: Readonly<Record<ErrorKind, readonly [status: number, means: string]>> = {
  invalid: [400, "What was sent does not fit; mend it and send it again."],
  unauthenticated: [401, "Sign in first."],
  forbidden: [403, "Somebody else has to do this."],
  not_found: [404, "It is not there, or not for you."],
  conflict: [409, "It is not as you last saw it; look again."],
  mismatch: [422, "It contradicts what you sent before; send it as something new."],
  limit: [429, "Past a bound. `PLATFORM_BODY_TOO_LARGE` answers 413."],
  unavailable: [503, "Try again later; over HTTP, `Retry-After` says when."],
}

/** The page `docs/reference/errors.md`. */
export function writeErrorPage(): string {
  const groups = Map.groupBy(listErrors(), ({ code }) => code.slice(0, code.indexOf("_")))
  return [
    "# Errors",
    "Written by `node tools/write-references.ts` from the error tables and the language files. Do not edit it by hand.",
    "",
    "An answer over HTTP is a problem document (RFC 9457) with `code`, `values`, and the words in the reader's language. The",
    "command line prints the words and ends with exit code 1. Codes stay; words may change. `PLATFORM_INTERNAL` (500) is",
    "a mistake of ours: it has no kind, and its number leads to the program's own log.",
    "",
    "| kind | HTTP | what to do |",
    "| --- | --- | --- |",
    ...Object.entries(kinds).map(([kind, [status, means]]) => `| ${kind} | ${status} | ${means} |`),
    ...[...groups].flatMap(([prefix, rows]) => ["", `## ${prefix}`, "", ...table(rows)]),
    "",
    "## Rules of SensorThings",
    "",
    "Where a refusal of `/sensorthings/v1.1` has the value `rule`, it is one of these codes, and the values of the rule stand",
    "beside it. Its words stand at `{{brokenRule}}` in the sentences above.",
    "",
    "| rule | values | English | 中文 |",
    "| --- | --- | --- | --- |",
    ...ruleRows(rules),
    "",
    "## Rules of mapping files and of pictures",
    "",
    "`/api/sources` tells what is wrong in mapping files by these codes; `SENSE_FRAME_REFUSED` has one as its value `rule`.",
    "",
    "| rule | values | English | 中文 |",
    "| --- | --- | --- | --- |",
    ...ruleRows({ ...mappingRules, ...frameRules }),
    "",
  ].join("\n")
}

function ruleRows(table: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(table).map(([rule, values]) => row([`\`${rule}\``, values.join(", "), ...wordsOfRule(rule)]))
}

function table(rows: readonly ErrorRow[]): string[] {
  return ["| code | kind | values | English | 中文 |", "| --- | --- | --- | --- | --- |", ...rows.map(line)]
}

function line({ code, kind, values }: ErrorRow): string {
  return row([`\`${code}\``, kind, values.join(", "), ...wordsOf(code)])
}

function row(cells: readonly (string | undefined)[]): string {
  return `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |`
}
