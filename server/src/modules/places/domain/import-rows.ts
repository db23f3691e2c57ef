import { type CsvRow, parseCsv } from "./csv.ts"

/** What a rule of an import may say; the words stand under `places:import.rules` and `places:import.mends`. */
export const importRules = [
  "required",
  "id-format",
  "id-twice",
  "id-under-parent",
  "area-kind",
  "site-kind",
  "parent-unknown",
  "parent-kind",
  "whole-number",
  "position",
  "point",
  "polygon",
  "ring",
  "too-many-points",
  "crosses-itself",
  "outside-city",
  "fields",
  "feature",
  "json",
  "columns",
] as const
export type ImportRule = (typeof importRules)[number]

/** A row that cannot be imported: where it is, which field, what stands there, and which rule it breaks. */
export interface BadRow {
  readonly line: number
  readonly field: string
  readonly value: string
  readonly rule: ImportRule
}

/** A row of a file, not yet looked into. `shape` is what stands for its geometry: WKT in CSV, coordinates in GeoJSON. */
export interface ImportRow {
  readonly line: number
  readonly values: Readonly<Record<string, string>>
  readonly shape: { readonly type: string; readonly coordinates: unknown } | string | undefined
}

export interface ReadRows {
  readonly rows: ImportRow[]
  readonly bad: BadRow[]
}

const SHOWN_MAX = 60

/** Takes a CSV file apart. The first row names the columns. */
export function readCsvRows(text: string, required: readonly string[]): ReadRows {
  const [head, ...body] = parseCsv(text)
  const columns = head?.fields.map((name) => name.trim().toLowerCase()) ?? []
  const missing = required.filter((name) => !columns.includes(name))
  if (!head || missing.length > 0)
    return { rows: [], bad: [{ line: 1, field: missing.join(", "), value: shown(columns.join(", ")), rule: "columns" }] }
  const bad: BadRow[] = []
  const rows = body.flatMap((row: CsvRow): ImportRow[] => {
    if (row.fields.length !== columns.length) {
      bad.push({ line: row.line, field: "", value: String(row.fields.length), rule: "fields" })
      return []
    }
    const values = Object.fromEntries(columns.map((name, i) => [name, row.fields[i]!.trim()]))
    return [{ line: row.line, values, shape: values["wkt"] }]
  })
  return { rows, bad }
}

/** Takes a GeoJSON FeatureCollection apart. */
export function readGeoJsonRows(text: string): ReadRows {
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (error) {
    return { rows: [], bad: [{ line: 1, field: "", value: shown(error instanceof Error ? error.message : ""), rule: "json" }] }
  }
  const features = isRecord(parsed) && Array.isArray(parsed["features"]) ? (parsed["features"] as unknown[]) : undefined
  if (!features) return { rows: [], bad: [{ line: 1, field: "features", value: shown(text), rule: "feature" }] }
  const lines = linesOfFeatures(text)
  const bad: BadRow[] = []
  const rows = features.flatMap((feature, i): ImportRow[] => {
    const line = lines[i] ?? 1
    if (!isRecord(feature) || !isRecord(feature["properties"]) || !isRecord(feature["geometry"])) {
      bad.push({ line, field: "", value: shown(JSON.stringify(feature)), rule: "feature" })
      return []
    }
    const values = Object.fromEntries(
      Object.entries(feature["properties"]).flatMap(([key, value]): [string, string][] =>
        typeof value === "string" || typeof value === "number" ? [[key.toLowerCase(), String(value).trim()]] : [],
      ),
    )
    const { type, coordinates } = feature["geometry"]
    return [{ line, values, shape: { type: String(type), coordinates } }]
  })
  return { rows, bad }
}

/** The lines on which features begin to say what they are. Quotes inside texts are escaped, so texts cannot look like it. */
function linesOfFeatures(text: string): number[] {
  const lines: number[] = []
  let line = 1
  let from = 0
  for (const { index } of text.matchAll(/"type"\s*:\s*"Feature"/g)) {
    for (; from < index; from += 1) if (text[from] === "\n") line += 1
    lines.push(line)
  }
  return lines
}

/** A value as it can be read back in a report: on one line, short. */
export function shown(value: unknown): string {
  const text = String(value).replaceAll(/\s+/g, " ")
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
