import {
  type AreaRef,
  KNOWN_EVENTS_MAX,
  type KnownEvent,
  type LonLat,
  type ObservedProperty,
  type OutsideAlert,
  type PackRule,
  type Signal,
} from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { CityModule, World } from "../../platform/world/index.ts"
import { findCause, forgetCare, inboxRoutes, nobody, type People, signalRoutes, sweepAlarms } from "./alarms/index.ts"
import { createStations, type NewStation } from "./create-stations.ts"
import { credentialRoutes, DeviceDoor } from "./devices/index.ts"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import { checkObservation } from "./domain/observation.ts"
import { senseErrors } from "./errors.ts"
import { forecastRoutes } from "./forecasts/index.ts"
import { forgetAnswers } from "./forget-answers.ts"
import { forgetMutes } from "./forget-mutes.ts"
import { forgetShortLived } from "./forget-short-lived.ts"
import { forgetTrails } from "./forget-trails.ts"
import { noOthers, type Others, startFromOthers } from "./from-others.ts"
import { SENSORTHINGS_PREFIX, sensorThingsRoutes } from "./http/sensorthings-routes.ts"
import { soundRoutes } from "./http/sound-routes.ts"
import { stationRoutes } from "./http/station-routes.ts"
import { Ingest } from "./ingest.ts"
import { type DevicePages, devicePages, deviceRoutes } from "./installing/index.ts"
import type { HazardRule } from "./memory.ts"
import { loadFigures } from "./mqtt/load-figures.ts"
import { loadRoutes } from "./mqtt/load-routes.ts"
import { type MqttSide, startMqttSide } from "./mqtt/mqtt-side.ts"
import { findOfSignal, readAlerts, readOriginal, readRelayed } from "./outside/index.ts"
import { noPlanning, type Planning, planningRoutes } from "./planning.ts"
import { describeSignals, getSignal, readSignals } from "./read-signals.ts"
import { RollUps } from "./rollups/index.ts"
import { listCurrentRules, RuleBook, readRuleVersion } from "./rules/index.ts"
import type { WritingPath } from "./sensorthings/write/index.ts"
import type { SourceBook } from "./sources/index.ts"
import { loadCatalogue } from "./store/catalogue-store.ts"
import { listEvents } from "./trial/index.ts"
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
  /** Who is on duty; without it nobody is, and nobody is called. */
  readonly people?: People | undefined
  /** What planners need to write rules of this city; without it nobody writes any. */
  readonly planning?: Planning | undefined
  /** Where things outside lie, and what packs make of them; without it nothing outside is about this city. */
  readonly others?: Others | undefined
  /** Where links to entities lead; without it to the address that was asked. */
  readonly publicUrl?: string | undefined
  /** The language of what MQTT tells; without it the first of the city. */
  readonly language?: Language | undefined
  /** The addresses of MQTT, such as `mqtt://city.example:1883`; without it there is none. */
  readonly mqttEndpoints?: readonly string[] | undefined
  /** Whether reading needs staff or a device with the right. */
  readonly isReadingClosed?: boolean | undefined
  /** Where the days of the city begin and end; without it nobody types forecasts. */
  readonly timeZone?: string | undefined
  /** For the labels of devices and the page where they lead; without it there are none. */
  readonly devicePages?: DevicePages | undefined
  /** A commit that failed; its callers were told as well. */
  readonly onError: (error: unknown) => void
}

export interface SenseModule extends CityModule {
  createStations(stations: readonly NewStation[]): Promise<void>
  /** Whether anything is measured in this city yet. */
  hasStations(): boolean
  /** Resolves after the commit. Throws `SENSE_BUSY`, `SENSE_BATCH_TOO_LARGE`, and what a single measurement throws; then nothing is stored. */
  ingest(batch: readonly NewObservation[]): Promise<{ stored: number; duplicates: number; corrected: number }>
  /** Where devices sign in. */
  readonly door: DeviceDoor
  readonly mqtt: MqttSide
  /** What does not speak SensorThings. Nothing is asked before it is started. */
  readonly sources: Pick<SourceBook, "start" | "reload">
  /** Judges the rules about missing data, ends shelves, calls the next role where nobody acknowledged, and each hour forgets where what moves was a day ago. */
  sweep(now: Date): Promise<void>
  /** Waits until everything that is settled is rolled up; `sweep` begins it and does not wait. */
  rollUp(now: Date): Promise<void>
  /**
   * Gives up measurements that lived as long as the register says, once they are rolled up: once a day. Gives the months that went
   * as a whole, such as `2025-06`.
   */
  forget(now: Date): Promise<string[]>
  getSignal(id: string): Promise<Signal>
  /** The rule behind a signal, in the version that fired; undefined for what no rule of measurements raised, and for one that is gone. */
  findRuleOf(signal: string): Promise<PackRule | undefined>
  /** What planners have recorded as having really happened in a span, newest first; at most `KNOWN_EVENTS_MAX`. */
  listKnownEvents(span: { readonly hazard: string; readonly from: Date; readonly to: Date }): Promise<KnownEvent[]>
  /** Alerts of others that are in force, worst first; at most 500. */
  listOutsideAlerts(): Promise<OutsideAlert[]>
  /** Those that are passed on to everybody: in force, touching this city, of sources that may be passed on; at most 100. */
  listRelayedAlerts(): Promise<OutsideAlert[]>
  /** One that is passed on, or was, exactly as it came. Throws `SENSE_OUTSIDE_ORIGINAL_NOT_FOUND`. */
  readRelayedOriginal(id: string): Promise<Uint8Array>
  /** The alert of others that a signal was raised from; undefined for a signal of measurements. */
  findOutsideAlertOf(signal: string): Promise<OutsideAlert | undefined>
  /** Where the thing of a datastream stands; undefined for one that is not known, or has no place. */
  placeOf(datastream: string): LonLat | undefined
  listSignals(options: { readonly states?: readonly Signal["state"][]; readonly limit?: number }): Promise<Signal[]>
}

/** Brings the register up to date, loads what is measured and what the rules remember, and opens the doors. */
export async function startSense(options: SenseOptions): Promise<SenseModule> {
  const { world, rules, properties, areaOf, people = nobody, planning = noPlanning, publicUrl, onError } = options
  let catalogue: Catalogue = await loadCatalogue(world.db.query)
  await updateRegister(world, catalogue, properties)
  catalogue = await loadCatalogue(world.db.query)
  const current = () => catalogue
  const book = new RuleBook(rules, await listCurrentRules(world.db.query))
  const ingest = new Ingest({
    world,
    rules: () => book.inForce,
    findArea: planning.findArea,
    catalogue: current,
    onStored: (rows) => mqtt.updates.stored(rows),
    onFeatures: (made) => mqtt.updates.touched(made.map((id) => ({ set: "FeaturesOfInterest", id }))),
    onError,
  })
  await ingest.start()
  const rollUps = new RollUps({ world, quiet: (work) => ingest.quiet(work), mark: (until) => ingest.mark(until), onError })
  const refresh = async () => {
    catalogue = await loadCatalogue(world.db.query)
    await ingest.refresh()
  }
  const door = new DeviceDoor(world)
  const changed: WritingPath["changed"] = (fresh, touched = []) => {
    catalogue = fresh
    door.forget()
    mqtt.updates.touched(touched)
  }
  const mqtt = startMqttSide({ ...options, catalogue: current, ingest, changed, door })
  const others = startFromOthers({ world, catalogue: current, ingest, door, planning, others: options.others ?? noOthers })
  const installing = { world, catalogue: current, ingest, areaOf, changed }
  const nextDayProperties = new Set(properties.filter(({ about }) => about === "next-day").map(({ id }) => id))
  const forecasting = { world, catalogue: current, ingest, properties: nextDayProperties }
  const curves = {
    ...{ world, catalogue: current, findArea: planning.findArea },
    ruleOf: (id: string, version: number) => readRuleVersion({ world, book }, id, version),
    partsOf: (hazard: string, rule: PackRule) => book.partsOf(hazard, rule),
  }
  let trailsAt = Number.NEGATIVE_INFINITY
  const getDatastream = (key: string): Datastream => {
    const datastream = catalogue.datastreamByKey.get(key)
    if (!datastream) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: key })
    return datastream
  }
  return {
    routes: [
      { prefix: "/api", plugin: signalRoutes({ world, people, curves }) },
      { prefix: "/api", plugin: inboxRoutes({ world, people }) },
      { prefix: "/api", plugin: soundRoutes(world) },
      { prefix: "/api", plugin: deviceRoutes(installing) },
      ...others.routes,
      { prefix: "/api", plugin: credentialRoutes(world, door) },
      { prefix: "/api", plugin: loadRoutes(mqtt) },
      ...(options.devicePages ? [{ prefix: "", plugin: devicePages(installing, options.devicePages) }] : []),
      { prefix: "/api", plugin: stationRoutes({ world, catalogue: current, ingest, rules: () => book.inForce }) },
      ...(options.timeZone ? [{ prefix: "/api", plugin: forecastRoutes({ ...forecasting, timeZone: options.timeZone }) }] : []),
      ...planningRoutes({ world, book, ingest, catalogue: current, planning }),
      {
        prefix: SENSORTHINGS_PREFIX,
        plugin: sensorThingsRoutes({
          ...{ world, catalogue: current, ingest, areaOf, changed, door, publicUrl },
          ...{ isReadingClosed: options.isReadingClosed ?? false, mqttEndpoints: options.mqttEndpoints ?? [] },
        }),
      },
    ],
    describe: async (records) => new Map([...(await describeSignals(world, records)), ...(await others.describe(records))]),
    figures: () => [...others.figures(), ...loadFigures(mqtt.load()), ...ingest.figures()],
    sources: others.sources,
    stop: async () => {
      await rollUps.stop()
      await others.sources.stop()
      await ingest.stop()
      await mqtt.updates.stop()
      await door.store({ atOnce: true })
    },
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
    door,
    mqtt,
    sweep: async (now) => {
      rollUps.kick(now)
      if (now.getTime() - trailsAt >= HOUR_MS) {
        trailsAt = now.getTime()
        if ((await forgetTrails(world, now)) > 0) ingest.placesChanged()
      }
      await ingest.sweep(now)
      await others.sweep(now)
      await door.store()
      // Where nobody works, such as in a replay, there is nobody to call.
      if (options.people) await sweepAlarms(world, now)
    },
    forget: async (now) => {
      await forgetMutes(world, now)
      await forgetAnswers(world, now)
      await forgetCare(world, now)
      await others.forget(now)
      const months = await ingest.forget(now)
      await forgetShortLived(world, now)
      return months
    },
    rollUp: (now) => rollUps.run(now),
    getSignal: (id) => getSignal(world, id),
    placeOf: (key) => {
      const thing = [...catalogue.datastreams.values()].find((datastream) => datastream.key === key)?.thing
      return thing && [...catalogue.locations.values()].find((location) => location.thing.number === thing.number)?.at
    },
    listOutsideAlerts: () => readAlerts(world.db.query, { isOver: false }),
    listRelayedAlerts: () => readRelayed(world.db.query, world.clock.now()),
    readRelayedOriginal: (id) => readOriginal(world.db.query, id, { isPublic: true }),
    findOutsideAlertOf: (signal) => findOfSignal(world.db.query, signal),
    findRuleOf: async (signal) => {
      const cause = await findCause(world.db.query, signal)
      return cause && curves.ruleOf(cause.rule, cause.version)
    },
    listKnownEvents: async (span) =>
      (await listEvents(world.db.query, { ...span, limit: KNOWN_EVENTS_MAX })).map(({ area, from, until, level }) => ({
        ...{ area, from, until },
        ...(level && { level }),
      })),
    listSignals: (options) => readSignals(world, options),
  }
}
