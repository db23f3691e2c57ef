import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { CompiledQuery, type Transaction } from "kysely"
import { from as copyFrom } from "pg-copy-streams"
import type { Engine } from "./engine.ts"

/** A column of many rows at once. Times are milliseconds since 1970, because a `Date` per row costs more than the row. */
export interface BulkColumn {
  readonly name: string
  readonly type: "int4" | "int8" | "float8" | "timestamptz"
  readonly values: readonly (number | null)[]
}

const CHUNK_ROWS = 2_000

/**
 * Inserts many rows of numbers and times in one statement of the transaction: COPY where the engine can, `unnest` elsewhere.
 * Both give the same rows.
 *
 * @param table and column names are our own words, never from outside
 */
export async function insertBulk(
  tx: Transaction<unknown>,
  engine: Pick<Engine, "bulk">,
  { table, columns }: { readonly table: string; readonly columns: readonly BulkColumn[] },
): Promise<void> {
  if (columns[0]!.values.length === 0) return
  const names = columns.map(({ name }) => name).join(", ")
  if (engine.bulk === "copy") {
    await copy(tx, `copy ${table} (${names}) from stdin`, columns)
    return
  }
  const selected = columns.map(({ type }, i) => (type === "timestamptz" ? `to_timestamp(c${i} / 1000.0)` : `c${i}`))
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type === "timestamptz" ? "float8" : type}[]`)
  const text = `insert into ${table} (${names}) select ${selected.join(", ")}
    from unnest(${arrays.join(", ")}) as t (${columns.map((_, i) => `c${i}`).join(", ")})`
  await tx.executeQuery(CompiledQuery.raw(text, columns.map(arrayLiteral)))
}

/** The driver would write each value of a list by itself; a list of numbers is its own text. */
function arrayLiteral({ values }: BulkColumn): string {
  let text = "{"
  for (let i = 0; i < values.length; i += 1) text += `${i === 0 ? "" : ","}${values[i] ?? "null"}`
  return `${text}}`
}

/**
 * Kysely hands the text of a statement to the driver as it is, and the driver takes a stream in the place of text. So the copy
 * runs on the connection of this transaction, of which Kysely gives no other handle.
 */
async function copy(tx: Transaction<unknown>, text: string, columns: readonly BulkColumn[]): Promise<void> {
  const stream = copyFrom(text)
  await tx.executeQuery({ ...CompiledQuery.raw(text), sql: stream as unknown as string })
  await pipeline(Readable.from(lines(columns)), stream)
}

function* lines(columns: readonly BulkColumn[]): Generator<string> {
  const rows = columns[0]!.values.length
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    let chunk = ""
    for (let row = start; row < Math.min(rows, start + CHUNK_ROWS); row += 1) {
      for (let i = 0; i < columns.length; i += 1) {
        const { type, values } = columns[i]!
        const value = values[row]
        const cell =
          value === null || value === undefined ? "\\N" : type === "timestamptz" ? new Date(value).toISOString() : value
        chunk += i === 0 ? cell : `\t${cell}`
      }
      chunk += "\n"
    }
    yield chunk
  }
}
