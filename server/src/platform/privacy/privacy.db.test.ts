import { sql } from "kysely"
import { expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { allManifests } from "../../privacy.ts"

const { world } = await openTestWorld()

test("every column of every table is declared, and every declaration has its column", async () => {
  const found = await sql<{ name: string }>`
    select format('%s.%s.%s', n.nspname, c.relname, a.attname) as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pgboss', 'tiger', 'tiger_data', 'topology')
      and n.nspname not like 'pg\\_%'
    order by 1`.execute(world.db.query)
  const declared = Object.entries(allManifests).flatMap(([table, columns]) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  )
  expect(found.rows.map(({ name }) => name).toSorted()).toEqual(declared.toSorted())
})
