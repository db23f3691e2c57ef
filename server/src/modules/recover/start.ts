import type { CityModule, World } from "../../platform/world/index.ts"
import { describe } from "./describe.ts"
import { outageRoutes } from "./http/outage-routes.ts"
import type { Places } from "./places.ts"

export type RecoverModule = CityModule

/** Starts the recovery of one city: its lifelines, what is out, and how it comes back. */
export async function startRecover({
  world,
  places,
}: {
  readonly world: World
  readonly places: Places
}): Promise<RecoverModule> {
  return {
    routes: [{ prefix: "/api", plugin: outageRoutes({ world, places }) }],
    describe: (records) => describe(world, places, records),
    stop: async () => {},
  }
}
