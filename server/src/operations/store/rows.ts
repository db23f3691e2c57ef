import type { PoolClient } from "pg"
import type { Table } from "./tables.ts"

/** A page of rows stays below a few megabytes also where rows hold outlines of buildings. */
const PAGE = 1_000

export type TextRow = (string | null)[]

/** Text that means the same on every server, whatever its settings are. */
export async function setPlainText(client: PoolClient): Promise<void> {
  await client.query(
    "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1",
  )
}

/** All rows of a table in pages, as text, through a cursor of the running transaction. */
export async function* readRows(client: PoolClient, table: Table): AsyncGenerator<TextRow[]> {
  const columns = table.columns.map(({ name }) => `${name}::text`).join(", ")
  await client.query(`declare backup_page no scroll cursor for select ${columns} from ${table.name}`)
  for (;;) {
    const { rows } = await client.query<TextRow>({ text: `fetch ${PAGE} from backup_page`, rowMode: "array" })
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) break
  }
  await client.query("close backup_page")
}

/** Puts a page of rows back as they were, also into columns that the database otherwise numbers itself. */
export async function insertRows(client: PoolClient, table: Table, rows: readonly TextRow[]): Promise<void> {
  const names = table.columns.map(({ name }) => name).join(", ")
  const values = table.columns.map(({ type }, i) => `c${i}::${type}`).join(", ")
  const parameters = table.columns.map((_, i) => `$${i + 1}::text[]`).join(", ")
  const aliases = table.columns.map((_, i) => `c${i}`).join(", ")
  await client.query(
    `insert into ${table.name} (${names}) overriding system value
     select ${values}
     from unnest(${parameters}) as page (${aliases})`,
    table.columns.map((_, i) => rows.map((row) => row[i] ?? null)),
  )
}

export async function countRows(client: PoolClient, table: string): Promise<number> {
  const found = await client.query<{ count: number }>(`select count(*) as count from ${table}`)
  return found.rows[0]!.count
}
