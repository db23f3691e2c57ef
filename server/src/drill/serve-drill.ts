import type { Bilingual } from "@holdfast/contracts"
import { type AppError, newId, SimulatedClock, systemClock } from "@holdfast/kernel"
import type { City } from "../city.ts"
import { homeCity } from "../home-city.ts"
import type { NewStation } from "../modules/sense/index.ts"
import { openServedWorld } from "../open-served-world.ts"
import { openAppLog } from "../platform/app-log.ts"
import { Closers } from "../platform/closers.ts"
import type { Settings } from "../platform/config/index.ts"
import { findFreePort, keepToThisMachine, listen, originOf } from "../platform/http/index.ts"
import { openTemporaryWorld, takeWorldFolder, type World } from "../platform/world/index.ts"
import { askAs } from "./ask-as.ts"
import { Cast } from "./cast.ts"
import { type DrillState, drillRoutes } from "./drill-routes.ts"
import type { RealEvent } from "./real-events.ts"
import { DrillSchedule } from "./schedule.ts"
import { makeStorm } from "./storm.ts"

export interface DrillOptions {
  readonly webFolder: string
  readonly seed: number
  /** The clock's speed at the beginning: 0, 1, 60, or 600. */
  readonly speed: number
  /** Invented people play all roles, so that one visitor can watch the whole thread. */
  readonly play: boolean
  /** PostgreSQL may not make a database for the drill, so it runs on the embedded engine. */
  readonly onNotMade: (error: AppError) => void
}

export interface RunningDrill {
  readonly url: string
  readonly state: DrillState
  /** For the guard, which looks at what a played night leaves behind. */
  readonly world: World
  readonly city: Pick<City, "forget" | "sweep">
  /** The real city needs its people: shown above the bar on every page of the drill. */
  tell(event: RealEvent): void
  close(): Promise<void>
}

/** 22:00 in the demo city, so that the heavy rain comes in the small hours. */
const START = new Date("2026-07-30T14:00:00Z")
const NAME: Bilingual = { "zh-CN": "七月暴雨", en: "July rainstorm" }
const SWEEPS_H = 14
const MINUTE_MS = 60_000

/**
 * A drill: the whole city in a process of its own, with its own data, keys, and address, on a simulated clock. It is constructed
 * without any channel that leaves the process: no MQTT, no jobs, no bus but the one in memory.
 */
export async function serveDrill(settings: Settings, options: DrillOptions): Promise<RunningDrill> {
  keepToThisMachine(settings.HOST)
  const closers = new Closers()
  try {
    const home = homeCity(settings)
    const folder = takeWorldFolder("drill", home, newId())
    // Its data are invented and nobody needs them once it is over.
    closers.add(() => folder.remove())
    const logger = openAppLog(folder.path, settings.HOLDFAST_LOG_LEVEL)
    closers.add(() => new Promise<void>((resolve) => logger.flush(() => resolve())))
    const onError = (error: unknown) => logger.error({ err: error }, "something failed in the drill")
    const clock = new SimulatedClock(START, systemClock)
    const schedule = new DrillSchedule(clock, onError)
    const world = await openTemporaryWorld({
      ...{ kind: "drill", city: home, folder, clock: schedule, onError },
      onDiskFailure: () => process.exit(70),
      onNotMade: options.onNotMade,
    })
    closers.add(() => world.close())

    const port = settings.PORT || (await findFreePort(settings.HOST))
    const publicUrl = originOf({ scheme: "http", host: settings.HOST, port })
    const state: DrillState = { name: NAME, clock, schedule, realEvent: null }
    const { city, app } = await openServedWorld({
      world,
      settings,
      logger,
      closers,
      publicUrl,
      webFolder: options.webFolder,
      drill: NAME,
      routes: () => [{ prefix: "/api", plugin: drillRoutes(state) }],
      onError,
    })
    schedule.settle = () => city.settle()

    for (const [at, batch] of Map.groupBy(stormOver(city.stations(), options.seed), ({ at }) => at.getTime())) {
      const run = () =>
        city.sense.ingest(batch.map(({ datastream, at, result }) => ({ datastream, phenomenonTime: at, resultTime: at, result })))
      schedule.add({ at: new Date(at), run })
    }
    for (let minute = 1; minute <= SWEEPS_H * 60; minute += 1) {
      const at = new Date(START.getTime() + minute * MINUTE_MS)
      schedule.add({ at, run: () => city.sweep(at) })
    }
    if (options.play) new Cast({ schedule, start: START, seed: options.seed, ...askAs(app) }).begin()
    const url = await listen(app, { host: settings.HOST, port })
    clock.setSpeed(options.speed)
    schedule.start()
    closers.add(() => schedule.stop())
    const tell = (event: RealEvent) => {
      state.realEvent = event
    }
    return { url, state, world, city, tell, close: () => closers.close() }
  } catch (error) {
    await closers.close()
    throw error
  }
}

function stormOver(stations: readonly NewStation[], seed: number) {
  const gauges = (kind: string) =>
    stations.filter((station) => station.kind === kind).map(({ at, datastreams }) => ({ at, datastream: datastreams[0]!.id }))
  const airMonitors = stations
    .filter(({ kind }) => kind === "air-station")
    .flatMap(({ at, datastreams }) => datastreams.map(({ id, property }) => ({ at, datastream: id, property })))
  return makeStorm({ seed, start: START, rainGauges: gauges("rain-gauge"), riverGauges: gauges("river-gauge"), airMonitors })
}
