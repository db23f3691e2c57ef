import type { Site } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import type { NewArea } from "./domain/area-tree.ts"
import type { BaseFeature, Terrain } from "./domain/base-map.ts"
import { placesErrors } from "./errors.ts"
import { countAreas, putAreas } from "./store/area-store.ts"
import { putBaseMap, putTerrain } from "./store/base-map-store.ts"
import { putSites } from "./store/site-store.ts"

export interface FoundedCity {
  readonly areas: readonly NewArea[]
  readonly sites: readonly Site[]
  readonly features: readonly BaseFeature[]
  readonly terrain: Terrain
  /** From which it was made, so that the log tells which city this is. */
  readonly origin: { readonly seed: number; readonly people: number }
}

/** Founds a made-up city in a world that has none, all in one transaction. Throws `PLACES_NOT_EMPTY` when it has one. */
export function foundCity(world: World, city: FoundedCity): Promise<void> {
  return world.transact(async (tx) => {
    const count = await countAreas(tx.db)
    if (count > 0) throw placesErrors.NOT_EMPTY({ count })
    await putAreas(tx.db, city.areas)
    await putSites(tx.db, city.sites)
    await putBaseMap(tx.db, city.features)
    await putTerrain(tx.db, city.terrain)
    tx.record({
      module: "places",
      verb: "generate-demo-city",
      record: newId(),
      actor: { role: "system" },
      retention: "permanent",
      body: { ...city.origin, areas: city.areas.length, sites: city.sites.length },
    })
  })
}
