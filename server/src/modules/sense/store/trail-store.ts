import { sql, type Transaction } from "kysely"

/**
 * Takes away the places of what moves that are older than `limit`: the history, the place itself, and what the server made of it
 * for measurements, which stay without it.
 */
export async function dropTrails(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { rows } = await sql<{ location_id: number }>`
    select distinct hl.location_id
    from sense.historical_location h
    join sense.thing t on t.id = h.thing_id and t.mobility <> 'fixed'
    join sense.historical_location_location hl on hl.historical_location_id = h.id
    where h.at <= ${limit}
      and not exists (
        select 1 from sense.historical_location_location later
        join sense.historical_location recent on recent.id = later.historical_location_id
        where later.location_id = hl.location_id and recent.at > ${limit})`.execute(tx)
  await sql`
    delete from sense.historical_location h using sense.thing t
    where t.id = h.thing_id and t.mobility <> 'fixed' and h.at <= ${limit}`.execute(tx)
  const places = rows.map(({ location_id }) => location_id)
  if (places.length === 0) return 0
  await sql`
    update sense.observation o set feature_id = null
    from sense.datastream_feature df
    join sense.feature_of_interest f on f.id = df.feature_id
    where f.location_id = any(${places}::int[]) and o.datastream_id = df.datastream_id and o.feature_id = f.id`.execute(tx)
  await sql`delete from sense.feature_of_interest where location_id = any(${places}::int[])`.execute(tx)
  await sql`delete from sense.location where id = any(${places}::int[])`.execute(tx)
  return places.length
}
