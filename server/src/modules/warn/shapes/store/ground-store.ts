import { type MultiPolygon, toWkbHex } from "@holdfast/geo"
import { type Kysely, sql, type Transaction } from "kysely"

/** What two grounds have in common. */
export interface GroundPair {
  readonly one: string
  readonly other: string
  /** Whether all of the other lies in the one. */
  readonly covers: boolean
}

/** Two drawings of one border differ by so much; nobody lives on it. */
const SLIVER_M2 = 100

/** Keeps where a warning applies, named areas and drawn ones together; parts may overlap. */
export async function putGround(tx: Transaction<unknown>, warning: string, parts: readonly MultiPolygon[]): Promise<void> {
  const hexes = parts.map((part) => toWkbHex({ type: "MultiPolygon", coordinates: part }))
  await sql`
    insert into warn.ground (warning, geom)
    select ${warning}::uuid, st_multi(st_union(hex::geometry)) from unnest(${hexes}::text[]) as hex
    on conflict (warning) do update set geom = excluded.geom`.execute(tx)
}

/** For a record with the same content. */
export async function copyGround(tx: Transaction<unknown>, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    insert into warn.ground (warning, geom)
    select ${to}::uuid, geom from warn.ground where warning = ${from}::uuid`.execute(tx)
}

/** Which warnings, of these, lie wholly in a ground that is not kept yet. */
export async function listCovered(
  db: Kysely<unknown>,
  parts: readonly MultiPolygon[],
  warnings: readonly string[],
): Promise<string[]> {
  const hexes = parts.map((part) => toWkbHex({ type: "MultiPolygon", coordinates: part }))
  const found = await sql<{ warning: string }>`
    select ground.warning
    from warn.ground, (select st_multi(st_union(hex::geometry)) as geom from unnest(${hexes}::text[]) as hex) as one
    where ground.warning = any(${warnings}::uuid[])
      and (st_covers(one.geom, ground.geom)
        or st_area(st_difference(ground.geom, one.geom)::geography) <= ${SLIVER_M2})`.execute(db)
  return found.rows.map(({ warning }) => warning)
}

/** Which of these grounds have a place in common, and which lie wholly in another. */
export async function listGroundPairs(
  db: Kysely<unknown>,
  ones: readonly string[],
  others: readonly string[],
): Promise<GroundPair[]> {
  const found = await sql<GroundPair>`
    select one.warning as one, other.warning as other,
      st_covers(one.geom, other.geom)
        or st_area(st_difference(other.geom, one.geom)::geography) <= ${SLIVER_M2} as covers
    from warn.ground as one
    join warn.ground as other on other.warning <> one.warning and st_intersects(one.geom, other.geom)
    where one.warning = any(${ones}::uuid[]) and other.warning = any(${others}::uuid[])
      and st_area(st_intersection(one.geom, other.geom)::geography) > ${SLIVER_M2}`.execute(db)
  return found.rows
}
