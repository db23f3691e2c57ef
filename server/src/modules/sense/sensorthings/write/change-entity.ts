import { type EntitySet, model } from "@holdfast/sensorthings"
import { refuse } from "../refuse.ts"
import { columnsOf } from "./columns.ts"
import type { Given, Purpose } from "./given.ts"
import { linkMany } from "./insert-entity.ts"
import { placeChanged } from "./places.ts"
import { requireAll, updateRow, type Writing } from "./writing.ts"

/** Columns that a replacement empties when the body leaves them out. */
const optional: Readonly<Partial<Record<EntitySet, readonly string[]>>> = {
  Things: ["properties"],
  Locations: ["properties"],
  Datastreams: ["properties"],
  MultiDatastreams: ["properties"],
  Sensors: ["properties"],
  ObservedProperties: ["properties"],
  FeaturesOfInterest: ["properties"],
}

const singles: Readonly<Record<string, string>> = { Thing: "thing_id", Sensor: "sensor_id", ObservedProperty: "property_id" }

/**
 * Changes one entity that is there: properties, and links to others. What is linked to many is added, not replaced (check 50); a
 * place replaces the one of its encoding, with history (check 55). Measurements are corrected by the ingest instead.
 */
export async function changeEntity(
  writing: Writing,
  id: number,
  given: Given,
  purpose: Exclude<Purpose, "create">,
): Promise<void> {
  const { set } = given
  const columns: Record<string, unknown> = columnsOf(given, purpose)
  if (purpose === "replace") for (const name of optional[set] ?? []) columns[name] ??= null
  for (const [name, ids] of given.links) {
    const relation = model[set].relations[name]!
    await requireAll(writing.tx, relation.set, ids, name)
    if (relation.many) continue
    const column = singles[name]
    if (column === undefined) throw refuse(name, ids[0], "relation-to-change")
    columns[column] = ids[0]
  }
  await updateRow(writing.tx, set, id, columns)
  writing.touched.push({ set, id })
  if (set === "Locations" && columns["at"] !== undefined) await placeChanged(writing, id)
  for (const [name, ids] of given.links) {
    const relation = model[set].relations[name]!
    if (!relation.many) continue
    if (model[relation.set].relations[relation.inverse]!.many) {
      await linkMany(writing, set, name, id, ids)
      continue
    }
    const column = singles[relation.inverse]
    if (column === undefined) throw refuse(name, ids[0], "measurements-stay")
    for (const other of ids) await updateRow(writing.tx, relation.set, other, { [column]: id })
  }
}
