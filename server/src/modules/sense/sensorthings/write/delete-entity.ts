import type { EntitySet } from "@holdfast/sensorthings"
import { type RawBuilder, sql, type Transaction } from "kysely"
import { removeObservations, removeSeries } from "../../store/tally-store.ts"
import { tableOf } from "../read/index.ts"

/** What went with an entity. */
export interface Deleted {
  /** Series that are gone, with their measurements. */
  readonly datastreams: readonly number[]
  /** Series that lost some of their measurements. */
  readonly touched: readonly number[]
}

/**
 * Deletes one entity with what cannot be without it (OGC 18-088, table 25): a Thing with its series and history, a place with the
 * history that names it, a sensor or a property with its series, a series with its measurements, a feature with what is about it.
 */
export async function deleteEntity(tx: Transaction<unknown>, set: EntitySet, id: number): Promise<Deleted> {
  switch (set) {
    case "Things":
      return withSeries(tx, sql`thing_id = ${id}`, () => remove(tx, set, id))
    case "Sensors":
      return withSeries(tx, sql`sensor_id = ${id}`, () => remove(tx, set, id))
    case "ObservedProperties":
      return withSeries(
        tx,
        sql`property_id = ${id} or id in (select datastream_id from sense.multi_datastream_property where property_id = ${id})`,
        () => remove(tx, set, id),
      )
    case "Datastreams":
    case "MultiDatastreams":
      return withSeries(tx, sql`id = ${id}`, async () => {})
    case "Locations":
      await sql`
        delete from sense.historical_location where id in (
          select historical_location_id from sense.historical_location_location where location_id = ${id})`.execute(tx)
      await sql`
        update sense.thing set area = null, area_zh = null, area_en = null
        where id in (select thing_id from sense.thing_location where location_id = ${id})
          and not exists (
            select 1 from sense.thing_location other join sense.location l on l.id = other.location_id
            where other.thing_id = thing.id and other.location_id <> ${id} and l.at is not null)`.execute(tx)
      await remove(tx, set, id)
      return { datastreams: [], touched: [] }
    case "FeaturesOfInterest": {
      const { rows } = await sql<{ datastream_id: number }>`
        select datastream_id from sense.datastream_feature where feature_id = ${id}`.execute(tx)
      const touched = rows.map(({ datastream_id }) => datastream_id)
      await removeObservations(tx, sql`datastream_id = any(${touched}::int[]) and feature_id = ${id}`)
      await remove(tx, set, id)
      return { datastreams: [], touched }
    }
    case "Observations": {
      const { datastreams: touched } = await removeObservations(tx, sql`id = ${id}::int8`)
      return { datastreams: [], touched }
    }
    case "HistoricalLocations":
      await remove(tx, set, id)
      return { datastreams: [], touched: [] }
  }
}

async function withSeries(
  tx: Transaction<unknown>,
  which: RawBuilder<unknown>,
  removeRest: () => Promise<void>,
): Promise<Deleted> {
  const { rows } = await sql<{ id: number }>`select id from sense.datastream where ${which}`.execute(tx)
  const datastreams = rows.map(({ id }) => id)
  await removeSeries(tx, datastreams)
  await sql`delete from sense.datastream where id = any(${datastreams}::int[])`.execute(tx)
  await removeRest()
  return { datastreams, touched: [] }
}

async function remove(tx: Transaction<unknown>, set: EntitySet, id: number): Promise<void> {
  await sql`delete from ${tableOf(set)} where id = ${id}::int8`.execute(tx)
}
