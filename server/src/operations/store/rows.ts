import type { PoolClient } from "pg"
import type { Table } from "./tables.ts"

/** Rows that lie in the table itself are a few kilobytes at most. */
const PAGE_ROWS = 1_000
/** Of text, about. A page is held three times on its way: as rows, as a line, and as its bytes. */
const PAGE_BYTES = 16 * 1024 * 1024
/** What PostgreSQL packs is rarely packed better. Pictures are not packed, and as text twice as long. */
const PACKED_TIMES = 4

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
  const page = await pageOf(client, table)
  await client.query(`declare backup_page no scroll cursor for select ${columns} from ${table.name}`)
  for (;;) {
    const { rows } = await client.query<TextRow>({ text: `fetch ${page} from backup_page`, rowMode: "array" })
    if (rows.length > 0) yield rows
    if (rows.length < page) break
  }
  await client.query("close backup_page")
}

/** How many rows are read at once, so that a page holds about `PAGE_BYTES` at most also where a row is a picture of megabytes. */
async function pageOf(client: PoolClient, { name, columns, partitions }: Table): Promise<number> {
  const beside = await client.query<{ bytes: string | null }>(
    `select sum(pg_relation_size(nullif(reltoastrelid, 0)))::text as bytes
     from pg_class
     where oid = any ($1::regclass[])`,
    [[name, ...partitions.map((partition) => partition.name)]],
  )
  // Only rows that do not fit into the table lie beside it; without such, nothing has to be measured.
  if (!Number(beside.rows[0]?.bytes)) return PAGE_ROWS
  const size = columns.map((column) =>
    column.type === "bytea"
      ? `coalesce(2 * octet_length(${column.name})::bigint, 0)`
      : `coalesce(${PACKED_TIMES} * pg_column_size(${column.name})::bigint, 0)`,
  )
  const largest = await client.query<{ bytes: string | null }>(`select max(${size.join(" + ")})::text as bytes from ${name}`)
  const bytes = Math.max(1, Number(largest.rows[0]?.bytes))
  return Math.min(PAGE_ROWS, Math.max(1, Math.floor(PAGE_BYTES / bytes)))
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
