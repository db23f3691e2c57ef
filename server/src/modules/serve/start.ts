import path from "node:path"
import { setInterval } from "node:timers"
import type { Bilingual } from "@holdfast/contracts"
import { type Clock, systemClock } from "@holdfast/kernel"
import type { CityModule, World } from "../../platform/world/index.ts"
import { describe } from "./describe.ts"
import { type Forgotten, forget } from "./forget.ts"
import { requestRoutes } from "./http/request-routes.ts"
import { residentPages } from "./http/resident-pages.ts"
import type { Places } from "./places.ts"
import { openCodeHash } from "./store/code-hash.ts"
import { PhotoDrafts } from "./store/photo-drafts.ts"
import { Photos } from "./store/photos.ts"

export interface ServeModule extends CityModule {
  /** Forgets what is due at `now`: contacts 30 days after closing, requests after a year. To be called once a day. */
  forget(now: Date): Promise<Forgotten>
}

const SWEEP_MS = 5 * 60_000

/**
 * Starts what residents use.
 *
 * @param options.blobFolder where photos are kept, apart from the database
 * @param options.drill the name of the drill, for the bar on each page; absent where it is real
 * @param options.wall the machine's clock, by which a form that nobody sends runs out; no drill makes an hour shorter for it
 */
export async function startServe(options: {
  readonly world: World
  readonly places: Places
  readonly blobFolder: string
  readonly city: Bilingual
  readonly timeZone: string
  readonly drill?: Bilingual | undefined
  readonly wall?: Clock
}): Promise<ServeModule> {
  const { world, places, city, timeZone, drill, wall = systemClock } = options
  const context = {
    world,
    photos: await Photos.open(options.blobFolder),
    drafts: await PhotoDrafts.open(options.blobFolder),
    hashCode: openCodeHash(path.join(world.dataFolder, "keys")),
  }
  await context.drafts.sweep(wall.now())
  // A failed sweep is tried again; what is over opens for nobody in the meantime.
  const sweeping = setInterval(() => void context.drafts.sweep(wall.now()).catch(() => {}), SWEEP_MS).unref()
  return {
    routes: [
      { prefix: "/api", plugin: requestRoutes(context, places) },
      { prefix: "", plugin: residentPages({ context, places, city, timeZone, drill }, () => wall.now()) },
    ],
    forget: (now) => forget(context, now),
    describe: (records) => describe(world, timeZone, records),
    stop: async () => clearInterval(sweeping),
  }
}
