import type { ObservedProperty } from "@holdfast/contracts"
import { canonicalJson, newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import type { Catalogue, Property } from "./domain/catalogue.ts"
import { putProperty } from "./store/catalogue-store.ts"

/** Brings the register of observed properties to what the packs say. One that no pack names any more stays, with its series. */
export async function updateRegister(world: World, catalogue: Catalogue, properties: readonly ObservedProperty[]): Promise<void> {
  const known = new Map([...catalogue.properties.values()].map((property) => [property.id, written(property)]))
  const changed = new Map(
    properties.filter((property) => known.get(property.id) !== written(property)).map((property) => [property.id, property]),
  )
  if (changed.size === 0) return
  await world.transact(async (tx) => {
    for (const property of changed.values()) await putProperty(tx.db, property)
    tx.record({
      module: "sense",
      verb: "update-register",
      record: newId(),
      actor: { role: "system" },
      retention: "permanent",
      body: { properties: [...changed.keys()] },
    })
  })
}

function written({ id, name, unit, result, subject, keepDays, possible }: ObservedProperty | Property): string {
  const kept = { keepDays: keepDays ?? null, possible: possible ? { ...possible } : null }
  return canonicalJson({ id, name: { ...name }, unit, result, subject, ...kept })
}
