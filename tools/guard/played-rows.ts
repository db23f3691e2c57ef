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

/** Puts a buoy on the river, with a place and a measurement's feature made of it: what moves is forgotten after a day. */
export async function plantBuoy(rows: Rows, at: Date): Promise<void> {
  await rows(`
    with buoy as (
      insert into sense.thing (key, kind, name_zh, name_en, created_at, mobility)
      values ('guard-buoy', 'buoy', '浮标', 'Buoy', '${at.toISOString()}', 'buoy') returning id
    ), place as (
      insert into sense.location (name_zh, name_en, encoding_type, location, at)
      values ('河面', 'River', 'application/geo+json', '{"type":"Point","coordinates":[118.5,30.6]}'::jsonb,
        st_setsrid(st_makepoint(118.5, 30.6), 4326)) returning id
    ), stands as (
      insert into sense.thing_location (thing_id, location_id) select buoy.id, place.id from buoy, place
    ), history as (
      insert into sense.historical_location (thing_id, at) select id, '${at.toISOString()}' from buoy returning id
    ), told as (
      insert into sense.historical_location_location (historical_location_id, location_id)
      select history.id, place.id from history, place
    )
    insert into sense.feature_of_interest (name_zh, name_en, encoding_type, feature, at, location_id)
    select '河面', 'River', 'application/geo+json', '{"type":"Point","coordinates":[118.5,30.6]}'::jsonb,
      st_setsrid(st_makepoint(118.5, 30.6), 4326), id from place`)
}

/** Everything that still says where the buoy was. */
export async function readTrails(rows: Rows): Promise<string[]> {
  const found = await rows<{ at: string }>(`
    select 'its history' as at from sense.historical_location h join sense.thing t on t.id = h.thing_id where t.mobility <> 'fixed'
    union all
    select 'its place' from sense.location where name_en = 'River'
    union all
    select 'the feature of its place' from sense.feature_of_interest where name_en = 'River'
    union all
    select 'nothing, because there was no buoy' where not exists (select 1 from sense.thing where key = 'guard-buoy')`)
  return found.map(({ at }) => at)
}
