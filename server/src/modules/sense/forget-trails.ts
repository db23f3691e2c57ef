import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { TRAIL_MS } from "./domain/trail.ts"
import { dropTrails } from "./store/trail-store.ts"

/** Forgets where units and buoys were more than a day ago, also where they still are said to be. Gives how many places went. */
export function forgetTrails(world: World, now: Date): Promise<number> {
  return world.react(async (tx) => {
    const places = await dropTrails(tx.db, new Date(now.getTime() - TRAIL_MS))
    if (places > 0) {
      const entry = { module: "sense", verb: "forget-trails", record: newId(), actor: { role: "system" } }
      tx.record({ ...entry, retention: "permanent", body: { places } })
    }
    return places
  })
}
