import type { Clock } from "@holdfast/kernel"
import type { Database } from "../platform/db/index.ts"
import { type BackupRecord, FORMAT } from "./archive/records.ts"
import { orderTables } from "./domain/table-order.ts"
import { listApplied } from "./store/migrations.ts"
import { readRows, setPlainText } from "./store/rows.ts"
import { listForeignKeys, listSequences, listTables } from "./store/tables.ts"

/**
 * Everything the database holds of ours as it was at one moment, table by table. On PostgreSQL the city goes on meanwhile; the
 * embedded database has one connection, so there it waits until the last row was read.
 */
export async function* copyDatabase(db: Database, clock: Clock): AsyncGenerator<BackupRecord> {
  const client = await db.connection()
  try {
    await client.query("begin isolation level repeatable read, read only")
    await setPlainText(client)
    const migrations = await listApplied(client)
    yield { kind: "begin", format: FORMAT, at: clock.now().toISOString(), engine: db.engine.kind, migrations }
    const tables = await listTables(client)
    const order = orderTables(
      tables.map(({ name }) => name),
      await listForeignKeys(client),
    )
    for (const name of order) {
      const table = tables.find((known) => known.name === name)!
      yield { kind: "table", name, columns: [...table.columns], partitions: [...table.partitions] }
      for await (const rows of readRows(client, table)) yield { kind: "rows", rows }
    }
    yield { kind: "sequences", values: await listSequences(client) }
  } finally {
    // Read only, so there is nothing to lose; also when the disk was full half way.
    await client.query("rollback").catch(() => {})
    client.release()
  }
}
