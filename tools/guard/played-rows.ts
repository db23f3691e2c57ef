import type { Rows } from "./dump.ts"
import type { NightFacts, PlayedEntry } from "./night-facts.ts"

/**
 * What the database knows of who reported, and nobody may come to: references, photos, and moments. A moment on the full minute,
 * such as the invented resident's, belongs to much else as well.
 */
export async function readReporters(rows: Rows): Promise<string[]> {
  const found = await rows<{ id: string; photo: string | null; at: string | null }>(`
    select id::text, photo, case when received_at <> date_trunc('minute', received_at)
      then to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') end as at
    from serve.request`)
  return found.flatMap(({ id, photo, at }) => [id, at, photo].filter((value) => value !== null))
}

/** The log of the night with the module that each cause belongs to. */
export function readEntries(rows: Rows): Promise<PlayedEntry[]> {
  const moduleOf = (reference: string) =>
    `(select c.module from log.header c where c.record_ref = ${reference} order by c.id limit 1)`
  return rows<PlayedEntry>(`
    select h.module, h.verb, h.record_ref::text as record, h.edge, h.cause_ref::text as cause,
      ${moduleOf("h.cause_ref")} as "causeModule", ${moduleOf("s.cause_ref")} as "sealedCauseModule",
      s.header_id is not null as "sealedCause", b.body
    from log.header h
    left join log.sealed_cause s on s.header_id = h.id
    left join log.body b on b.header_id = h.id
    order by h.id`)
}

/** Every index with the columns that it holds. */
export function readIndexes(rows: Rows): Promise<NightFacts["indexes"]> {
  return rows(`
    select format('%s.%s', n.nspname, t.relname) as table, pg_get_indexdef(i.indexrelid) as definition,
      (select coalesce(json_agg(distinct a.attname), '[]')
       from pg_depend d
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = d.refobjsubid
       where d.objid = i.indexrelid and d.refobjid = i.indrelid and d.refobjsubid > 0) as columns
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where n.nspname not in ('pg_catalog', 'public', 'pgboss') and n.nspname not like 'pg\\_%' and not t.relispartition
    order by 1, 2`)
}
