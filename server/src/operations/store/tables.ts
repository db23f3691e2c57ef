import type { PoolClient } from "pg"
import type { ForeignKey } from "../domain/table-order.ts"

export interface Table {
  /** Schema and name, quoted where needed. */
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** The pieces that a table is kept in, which are made while the city runs and not by a migration. */
  readonly partitions: readonly Partition[]
}

export interface Partition {
  readonly name: string
  /** As PostgreSQL writes it: `FOR VALUES FROM (…) TO (…)`. */
  readonly bound: string
}

/** Our own schemas. The jobs of `pgboss` are made anew by the server; the rest belongs to PostgreSQL and PostGIS. */
const OURS = `n.nspname not in ('information_schema', 'public', 'tiger', 'tiger_data', 'topology', 'pgboss') and n.nspname not like 'pg\\_%'`

export async function listSchemas(client: PoolClient): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select quote_ident(n.nspname) as name
     from pg_namespace n
     where ${OURS}
     order by 1`,
  )
  return found.rows.map(({ name }) => name)
}

/** Every table with the columns that hold something of their own; what the database computes is computed again. */
export async function listTables(client: PoolClient): Promise<Table[]> {
  const found = await client.query<{ table: string; column: string; type: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table,
            quote_ident(a.attname) as column,
            format_type(a.atttypid, a.atttypmod) as type
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}
     order by 1, a.attnum`,
  )
  const tables = new Map<string, { name: string; type: string }[]>()
  for (const { table, column, type } of found.rows) {
    if (!tables.has(table)) tables.set(table, [])
    tables.get(table)!.push({ name: column, type })
  }
  const partitions = Map.groupBy(await listPartitions(client), ({ of }) => of)
  return [...tables].map(([name, columns]) => ({
    name,
    columns,
    partitions: (partitions.get(name) ?? []).map((partition) => ({ name: partition.name, bound: partition.bound })),
  }))
}

async function listPartitions(client: PoolClient): Promise<(Partition & { of: string })[]> {
  const found = await client.query<Partition & { of: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            format('%I.%I', m.nspname, p.relname) as of,
            pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     join pg_namespace n on n.oid = c.relnamespace
     join pg_class p on p.oid = i.inhparent
     join pg_namespace m on m.oid = p.relnamespace
     where c.relispartition and c.relkind in ('r', 'p') and ${OURS}
     order by 1`,
  )
  return found.rows
}

/** Makes the piece of a table that a backup names, when it is not there. `bound` was parsed; see `archive/records.ts`. */
export async function ensurePartition(client: PoolClient, table: string, { name, bound }: Partition): Promise<void> {
  await client.query(`create table if not exists ${name} partition of ${table} ${bound}`)
}

export async function listForeignKeys(client: PoolClient): Promise<ForeignKey[]> {
  const found = await client.query<ForeignKey>(
    `select quote_ident(k.conname) as name,
            format('%I.%I', n.nspname, c.relname) as from,
            format('%I.%I', m.nspname, d.relname) as to
     from pg_constraint k
     join pg_class c on c.oid = k.conrelid
     join pg_namespace n on n.oid = c.relnamespace
     join pg_class d on d.oid = k.confrelid
     join pg_namespace m on m.oid = d.relnamespace
     where k.contype = 'f' and k.conparentid = 0 and ${OURS}
     order by 2, 1`,
  )
  return found.rows
}

/** The sequences that were used, with the last value each gave. */
export async function listSequences(client: PoolClient): Promise<{ name: string; value: string }[]> {
  const found = await client.query<{ name: string; value: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, s.last_value::text as value
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_sequences s on s.schemaname = n.nspname and s.sequencename = c.relname
     where c.relkind = 'S' and s.last_value is not null and ${OURS}
     order by 1`,
  )
  return found.rows
}
