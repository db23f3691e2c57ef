import type { ThreadDoor } from "../../platform/thread/index.ts"
import type { CityModule, World } from "../../platform/world/index.ts"
import { describe } from "./describe.ts"
import { reviewRoutes } from "./http/review-routes.ts"
import { type LedgerContext, ledgerRoutes } from "./ledger/index.ts"
import { openReviews } from "./open-review.ts"

export interface LearnModule extends CityModule {
  /** Waits until each incident that is closed has its review. For tests and for a drill that jumps ahead. */
  caughtUp(): Promise<void>
}

/** Starts what a city learns from: the review of each incident, from the log and the thread, and the ledger of its warnings. */
export async function startLearn(options: {
  readonly world: World
  readonly thread: ThreadDoor
  readonly ledger: LedgerContext
  readonly onError: (error: unknown) => void
}): Promise<LearnModule> {
  const { world, thread, ledger, onError } = options
  const following = await openReviews(world, onError)
  return {
    routes: [
      { prefix: "/api", plugin: reviewRoutes({ world, thread }) },
      { prefix: "/api", plugin: ledgerRoutes(ledger) },
    ],
    caughtUp: () => following.caughtUp(),
    describe: (records) => describe(world, records),
    stop: () => following.stop(),
  }
}
