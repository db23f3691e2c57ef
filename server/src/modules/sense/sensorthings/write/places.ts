import { type RawBuilder, sql, type Transaction } from "kysely"
import { senseErrors } from "../../errors.ts"
import { pointOf } from "./geometry.ts"
import type { Writing } from "./writing.ts"

/** Another place for what stands, in a day: a device is put up anew, corrected, replaced. More is wandering, and no Thing wanders. */
export const MOVES_PER_DAY_MAX = 20

/**
 * Puts a Thing at places. Each replaces the one of the same encoding; the history says since when. Where the Thing stands decides in
 * which area its signals are. Throws `SENSE_MOVES_TOO_OFTEN` for what should stand.
 */
export async function moveThing(writing: Writing, thing: number, places: readonly number[], at = writing.now): Promise<void> {
  const { tx } = writing
  await refuseWandering(tx, thing, writing.now)
  const { rows: history } = await sql<{ id: number }>`
    insert into sense.historical_location (thing_id, at) values (${thing}, ${at}) returning id`.execute(tx)
  writing.touched.push({ set: "HistoricalLocations", id: history[0]!.id })
  await sql`
    insert into sense.historical_location_location (historical_location_id, location_id)
    select ${history[0]!.id}::int, unnest(${places}::int[])`.execute(tx)
  await standAt(writing, thing, places)
}

/** As `moveThing` without history: for a place that a history already tells. */
export async function standAt(writing: Writing, thing: number, places: readonly number[]): Promise<void> {
  const { tx } = writing
  await sql`
    delete from sense.thing_location tl
    using sense.location old, sense.location fresh
    where tl.thing_id = ${thing} and old.id = tl.location_id and fresh.id = any(${places}::int[])
      and old.encoding_type = fresh.encoding_type`.execute(tx)
  await sql`
    insert into sense.thing_location (thing_id, location_id) select ${thing}::int, unnest(${places}::int[])
    on conflict do nothing`.execute(tx)
  await settle(writing, sql`t.id = ${thing}`)
}

/** Tells the Things of a place that it changed: their area, and that what the server made of the place no longer holds. */
export async function placeChanged(writing: Writing, place: number): Promise<void> {
  await sql`update sense.feature_of_interest set location_id = null where location_id = ${place}`.execute(writing.tx)
  await settle(writing, sql`t.id in (select thing_id from sense.thing_location where location_id = ${place})`)
}

async function settle(writing: Writing, which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ id: number; geometry: Parameters<typeof pointOf>[0] | null }>`
    select distinct on (t.id) t.id, st_asgeojson(l.at, 9)::jsonb as geometry
    from sense.thing t
    left join sense.thing_location tl on tl.thing_id = t.id
    left join sense.location l on l.id = tl.location_id and l.at is not null
    where ${which}
    order by t.id, l.id nulls last`.execute(writing.tx)
  for (const { id, geometry } of rows) {
    const area = geometry ? writing.areaOf(pointOf(geometry)) : undefined
    await sql`
      update sense.thing
      set area = ${area?.id ?? null}, area_zh = ${area?.name["zh-CN"] ?? null}, area_en = ${area?.name.en ?? null}
      where id = ${id}`.execute(writing.tx)
  }
}

const DAY_MS = 24 * 60 * 60_000

async function refuseWandering(tx: Transaction<unknown>, thing: number, now: Date): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sense.historical_location h
    join sense.thing t on t.id = h.thing_id
    where h.thing_id = ${thing} and t.mobility = 'fixed' and h.at > ${new Date(now.getTime() - DAY_MS)}`.execute(tx)
  if (rows[0]!.n >= MOVES_PER_DAY_MAX) throw senseErrors.MOVES_TOO_OFTEN({ thing, limit: MOVES_PER_DAY_MAX })
}
