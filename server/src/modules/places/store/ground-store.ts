import type { Bilingual, NamedLine } from "@holdfast/contracts"
import { fromWkb, type MultiPolygon, toWkbHex } from "@holdfast/geo"
import { type Kysely, sql } from "kysely"

/** Named areas together with shapes that have no name of their own. */
export interface Ground {
  readonly areas: readonly string[]
  readonly shapes: readonly MultiPolygon[]
}

/** An area of which some part belongs to a ground. */
export interface TouchedArea {
  readonly id: string
  readonly insideM2: number
  readonly wholeM2: number
}

export interface GroundFigures {
  readonly areaM2: number
  /** Of what lies in no city. */
  readonly outsideM2: number
  readonly residents: number
}

/** One common expression for all questions below. Shapes are valid; what is united is valid again. */
const given = ({ areas, shapes }: Ground) => sql`
  given as materialized (
    select st_union(geom) as geom
    from (
      select geom from places.area where id = any(${areas}::text[])
      union all
      select hex::geometry from unnest(${shapes.map((shape) => toWkbHex({ type: "MultiPolygon", coordinates: shape }))}::text[]) as hex
    ) as parts
  )`

/** Cities, districts, and streets with some part in the ground, by id. */
export async function listTouched(db: Kysely<unknown>, ground: Ground): Promise<TouchedArea[]> {
  const found = await sql<{ id: string; inside_m2: number; whole_m2: number }>`
    with ${given(ground)}
    select area.id,
      st_area(st_intersection(area.geom, given.geom)::geography) as inside_m2,
      st_area(area.geom::geography) as whole_m2
    from places.area as area
    join given on st_intersects(area.geom, given.geom)
    where area.kind in ('city', 'district', 'street')
    order by area.id collate "C"`.execute(db)
  return found.rows.map(({ id, inside_m2, whole_m2 }) => ({ id, insideM2: inside_m2, wholeM2: whole_m2 }))
}

/** Residents are those of the smallest known areas; of one that is partly inside, its share of the surface. */
export async function measureGround(db: Kysely<unknown>, ground: Ground): Promise<GroundFigures> {
  const found = await sql<{ area_m2: number; outside_m2: number; residents: number }>`
    with ${given(ground)},
    city as (select st_union(geom) as geom from places.area where kind = 'city'),
    smallest as (
      select area.population, area.geom
      from places.area as area
      join given on st_intersects(area.geom, given.geom)
      where not exists (select from places.area as part where part.parent = area.id)
    )
    select coalesce(st_area(given.geom::geography), 0) as area_m2,
      coalesce(st_area(st_difference(given.geom, city.geom)::geography), 0) as outside_m2,
      (
        select coalesce(sum(
          case when st_coveredby(smallest.geom, given.geom) then population
          else population * st_area(st_intersection(smallest.geom, given.geom)) / st_area(smallest.geom) end
        ), 0)
        from smallest
      )::double precision as residents
    from given, city`.execute(db)
  const [row] = found.rows
  return { areaM2: row?.area_m2 ?? 0, outsideM2: row?.outside_m2 ?? 0, residents: Math.round(row?.residents ?? 0) }
}

export async function countSitesOn(db: Kysely<unknown>, ground: Ground): Promise<Record<string, number>> {
  const found = await sql<{ kind: string; count: number }>`
    with ${given(ground)}
    select site.kind, count(*) as count
    from places.site as site
    join given on st_intersects(site.geom, given.geom)
    group by site.kind
    order by site.kind collate "C"`.execute(db)
  return Object.fromEntries(found.rows.map(({ kind, count }) => [kind, count]))
}

/** Rivers, lakes, roads, and railways with a name, longest first; what is drawn in pieces is one. */
export async function listNamedLines(db: Kysely<unknown>): Promise<NamedLine[]> {
  const found = await sql<{ layer: string; kind: string; name_zh: string; name_en: string; length_km: number }>`
    select layer, min(kind) as kind, name_zh, name_en,
      sum(case when st_dimension(geom) = 2 then st_perimeter(geom::geography) / 2 else st_length(geom::geography) end) / 1000
        as length_km
    from places.feature
    where layer in ('water', 'road', 'rail') and name_zh is not null
    group by layer, name_zh, name_en
    order by length_km desc, name_en collate "C"`.execute(db)
  return found.rows.map(({ layer, kind, name_zh, name_en, length_km }) => ({
    key: keyOf(layer, { "zh-CN": name_zh, en: name_en }),
    kind,
    name: { "zh-CN": name_zh, en: name_en },
    lengthKm: Math.round(length_km * 10) / 10,
  }))
}

function keyOf(layer: string, name: Bilingual): string {
  return `${layer}/${name["zh-CN"]}`
}

/** Everything within so many metres of what the base map calls so; undefined when it calls nothing so. */
export async function widenLine(
  db: Kysely<unknown>,
  { key, metres }: { readonly key: string; readonly metres: number },
): Promise<MultiPolygon | undefined> {
  const [layer, ...name] = key.split("/")
  const found = await sql<{ geom: Buffer | null }>`
    select st_asbinary(st_multi(st_buffer(st_collect(geom)::geography, ${metres})::geometry), 'NDR') as geom
    from places.feature
    where layer = ${layer} and name_zh = ${name.join("/")}`.execute(db)
  return readShape(found.rows[0]?.geom)
}

/** An area and everything within so many metres of it. */
export async function widenArea(
  db: Kysely<unknown>,
  { id, metres }: { readonly id: string; readonly metres: number },
): Promise<MultiPolygon | undefined> {
  const found = await sql<{ geom: Buffer | null }>`
    select st_asbinary(st_multi(st_buffer(geom::geography, ${metres})::geometry), 'NDR') as geom
    from places.area
    where id = ${id}`.execute(db)
  return readShape(found.rows[0]?.geom)
}

function readShape(bytes: Buffer | null | undefined): MultiPolygon | undefined {
  if (!bytes) return undefined
  const geometry = fromWkb(bytes)
  return geometry.type === "MultiPolygon" ? geometry.coordinates : undefined
}
