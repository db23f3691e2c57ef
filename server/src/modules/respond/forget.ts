import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { deleteNotes } from "./store/journal-store.ts"
import { clearTaskNotes } from "./store/task-store.ts"

const STAFF_ACTION_YEARS = 3

/** Forgets what people on duty wrote when its three years are over. Gives how many texts went. */
export function forget(world: World, now: Date): Promise<number> {
  const before = new Date(now)
  before.setUTCFullYear(now.getUTCFullYear() - STAFF_ACTION_YEARS)
  return world.react(async (tx) => {
    const gone = (await deleteNotes(tx.db, before)) + (await clearTaskNotes(tx.db, before))
    if (gone > 0) {
      const actor = { role: "system" }
      tx.record({ module: "respond", verb: "forget", record: newId(), actor, retention: "permanent", body: { texts: gone } })
    }
    return gone
  })
}
