import type { Site } from "@holdfast/contracts"
import { fromWkb, toWkbHex } from "@holdfast/geo"
import { assert } from "@holdfast/kernel"
import { type Kysely, sql, type Transaction } from "kysely"

const BATCH = 2_000

/** Writes sites by id, new or changed; gives how many differ from what was there. */
export async function putSites(tx: Transaction<unknown>, sites: readonly Site[]): Promise<number> {
  let changed = 0
  for (let from = 0; from < sites.length; from += BATCH) {
    const batch = sites.slice(from, from + BATCH)
    const written = await sql<{ id: string }>`
      insert into places.site (id, kind, area, name_zh, name_en, capacity, geom)
      select id, kind, area, name_zh, name_en, capacity, geom::geometry
      from unnest(
        ${batch.map(({ id }) => id)}::text[],
        ${batch.map(({ kind }) => kind)}::text[],
        ${batch.map(({ area }) => area)}::text[],
        ${batch.map(({ name }) => name["zh-CN"])}::text[],
        ${batch.map(({ name }) => name.en)}::text[],
        ${batch.map(({ capacity }) => capacity)}::int[],
        ${batch.map(({ at }) => toWkbHex({ type: "Point", coordinates: at }))}::text[]
      ) as given (id, kind, area, name_zh, name_en, capacity, geom)
      on conflict (id) do update
      set kind = excluded.kind, area = excluded.area, name_zh = excluded.name_zh, name_en = excluded.name_en,
        capacity = excluded.capacity, geom = excluded.geom
      where (site.kind, site.area, site.name_zh, site.name_en, site.capacity, st_asbinary(site.geom))
        is distinct from
        (excluded.kind, excluded.area, excluded.name_zh, excluded.name_en, excluded.capacity, st_asbinary(excluded.geom))
      returning id`.execute(tx)
    changed += written.rows.length
  }
  return changed
}

/** Sites by kind and by area, everything below the area included. */
export async function listSites(db: Kysely<unknown>, filter: { kinds?: readonly string[]; area?: string }): Promise<Site[]> {
  const found = await sql<{
    id: string
    kind: Site["kind"]
    area: string
    name_zh: string
    name_en: string
    capacity: number | null
    at: Buffer
  }>`
    select id, kind, area, name_zh, name_en, capacity, st_asbinary(geom, 'NDR') as at
    from places.site
    where (${filter.kinds ?? null}::text[] is null or kind = any(${filter.kinds ?? null}::text[]))
      and (${filter.area ?? null}::text is null or area = ${filter.area ?? null} or starts_with(area, ${filter.area ?? null} || '/'))
    order by kind collate "C", id collate "C"`.execute(db)
  return found.rows.map(({ name_zh, name_en, at, ...site }) => ({
    ...site,
    name: { "zh-CN": name_zh, en: name_en },
    at: readPoint(at),
  }))
}

/** How many sites of each kind stand in these areas, everything below them included. */
export async function countSites(db: Kysely<unknown>, areas: readonly string[]): Promise<Record<string, number>> {
  const found = await sql<{ kind: string; count: number }>`
    select kind, count(*) as count
    from places.site
    where exists (select from unnest(${areas}::text[]) as given where area = given or starts_with(area, given || '/'))
    group by kind
    order by kind collate "C"`.execute(db)
  return Object.fromEntries(found.rows.map(({ kind, count }) => [kind, count]))
}

function readPoint(bytes: Buffer): [number, number] {
  const geometry = fromWkb(bytes)
  assert(geometry.type === "Point", "a site is a point")
  return [geometry.coordinates[0], geometry.coordinates[1]]
}
