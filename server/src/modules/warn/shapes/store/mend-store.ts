import { SHAPE_POSITIONS_MAX } from "@holdfast/contracts"
import { fromWkb, type MultiPolygon, toWkbHex } from "@holdfast/geo"
import { type Kysely, sql } from "kysely"

/** A shape as it can be warned of. */
export interface MendedShape {
  readonly polygons: MultiPolygon
  readonly areaM2: number
  /** How many parts were so small that they were left out. */
  readonly slivers: number
  /** How far a border was moved at most to make it simpler; null when it was not. */
  readonly simplifiedM: number | null
}

/** Smaller parts come from two drawings of one border, or from the mending itself. */
const SLIVER_M2 = 100
/** A tenth of a metre, as CAP goes out. */
const GRID_DEGREES = 1e-6
/** First some 2 m, and twice as much at each turn: the last one is wider than any city. */
const SIMPLER_DEGREES = 2e-5
const TURNS = 14
const METRES_PER_DEGREE = 111_195

/**
 * Makes a shape valid: what crosses itself becomes the parts that it encloses, holes stay holes, parts that overlap become one, slivers
 * go, and what has too many positions is made as little simpler as that takes. A shape of which nothing is left has no polygons.
 */
export async function mend(db: Kysely<unknown>, polygons: MultiPolygon): Promise<MendedShape> {
  const hex = toWkbHex({ type: "MultiPolygon", coordinates: polygons })
  const whole = await simplified(db, hex, 0)
  if (whole.positions <= SHAPE_POSITIONS_MAX) return { ...whole, simplifiedM: null }
  for (let turn = 0, degrees = SIMPLER_DEGREES; turn < TURNS; turn += 1, degrees *= 2) {
    const simpler = await simplified(db, hex, degrees)
    if (simpler.positions <= SHAPE_POSITIONS_MAX)
      return { ...simpler, slivers: whole.slivers, simplifiedM: Math.ceil(degrees * METRES_PER_DEGREE) }
  }
  return { ...whole, simplifiedM: null, polygons: [], areaM2: 0 }
}

async function simplified(db: Kysely<unknown>, hex: string, degrees: number) {
  const found = await sql<{ shape: Buffer | null; area_m2: number; slivers: number; positions: number }>`
    with whole as (
      select st_collectionextract(st_makevalid(st_snaptogrid(st_makevalid(${hex}::geometry), ${GRID_DEGREES})), 3) as geom
    ),
    simpler as (
      select case when ${degrees}::double precision > 0
        then st_collectionextract(st_makevalid(st_simplifypreservetopology(geom, ${degrees})), 3) else geom end as geom
      from whole
    ),
    part as (
      select st_area(parts.geom::geography) as m2, parts.geom
      from simpler, st_dump(simpler.geom) as parts
    ),
    kept as (
      select st_multi(st_forcepolygonccw(st_union(geom) filter (where m2 > ${SLIVER_M2}))) as geom,
        count(*) filter (where m2 <= ${SLIVER_M2}) as slivers
      from part
    )
    select st_asbinary(geom, 'NDR') as shape, slivers,
      coalesce(st_area(geom::geography), 0) as area_m2, coalesce(st_npoints(geom), 0) as positions
    from kept`.execute(db)
  const [row] = found.rows
  const geometry = row?.shape ? fromWkb(row.shape) : undefined
  return {
    polygons: geometry?.type === "MultiPolygon" ? geometry.coordinates : [],
    areaM2: row?.area_m2 ?? 0,
    slivers: row?.slivers ?? 0,
    positions: row?.positions ?? 0,
  }
}

/** Why PostGIS finds a shape broken; undefined for one that is sound. */
export async function findFault(db: Kysely<unknown>, polygons: MultiPolygon): Promise<string | undefined> {
  const hex = toWkbHex({ type: "MultiPolygon", coordinates: polygons })
  const found = await sql<{ reason: string }>`
    select st_isvalidreason(shape) as reason
    from (select ${hex}::geometry as shape) as given
    where not st_isvalid(shape)`.execute(db)
  return found.rows[0]?.reason
}
