import type { LayerAbout } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { CELLS_MAX } from "./domain/grid.ts"
import { keepFrame } from "./keep-frame.ts"
import { FRAME_MAX_BYTES, type FrameGiven, PIXELS_MAX, readFrame } from "./read-frame.ts"
import { dropLayer } from "./store/layer-store.ts"

/** What the words of the rules need. */
const limits = { limitBytes: FRAME_MAX_BYTES, limitPixels: PIXELS_MAX, limitCells: CELLS_MAX }

/** An engineer puts a picture under the map. Throws `SENSE_FRAME_REFUSED` with the rule that it breaks, and what `keepFrame` throws. */
export async function uploadFrame(world: World, actor: Actor, about: LayerAbout, given: FrameGiven): Promise<void> {
  const frame = await readFrame(given)
  if (typeof frame === "string") throw senseErrors.FRAME_REFUSED({ format: given.format, rule: frame, ...limits })
  await world.transact(async (tx) => {
    await keepFrame(tx, about, frame)
    const body = { layer: about.id, validAt: frame.validAt.toISOString() }
    tx.record({ module: "sense", verb: "upload-layer", record: newId(), actor, retention: "staff-action", body })
  })
}

/** Takes a layer from the map, with all its pictures. Throws `SENSE_LAYER_NOT_FOUND`. */
export async function deleteLayer(world: World, actor: Actor, layer: string): Promise<void> {
  await world.transact(async (tx) => {
    if (!(await dropLayer(tx.db, layer))) throw senseErrors.LAYER_NOT_FOUND({ layer })
    tx.record({ module: "sense", verb: "delete-layer", record: newId(), actor, retention: "staff-action", body: { layer } })
  })
}
