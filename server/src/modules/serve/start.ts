import path from "node:path"
import type { Bilingual } from "@holdfast/contracts"
import type { CityModule, World } from "../../platform/world/index.ts"
import { describe } from "./describe.ts"
import { type Forgotten, forget } from "./forget.ts"
import { reportPages } from "./http/report-pages.ts"
import { requestRoutes } from "./http/request-routes.ts"
import type { Places } from "./places.ts"
import { openCodeHash } from "./store/code-hash.ts"
import { Photos } from "./store/photos.ts"

export interface ServeModule extends CityModule {
  /** Forgets what is due at `now`: contacts 30 days after closing, requests after a year. To be called once a day. */
  forget(now: Date): Promise<Forgotten>
}

/**
 * Starts what residents use.
 *
 * @param options.blobFolder where photos are kept, apart from the database
 * @param options.drill the name of the drill, for the bar on each page; absent where it is real
 */
export async function startServe(options: {
  readonly world: World
  readonly places: Places
  readonly blobFolder: string
  readonly city: Bilingual
  readonly timeZone: string
  readonly drill?: string | undefined
}): Promise<ServeModule> {
  const { world, places, city, timeZone, drill } = options
  const context = {
    world,
    photos: await Photos.open(options.blobFolder),
    hashCode: openCodeHash(path.join(world.dataFolder, "keys")),
  }
  return {
    routes: [
      { prefix: "/api", plugin: requestRoutes(context, places) },
      { prefix: "", plugin: reportPages({ context, places, city, timeZone, drill }) },
    ],
    forget: (now) => forget(context, now),
    describe: (records) => describe(world, records),
    stop: async () => {},
  }
}
