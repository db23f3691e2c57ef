import { KNOWN_EVENTS_MAX, type KnownEvent } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { countEvents, dropEvent, putEvents } from "./store/event-store.ts"

/** Keeps what is known to have happened; twice the same changes nothing. Gives how many were new or changed. Throws `SENSE_EVENTS_TOO_MANY`. */
export async function keepEvents(world: World, actor: Actor, hazard: string, events: readonly KnownEvent[]): Promise<number> {
  if (events.length === 0) return 0
  return world.transact(async (tx) => {
    const changed = await putEvents(tx.db, { hazard, events, at: tx.now, role: actor.role })
    if ((await countEvents(tx.db, hazard)) > KNOWN_EVENTS_MAX) throw senseErrors.EVENTS_TOO_MANY({ limit: KNOWN_EVENTS_MAX })
    const body = { hazard, given: events.length, changed }
    tx.record({ module: "sense", verb: "keep-events", record: newId(), actor, retention: "staff-action", body })
    return changed
  })
}

/** Takes one out of the list. Throws `SENSE_EVENT_NOT_FOUND`. */
export async function forgetEvent(world: World, actor: Actor, id: string): Promise<void> {
  await world.transact(async (tx) => {
    if (!(await dropEvent(tx.db, id))) throw senseErrors.EVENT_NOT_FOUND({ id })
    tx.record({ module: "sense", verb: "forget-event", record: id, actor, retention: "staff-action", body: {} })
  })
}
