import type { World } from "../../../platform/world/index.ts"
import { escalateSignals } from "./escalate-signals.ts"
import { endShelves } from "./shelve-signal.ts"

export { escalatesAt } from "./domain/escalation.ts"
export { forgetCare } from "./forget-care.ts"
export { inboxRoutes } from "./http/inbox-routes.ts"
export { signalRoutes } from "./http/signal-routes.ts"
export { nobody, type OnDutyPerson, type People } from "./people.ts"
export { findCause } from "./store/cause-store.ts"

/** What is due by the world's clock: shelves that end, and roles that are called. */
export async function sweepAlarms(world: World, now: Date): Promise<void> {
  await endShelves(world, now)
  await escalateSignals(world, now)
}
