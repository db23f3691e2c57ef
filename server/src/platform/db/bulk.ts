import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { CompiledQuery, type Transaction } from "kysely"
import { from as copyFrom } from "pg-copy-streams"
import { arrayOf, type BulkColumn, copyRows } from "./binary-rows.ts"
import type { Engine } from "./engine.ts"
import { literalRows } from "./literal-rows.ts"
import { finishWith } from "./transaction-client.ts"

/** So few rows cost less as text in one message with their commit than a COPY costs by its round trips. */
const FEW = 400

/**
 * Inserts rows of numbers and times by the end of the transaction, where nothing else in it reads them: many by COPY where the engine
 * can and by `unnest` elsewhere, few together with the commit. All ways give the same rows.
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
  if (columns[0]!.values.length <= FEW) {
    await finishWith(tx, `insert into ${table} (${names}) ${literalRows(columns)}`)
    return
  }
  if (engine.bulk === "copy") {
    await copy(tx, `copy ${table} (${names}) from stdin (format binary)`, columns)
    return
  }
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ")
  await tx.executeQuery(
    CompiledQuery.raw(`insert into ${table} (${names}) select * from unnest(${arrays})`, columns.map(arrayOf)),
  )
}

/**
 * Kysely hands the text of a statement to the driver as it is, and the driver takes a stream in the place of text. So the copy
 * runs on the connection of this transaction, of which Kysely gives no other handle.
 */
async function copy(tx: Transaction<unknown>, text: string, columns: readonly BulkColumn[]): Promise<void> {
  const stream = copyFrom(text)
  await tx.executeQuery({ ...CompiledQuery.raw(text), sql: stream as unknown as string })
  await pipeline(Readable.from(copyRows(columns)), stream)
}
