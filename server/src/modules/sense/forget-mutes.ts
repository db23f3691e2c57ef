import type { World } from "../../platform/world/index.ts"
import { forgetRows } from "./forget-rows.ts"
import { dropMutesOverSince } from "./store/mute-store.ts"

/** Who was silent is a matter of the shift; the log keeps its entry as every act of staff. */
const KEPT_MS = 24 * 60 * 60_000

/** Deletes what was over a day ago: a console asks only for what holds now. */
export async function forgetMutes(world: World, now: Date): Promise<void> {
  const limit = new Date(now.getTime() - KEPT_MS)
  await forgetRows(world, async (tx) => ({ mutes: await dropMutesOverSince(tx, limit) }))
}
