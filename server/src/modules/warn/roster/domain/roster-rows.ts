import { type BadRosterRow, SaveResponsible } from "@holdfast/contracts"

/** The columns of a table of responsible people. `language` may be left out. */
const required = ["area", "post", "from_level", "place", "name", "phone", "email"] as const
/** Beyond this a value is no help in a report. */
const SHOWN_MAX = 60

export interface RosterTable {
  readonly good: readonly SaveResponsible[]
  readonly bad: readonly BadRosterRow[]
}

/** A row of a table as it was read. */
interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Which rule a field of the contract stands for, when it does not fit. */
const ruleOf: Readonly<Record<string, readonly [column: string, rule: BadRosterRow["rule"]]>> = {
  area: ["area", "required"],
  post: ["post", "too-long"],
  fromLevel: ["from_level", "level"],
  place: ["place", "place"],
  language: ["language", "language"],
  name: ["name", "too-long"],
  phone: ["phone", "phone"],
  email: ["email", "email"],
}

/** Checks a table, row by row: what is wrong is named with line, column, value, and rule. The first row names the columns. */
export function readRoster(
  table: readonly TableRow[],
  {
    knowsArea,
    mayChange,
    language,
  }: {
    readonly knowsArea: (id: string) => boolean
    readonly mayChange: (area: string) => boolean
    /** For rows that say nothing. */
    readonly language: string
  },
): RosterTable {
  const [head, ...body] = table
  const columns = head?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const missing = required.filter((name) => !columns.includes(name))
  if (!head || missing.length > 0) {
    return { good: [], bad: [{ line: 1, column: missing.join(", "), value: shown(columns.join(", ")), rule: "columns" }] }
  }
  const good: SaveResponsible[] = []
  const bad: BadRosterRow[] = []
  const seen = new Set<string>()
  for (const { line, cells } of body) {
    const value = (column: string) => (cells[columns.indexOf(column)] ?? "").trim()
    const refuse = (column: string, rule: BadRosterRow["rule"]) =>
      void bad.push({ line, column, value: shown(value(column)), rule })
    const empty = (["area", "post", "from_level", "place", "name"] as const).find((column) => value(column) === "")
    const read = SaveResponsible.safeParse({
      ...{ area: value("area"), post: value("post"), fromLevel: value("from_level").toLowerCase() },
      ...{ place: Number(value("place")), language: value("language") || language },
      ...{ name: value("name"), phone: value("phone"), email: value("email") },
    })
    if (cells.length > columns.length) bad.push({ line, column: "", value: String(cells.length), rule: "fields" })
    else if (empty) refuse(empty, "required")
    else if (!knowsArea(value("area"))) refuse("area", "area-unknown")
    else if (!mayChange(value("area"))) refuse("area", "area-not-yours")
    else if (!read.success) {
      const [issue] = read.error.issues
      const [column, rule] = ruleOf[String(issue!.path[0])]!
      refuse(column, issue!.message === "reach" ? "reach" : rule)
    } else {
      const key = JSON.stringify([read.data.area, read.data.post, read.data.place])
      if (seen.has(key)) refuse("place", "twice")
      else good.push(read.data)
      seen.add(key)
    }
  }
  return { good, bad }
}

function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, " ")
  return line.length > SHOWN_MAX ? `${line.slice(0, SHOWN_MAX)}…` : line
}
