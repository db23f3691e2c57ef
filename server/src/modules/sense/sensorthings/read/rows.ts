import type { EntitySet } from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import { column, extent, observedArea, type Scope } from "./tables.ts"

type Sql = RawBuilder<unknown>

/** A row as the database gives it, before it becomes an entity. */
export type EntityRow = { readonly id: number; readonly [column: string]: unknown }

const named = ["name_zh", "name_en", "description_zh", "description_en"]
const series = ["key", "observation_type", "unit", "data_types", "properties", "property_id"]

const columns: Readonly<Record<EntitySet, readonly string[]>> = {
  Things: [...named, "key", "kind", "area", "mobility", "is_household", "properties"],
  Locations: [...named, "encoding_type", "location", "properties"],
  HistoricalLocations: ["at"],
  Datastreams: [...named, ...series],
  MultiDatastreams: [...named, ...series],
  Sensors: ["name", "description", "encoding_type", "metadata", "properties"],
  ObservedProperties: [...named, "key", "definition", "unit", "result", "subject", "properties"],
  Observations: ["datastream_id", "phenomenon_at", "phenomenon_until", "result_at", "result", "feature_id", "detail"],
  FeaturesOfInterest: [...named, "encoding_type", "feature", "properties"],
}

/** What a series says about its measurements; asked for only where it is shown. */
export const computedProperties = ["phenomenonTime", "resultTime", "observedArea"] as const
export type ComputedProperty = (typeof computedProperties)[number]

/** What is read of each row. */
export function selected(set: EntitySet, { alias }: Pick<Scope, "alias">, computed: readonly ComputedProperty[]): Sql {
  const plain = ["id", ...columns[set]].map((name) => column(alias, name))
  if (set !== "Datastreams" && set !== "MultiDatastreams") return sql.join(plain)
  const more = computed.flatMap((property): Sql[] => {
    if (property === "observedArea") return [sql`st_asgeojson(${observedArea(alias)}, 9)::jsonb as observed_area`]
    const name = property === "phenomenonTime" ? "phenomenon" : "result"
    const { from, until } = extent(alias, name)
    return [sql`${from} as ${sql.ref(`${name}_from`)}`, sql`${until} as ${sql.ref(`${name}_until`)}`]
  })
  return sql.join([...plain, ...more])
}
