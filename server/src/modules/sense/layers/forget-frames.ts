import type { World } from "../../../platform/world/index.ts"
import { forgetRows } from "../forget-rows.ts"
import { dropFramesBefore } from "./store/layer-store.ts"

/** Radar of last week is nothing to decide by. */
const KEPT_MS = 7 * 24 * 60 * 60_000

/** Deletes pictures that came more than seven days ago, and layers without any. */
export async function forgetFrames(world: World, now: Date): Promise<void> {
  const limit = new Date(now.getTime() - KEPT_MS)
  await forgetRows(world, async (tx) => ({ frames: await dropFramesBefore(tx, limit) }))
}
