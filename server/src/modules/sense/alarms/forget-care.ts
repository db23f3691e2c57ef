import { retentionDays } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { forgetRows } from "../forget-rows.ts"
import { dropAssigned } from "./store/care-store.ts"
import { dropComments } from "./store/comment-store.ts"

const DAY_MS = 86_400_000

/** After three years who had a signal becomes a role, and what was written beside it goes. */
export async function forgetCare(world: World, now: Date): Promise<void> {
  const limit = new Date(now.getTime() - retentionDays["staff-action"] * DAY_MS)
  await forgetRows(world, async (tx) => ({ named: await dropAssigned(tx, limit), comments: await dropComments(tx, limit) }))
}
