import type { World } from "../../platform/world/index.ts"
import { TRAIL_MS } from "./domain/trail.ts"
import { forgetRows } from "./forget-rows.ts"
import { dropTrails } from "./store/trail-store.ts"

/** Forgets where units and buoys were more than a day ago, also where they still are said to be. Gives how many places went. */
export function forgetTrails(world: World, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - TRAIL_MS)
  return forgetRows(world, async (tx) => ({ places: await dropTrails(tx, limit) }), { verb: "forget-trails" })
}
