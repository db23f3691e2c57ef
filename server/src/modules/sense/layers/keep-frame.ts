import { createHash } from "node:crypto"
import type { LayerAbout } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { Frame } from "./read-frame.ts"
import { countOtherLayers, putFrame, putLayer, trimFrames } from "./store/layer-store.ts"

/** Layers of one city: more than anybody looks at. */
export const LAYERS_MAX = 20
/** Pictures of a layer: twelve hours of radar every ten minutes, three days of hourly forecasts. */
export const FRAMES_MAX = 72
/** All pictures together. The oldest go first. */
export const ALL_MAX_BYTES = 256 * 1024 * 1024

/**
 * Keeps a picture; what goes beyond the limits gives way. False when it is there already. Throws `SENSE_LAYERS_TOO_MANY`, and
 * `SENSE_LAYER_OTHER_KIND` for shapes in a layer of images or the other way round.
 */
export async function keepFrame(tx: WorldTransaction, about: LayerAbout, frame: Frame): Promise<boolean> {
  if ((await countOtherLayers(tx.db, about.id)) >= LAYERS_MAX) throw senseErrors.LAYERS_TOO_MANY({ limit: LAYERS_MAX })
  const kind = await putLayer(tx.db, about, frame.kind)
  if (kind !== frame.kind) throw senseErrors.LAYER_OTHER_KIND({ layer: about.id, kind })
  const hash = createHash("sha256").update(frame.content).digest()
  const isNew = await putFrame(tx.db, about.id, { ...frame, id: newId(), hash, receivedAt: tx.now })
  await trimFrames(tx.db, { layer: about.id, frames: FRAMES_MAX, bytes: ALL_MAX_BYTES })
  return isNew
}
