import type { Incident, Warning } from "@holdfast/contracts"
import type { Packs } from "../../platform/packs/index.ts"
import type { CityModule, World } from "../../platform/world/index.ts"
import { describe } from "./describe.ts"
import { toIncidentContract } from "./domain/contract.ts"
import { followWarnings } from "./follow-warnings.ts"
import { forget } from "./forget.ts"
import { incidentRoutes } from "./http/incident-routes.ts"
import { journalRoutes } from "./http/journal-routes.ts"
import { readIncident } from "./read-incidents.ts"

export interface RespondModule extends CityModule {
  /** Throws `RESPOND_INCIDENT_NOT_FOUND`. */
  getIncident(id: string): Promise<Incident>
  /** Waits until all that happened to warnings so far was answered. For tests and for a drill that jumps ahead. */
  caughtUp(): Promise<void>
  /** Deletes notes whose retention is over at `now`; gives how many. To be called once a day. */
  forget(now: Date): Promise<number>
}

/** Starts the response of one city: it opens plans when a warning is sent, and ends incidents when it is lifted. */
export async function startRespond(options: {
  readonly world: World
  readonly warn: { readonly getWarning: (id: string) => Promise<Warning> }
  readonly packs: Packs
  readonly onError: (error: unknown) => void
}): Promise<RespondModule> {
  const { world, warn, packs, onError } = options
  const following = await followWarnings({ world, getWarning: (id) => warn.getWarning(id), packs, onError })
  return {
    routes: [
      { prefix: "/api", plugin: journalRoutes(world) },
      { prefix: "/api", plugin: incidentRoutes(world) },
    ],
    getIncident: async (id) => {
      const { incident, tasks } = await readIncident(world, id)
      return toIncidentContract(incident, tasks, world.clock.now())
    },
    caughtUp: () => following.caughtUp(),
    forget: (now) => forget(world, now),
    describe: (records) => describe(world, records),
    stop: () => following.stop(),
  }
}
