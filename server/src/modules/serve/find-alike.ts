import type { World } from "../../platform/world/index.ts"
import { alikeSince } from "./domain/request.ts"
import { findAlike as findAlikeSince } from "./store/request-store.ts"

/**
 * Has somebody reported this kind of problem in this street within a week, and is it not finished? Gives when, of which only the
 * day may be shown: no words, no photo, no number of them.
 */
export function findAlike(world: World, { category, area }: { category: string; area: string }): Promise<Date | undefined> {
  return findAlikeSince(world.db.query, { category, area, since: alikeSince(world.clock.now()) })
}
