import type { Database } from "./database.ts"

/**
 * The final schema as text, the same from both engines, checked in as `server/schema.sql` so that a change shows in review.
 * Written here because the embedded engine has no pg_dump and the servers' versions differ in what they print.
 */
export async function dumpSchema(db: Database): Promise<string> {
  const columns = await rows<{ name: string; columns: string }>(
    db,
    `select format('%s.%s', n.nspname, c.relname) as name,
            string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
              case when a.attnotnull then ' not null' else '' end,
              case when a.attidentity <> '' then ' generated as identity'
                   when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end),
              E',\\n' order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind in ('r', 'p') and ${OURS}
     group by 1 order by 1`,
  )
  const constraints = await rows<{ line: string }>(
    db,
    `select format('alter table %s.%s add constraint %s %s;', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
     from pg_constraint k
     join pg_class c on c.oid = k.conrelid
     join pg_namespace n on n.oid = c.relnamespace
     where k.contype in ('p', 'u', 'f', 'c') and ${OURS}
     order by 1`,
  )
  const indexes = await rows<{ line: string }>(
    db,
    `select replace(replace(pg_get_indexdef(i.indexrelid), '(((', '(('), ')), ', '), ') || ';' as line
     from pg_index i
     join pg_class c on c.oid = i.indrelid
     join pg_namespace n on n.oid = c.relnamespace
     where not exists (select from pg_constraint k where k.conindid = i.indexrelid) and ${OURS}
     order by 1`,
  )
  const triggers = await rows<{ line: string }>(
    db,
    `select pg_get_triggerdef(t.oid) || ';' as line
     from pg_trigger t
     join pg_class c on c.oid = t.tgrelid
     join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and ${OURS}
     order by 1`,
  )
  return [
    ...columns.map(({ name, columns: list }) => `create table ${name} (\n${list}\n);\n`),
    `${[...constraints, ...indexes, ...triggers].map(({ line }) => line).join("\n")}\n`,
  ].join("\n")
}

const OURS =
  "n.nspname not in ('pg_catalog', 'information_schema', 'public', 'tiger', 'tiger_data', 'topology', 'pgboss') and n.nspname not like 'pg_%'"

async function rows<T extends object>(db: Database, text: string): Promise<T[]> {
  return (await db.engine.pool.query<T>(text)).rows
}
