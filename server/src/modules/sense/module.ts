import type { AreaRef, LonLat, ObservedProperty, Signal } from "@holdfast/contracts"
import type { CityModule, World } from "../../platform/world/index.ts"
import { createStations, type NewStation } from "./create-stations.ts"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import { checkObservation } from "./domain/observation.ts"
import { senseErrors } from "./errors.ts"
import { forgetMutes } from "./forget-mutes.ts"
import { forgetTrails } from "./forget-trails.ts"
import { SENSORTHINGS_PREFIX, sensorThingsRoutes } from "./http/sensorthings-routes.ts"
import { signalRoutes } from "./http/signal-routes.ts"
import { soundRoutes } from "./http/sound-routes.ts"
import { stationRoutes } from "./http/station-routes.ts"
import { Ingest } from "./ingest.ts"
import type { HazardRule } from "./memory.ts"
import { parseMessage } from "./mqtt/message.ts"
import { describeSignals, getSignal, readSignals } from "./read-signals.ts"
import { loadCatalogue } from "./store/catalogue-store.ts"
import { updateRegister } from "./update-register.ts"

const HOUR_MS = 60 * 60_000

export interface NewObservation {
  /** The key of a datastream. */
  readonly datastream: string
  readonly phenomenonTime: Date
  readonly resultTime: Date
  readonly result: number | null
}

export interface SenseOptions {
  readonly world: World
  readonly rules: readonly HazardRule[]
  /** The register: nothing else can be measured. */
  readonly properties: readonly ObservedProperty[]
  /** The smallest area that holds a point; undefined outside the city. */
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Where links to entities lead; without it to the address that was asked. */
  readonly publicUrl?: string | undefined
  /** A commit that failed; its callers were told as well. */
  readonly onError: (error: unknown) => void
}

export interface SenseModule extends CityModule {
  createStations(stations: readonly NewStation[]): Promise<void>
  /** Whether anything is measured in this city yet. */
  hasStations(): boolean
  /** Resolves after the commit. Throws `SENSE_BUSY`, `SENSE_BATCH_TOO_LARGE`, and what a single measurement throws; then nothing is stored. */
  ingest(batch: readonly NewObservation[]): Promise<{ stored: number; duplicates: number; corrected: number }>
  /** One message of a device; resolves after the commit. */
  acceptMessage(message: { readonly topic: string; readonly payload: Uint8Array }): Promise<void>
  /** Judges the rules about missing data, and each hour forgets where what moves was a day ago. */
  sweep(now: Date): Promise<void>
  /** Gives up the months of measurements that are over for 400 days: once a day. Gives those that went, such as `2025-06`. */
  forget(now: Date): Promise<string[]>
  getSignal(id: string): Promise<Signal>
  listSignals(options: { readonly states?: readonly Signal["state"][]; readonly limit?: number }): Promise<Signal[]>
}

/** Brings the register up to date, loads what is measured and what the rules remember, and opens the doors. */
export async function startSense({ world, rules, properties, areaOf, publicUrl, onError }: SenseOptions): Promise<SenseModule> {
  let catalogue: Catalogue = await loadCatalogue(world.db.query)
  await updateRegister(world, catalogue, properties)
  catalogue = await loadCatalogue(world.db.query)
  const current = () => catalogue
  const ingest = new Ingest({ world, rules, catalogue: current, onError })
  await ingest.start()
  const refresh = async () => {
    catalogue = await loadCatalogue(world.db.query)
    await ingest.refresh()
  }
  const changed = (fresh: Catalogue) => {
    catalogue = fresh
  }
  let trailsAt = Number.NEGATIVE_INFINITY
  const getDatastream = (key: string): Datastream => {
    const datastream = catalogue.datastreamByKey.get(key)
    if (!datastream) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: key })
    return datastream
  }
  return {
    routes: [
      { prefix: "/api", plugin: signalRoutes(world) },
      { prefix: "/api", plugin: soundRoutes(world) },
      { prefix: "/api", plugin: stationRoutes({ world, catalogue: current, ingest, rules }) },
      {
        prefix: SENSORTHINGS_PREFIX,
        plugin: sensorThingsRoutes({ world, catalogue: current, ingest, areaOf, changed, publicUrl }),
      },
    ],
    describe: (records) => describeSignals(world, records),
    stop: () => ingest.stop(),
    hasStations: () => catalogue.things.size > 0,
    createStations: async (stations) => {
      await createStations(world, catalogue, stations)
      await refresh()
    },
    ingest: async (batch) => {
      const now = world.clock.now()
      const rows = batch.map(({ datastream, phenomenonTime, resultTime, result }) =>
        checkObservation(getDatastream(datastream), { at: phenomenonTime, resultAt: resultTime, result }, now),
      )
      const counts = { stored: 0, duplicate: 0, corrected: 0 }
      for (const { kind } of await ingest.add(rows)) counts[kind] += 1
      return { stored: counts.stored, duplicates: counts.duplicate, corrected: counts.corrected }
    },
    acceptMessage: async (message) => void (await ingest.add([parseMessage(message, catalogue, world.clock.now())])),
    sweep: async (now) => {
      if (now.getTime() - trailsAt >= HOUR_MS) {
        trailsAt = now.getTime()
        if ((await forgetTrails(world, now)) > 0) ingest.placesChanged()
      }
      await ingest.sweep(now)
    },
    forget: async (now) => {
      await forgetMutes(world, now)
      return ingest.forget(now)
    },
    getSignal: (id) => getSignal(world, id),
    listSignals: (options) => readSignals(world, options),
  }
}
