import { type Kysely, sql, type Transaction } from "kysely"

export interface Features {
  /** For each series the feature that its measurements are about when they name none. */
  readonly ofSeries: ReadonlyMap<number, number>
  /** Those that were made now. */
  readonly made: readonly number[]
}

/**
 * The features of the places where the Things of these series stand; made where there is none yet, so that the second measurement
 * finds the first one's (check 32). A series whose Thing stands nowhere that GeoJSON can say is missing in the answer.
 */
export async function featuresOf(tx: Transaction<unknown>, datastreams: readonly number[]): Promise<Features> {
  const made = await sql<{ id: number }>`
    insert into sense.feature_of_interest
      (name_zh, name_en, description_zh, description_en, encoding_type, feature, at, location_id)
    select l.name_zh, l.name_en, l.description_zh, l.description_en, l.encoding_type, l.location, l.at, l.id
    from sense.location l
    where l.id in (${standing(datastreams)})
    on conflict (location_id) do nothing
    returning id`.execute(tx)
  const { rows } = await sql<{ datastream: number; feature: number }>`
    select s.datastream, f.id as feature
    from (${standingWith(datastreams)}) s
    join sense.feature_of_interest f on f.location_id = s.location`.execute(tx)
  return {
    ofSeries: new Map(rows.map(({ datastream, feature }) => [datastream, feature])),
    made: made.rows.map(({ id }) => id),
  }
}

/** Notes which features a series has measurements of. */
export async function noteFeatures(tx: Transaction<unknown>, pairs: readonly (readonly [number, number])[]): Promise<void> {
  await sql`
    insert into sense.datastream_feature (datastream_id, feature_id)
    select noted.datastream, noted.feature
    from unnest(${pairs.map(([datastream]) => datastream)}::int[], ${pairs.map(([, feature]) => feature)}::int[])
      as noted (datastream, feature)
    -- One that was deleted while the measurement waited must not fail all that share its commit.
    where exists (select 1 from sense.feature_of_interest f where f.id = noted.feature)
      and exists (select 1 from sense.datastream d where d.id = noted.datastream)
    on conflict do nothing`.execute(tx)
}

function standingWith(datastreams: readonly number[]) {
  return sql`
    select distinct on (d.id) d.id as datastream, l.id as location
    from sense.datastream d
    join sense.thing_location tl on tl.thing_id = d.thing_id
    join sense.location l on l.id = tl.location_id and l.at is not null
    where d.id = any(${datastreams}::int[])
    order by d.id, l.id`
}

function standing(datastreams: readonly number[]) {
  return sql`select s.location from (${standingWith(datastreams)}) s`
}

/** Those of the given features that are not there. */
export async function findMissingFeatures(db: Kysely<unknown>, features: readonly number[]): Promise<ReadonlySet<number>> {
  if (features.length === 0) return new Set()
  const { rows } = await sql<{ id: number }>`
    select asked.id::int8 as id from unnest(${features}::int8[]) as asked (id)
    where not exists (select 1 from sense.feature_of_interest f where f.id = asked.id)`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
