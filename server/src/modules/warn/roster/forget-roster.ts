import { newId } from "@holdfast/kernel"
import { retentionDays } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { forgetCallsBefore } from "./store/call-store.ts"
import { deletePeopleUnchangedSince } from "./store/person-store.ts"

const DAY_MS = 86_400_000
/** A link answers as long as its warning may be in force; then it opens nothing. */
const LINKS_DAYS = 30

/** Whom nobody confirmed for three years, and calls as old, are forgotten. Gives how many rows went. */
export async function forgetRoster(world: World, now: Date): Promise<number> {
  const before = new Date(now.getTime() - retentionDays["staff-action"] * DAY_MS)
  return world.react(async (tx) => {
    const gone =
      (await deletePeopleUnchangedSince(tx.db, before)) +
      (await forgetCallsBefore(tx.db, { ringsBefore: new Date(now.getTime() - LINKS_DAYS * DAY_MS), callsBefore: before }))
    if (gone > 0) {
      const body = { rows: gone }
      tx.record({
        module: "warn",
        verb: "forget-roster",
        record: newId(),
        actor: { role: "system" },
        retention: "permanent",
        body,
      })
    }
    return gone
  })
}
