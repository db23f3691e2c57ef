import type { BulkColumn } from "./binary-rows.ts"

/** Rows as a query of plain text, for a message that carries no parameters. Numbers need no quotes, so nothing in it is escaped. */
export function literalRows(columns: readonly BulkColumn[]): string {
  const lists = columns.map((column) => `'{${literals(column)}}'::${column.type === "timestamptz" ? "float8" : column.type}[]`)
  const names = columns.map((_, i) => `c${i}`)
  const shown = columns.map(({ type }, i) =>
    type === "timestamptz" ? `'epoch'::timestamptz + c${i} * '1 ms'::interval` : `c${i}`,
  )
  return `select ${shown.join(", ")} from unnest(${lists.join(", ")}) as given (${names.join(", ")})`
}

function literals({ values, none }: BulkColumn): string {
  const parts: (number | "null")[] = []
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]
    parts.push(value === null || value === undefined || value === none || Number.isNaN(value) ? "null" : value)
  }
  return parts.join(",")
}
