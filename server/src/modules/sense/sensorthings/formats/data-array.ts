import type { Json } from "@holdfast/kernel"
import { type Query, Refused } from "@holdfast/sensorthings"
import { type EntityRow, type Page, propertiesOf, type Rendering } from "../read/index.ts"

const always = ["id", "phenomenonTime", "resultTime", "result"]
const seldom = ["resultQuality", "validTime", "parameters"]

/**
 * The Observations of a page, grouped by their series, as rows under the names of their columns (OGC 18-088, 13.1; check 100).
 * Columns that few have stand there when one of the group has them; `$select` says exactly which.
 */
export function dataArrayGroups(rendering: Rendering, page: Page, query: Query): Json[] {
  const selected = query.select && selectedColumns(query.select)
  return [...Map.groupBy(page.rows, ({ datastream_id }) => datastream_id as number)].map(([series, rows]) => {
    const entities = rows.map((row) => ({ id: row.id, ...propertiesOf(rendering, "Observations", row) }) as Record<string, Json>)
    const used = seldom.filter((name) => entities.some((entity) => entity[name] !== undefined))
    const components = selected ?? [...always, ...used]
    const set = isMulti(rows[0]!) ? "MultiDatastreams" : "Datastreams"
    return {
      [`${set.slice(0, -1)}@iot.navigationLink`]: rendering.link(set, series),
      components,
      "dataArray@iot.count": rows.length,
      dataArray: entities.map((entity) => components.map((name) => entity[name] ?? null)),
    }
  })
}

function selectedColumns(select: NonNullable<Query["select"]>): string[] | undefined {
  const names = select.map(({ segments }) => (segments[0] === "@iot.id" ? "id" : segments.join("/")))
  if (names.includes("*")) return undefined
  const other = names.find((name) => !always.includes(name) && !seldom.includes(name))
  if (other !== undefined) throw new Refused("$select", other, "one-of", { known: [...always, ...seldom].join(", ") })
  return names
}

function isMulti(row: EntityRow): boolean {
  return Array.isArray((row["detail"] as { result?: unknown } | null)?.result)
}
