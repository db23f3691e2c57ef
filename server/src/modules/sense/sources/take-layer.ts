import type { World } from "../../../platform/world/index.ts"
import { type LayerMapping, takeFrame } from "../layers/index.ts"
import type { Taker } from "./source.ts"

/** Keeps the pictures that a source brings as a layer under the map. */
export function layerTaker(world: World, layer: LayerMapping): Taker {
  return async ({ bytes, modifiedAt }) => {
    const taken = await takeFrame(world, layer, { bytes, modifiedAt })
    if (typeof taken === "string") return { stored: 0, doubles: 0, refused: [taken] }
    return { stored: taken.isNew ? 1 : 0, doubles: taken.isNew ? 0 : 1, refused: [], newestAt: taken.validAt }
  }
}
