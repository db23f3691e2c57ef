import type { World } from "../../platform/world/index.ts"
import type { Outage } from "./domain/outage.ts"
import { recoverErrors } from "./errors.ts"
import { findOutage, listOutages } from "./store/outage-store.ts"

const OUTAGES_MAX = 200

/** Running outages and the newest restored ones, at most 200, and the position from which a live stream goes on. */
export async function readOutages(world: World): Promise<{ position: number; outages: Outage[] }> {
  const position = world.log.position
  return { position, outages: await listOutages(world.db.query, OUTAGES_MAX) }
}

/** Throws `RECOVER_OUTAGE_NOT_FOUND`. */
export async function readOutage(world: World, id: string): Promise<Outage> {
  const outage = await findOutage(world.db.query, id)
  if (!outage) throw recoverErrors.OUTAGE_NOT_FOUND({ outage: id })
  return outage
}
