import type { Area, OutsideShape } from "@holdfast/contracts"
import { fromWkb, type MultiPolygon, toWkbHex } from "@holdfast/geo"
import { assert } from "@holdfast/kernel"
import { type Kysely, sql, type Transaction } from "kysely"
import type { NewArea } from "../domain/area-tree.ts"

/** Rows of one statement: enough to be fast, few enough that no message grows past some megabytes. */
const BATCH = 1_000

/** Writes areas by id, new or changed; gives how many differ from what was there. */
export async function putAreas(tx: Transaction<unknown>, areas: readonly NewArea[]): Promise<number> {
  let changed = 0
  for (let from = 0; from < areas.length; from += BATCH) {
    const batch = areas.slice(from, from + BATCH)
    const written = await sql<{ id: string }>`
      insert into places.area (id, kind, parent, name_zh, name_en, population, geom)
      select id, kind, parent, name_zh, name_en, population, geom::geometry
      from unnest(
        ${batch.map(({ id }) => id)}::text[],
        ${batch.map(({ kind }) => kind)}::text[],
        ${batch.map(({ parent }) => parent)}::text[],
        ${batch.map(({ name }) => name["zh-CN"])}::text[],
        ${batch.map(({ name }) => name.en)}::text[],
        ${batch.map(({ population }) => population)}::int[],
        ${batch.map(({ shape }) => toWkbHex({ type: "MultiPolygon", coordinates: shape }))}::text[]
      ) as given (id, kind, parent, name_zh, name_en, population, geom)
      on conflict (id) do update
      set kind = excluded.kind, parent = excluded.parent, name_zh = excluded.name_zh, name_en = excluded.name_en,
        population = excluded.population, geom = excluded.geom
      where (area.kind, area.parent, area.name_zh, area.name_en, area.population, st_asbinary(area.geom))
        is distinct from
        (excluded.kind, excluded.parent, excluded.name_zh, excluded.name_en, excluded.population, st_asbinary(excluded.geom))
      returning id`.execute(tx)
    changed += written.rows.length
  }
  return changed
}

export async function countAreas(db: Kysely<unknown>): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from places.area`.execute(db)
  return found.rows[0]!.count
}

export async function listAllAreas(db: Kysely<unknown>): Promise<NewArea[]> {
  const found = await sql<{
    id: string
    kind: Area["kind"]
    parent: string | null
    name_zh: string
    name_en: string
    population: number
    shape: Buffer
  }>`
    select id, kind, parent, name_zh, name_en, population, st_asbinary(geom, 'NDR') as shape
    from places.area
    order by id collate "C"`.execute(db)
  return found.rows.map(({ name_zh, name_en, shape, ...area }) => ({
    ...area,
    name: { "zh-CN": name_zh, en: name_en },
    shape: readMultiPolygon(shape),
  }))
}

/** The outline of several areas together, outer rings counter-clockwise as GeoJSON wants them. */
export async function uniteAreas(db: Kysely<unknown>, ids: readonly string[]): Promise<MultiPolygon> {
  const found = await sql<{ outline: Buffer | null }>`
    select st_asbinary(st_forcepolygonccw(st_multi(st_union(geom))), 'NDR') as outline
    from places.area
    where id = any(${ids}::text[])`.execute(db)
  const outline = found.rows[0]?.outline
  return outline ? readMultiPolygon(outline) : []
}

/** Areas of the same kind that touch one of these, within about ten metres, and are none of them nor inside one. */
export async function listNeighbours(db: Kysely<unknown>, ids: readonly string[]): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct other.id collate "C" as id
    from places.area as given
    join places.area as other on other.kind = given.kind and st_dwithin(other.geom, given.geom, 0.0001)
    where given.id = any(${ids}::text[])
      and not exists (select from unnest(${ids}::text[]) as own where other.id = own or starts_with(other.id, own || '/'))
    order by id`.execute(db)
  return found.rows.map(({ id }) => id)
}

/** In the order of their ids. What comes from outside may cross itself; PostGIS mends that. */
export async function listDistrictsTouching(db: Kysely<unknown>, shape: OutsideShape): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from places.area
    where kind = 'district'
      and st_intersects(geom, st_makevalid(st_setsrid(st_geomfromgeojson(${JSON.stringify(shape)}::text), 4326)))
    order by id collate "C"`.execute(db)
  return found.rows.map(({ id }) => id)
}

/** Which of these shapes PostGIS finds broken, such as one that crosses itself, and why. */
export async function findBrokenShapes(db: Kysely<unknown>, shapes: readonly MultiPolygon[]): Promise<Map<number, string>> {
  const broken = new Map<number, string>()
  for (let from = 0; from < shapes.length; from += BATCH) {
    const hexes = shapes.slice(from, from + BATCH).map((shape) => toWkbHex({ type: "MultiPolygon", coordinates: shape }))
    const found = await sql<{ number: number; reason: string }>`
      select number::int as number, st_isvalidreason(shape::geometry) as reason
      from unnest(${hexes}::text[]) with ordinality as given (shape, number)
      where not st_isvalid(shape::geometry)`.execute(db)
    for (const { number, reason } of found.rows) broken.set(from + number - 1, reason)
  }
  return broken
}

function readMultiPolygon(bytes: Buffer): MultiPolygon {
  const geometry = fromWkb(bytes)
  assert(geometry.type === "MultiPolygon", "an area is a multipolygon")
  return geometry.coordinates
}
