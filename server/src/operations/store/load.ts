import type { PoolClient } from "pg"
import type { ForeignKey } from "../domain/table-order.ts"

/**
 * Makes a freshly migrated schema ready to take the rows of a backup as they are: what the migrations put in goes, no trigger
 * reacts, and the keys that no order of tables satisfies are looked at when everything is there.
 */
export async function beginLoad(client: PoolClient, tables: readonly string[], late: readonly ForeignKey[]): Promise<void> {
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`)
  for (const { from, name } of late)
    await client.query(`alter table ${from} alter constraint ${name} deferrable initially deferred`)
  for (const table of tables.toReversed()) await client.query(`delete from ${table}`)
}

export async function endLoad(client: PoolClient, tables: readonly string[], late: readonly ForeignKey[]): Promise<void> {
  await client.query("set constraints all immediate")
  for (const { from, name } of late) await client.query(`alter table ${from} alter constraint ${name} not deferrable`)
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`)
}

export async function setSequence(client: PoolClient, { name, value }: { name: string; value: string }): Promise<void> {
  await client.query("select setval($1::regclass, $2::bigint)", [name, value])
}

export async function dropSchemas(client: PoolClient, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) await client.query(`drop schema ${schema} cascade`)
}
