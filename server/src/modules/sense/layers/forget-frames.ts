import { newId } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import { dropFramesBefore, hasFramesBefore } from "./store/layer-store.ts"

/** Radar of last week is nothing to decide by. */
const KEPT_MS = 7 * 24 * 60 * 60_000

/** Deletes pictures that came more than seven days ago, and layers without any. */
export async function forgetFrames(world: World, now: Date): Promise<void> {
  const limit = new Date(now.getTime() - KEPT_MS)
  if (!(await hasFramesBefore(world.db.query, limit))) return
  await world.transact(async (tx) => {
    const body = { frames: await dropFramesBefore(tx.db, limit) }
    tx.record({ module: "sense", verb: "forget", record: newId(), actor: { role: "system" }, retention: "permanent", body })
  })
}
