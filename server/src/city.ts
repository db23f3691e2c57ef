import path from "node:path"
import { fileURLToPath } from "node:url"
import type { AreaRef, Bilingual, KnownEvent, LogEvent, Warning } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { ensureDemoCity } from "./demo-city/index.ts"
import { startLearn } from "./modules/learn/index.ts"
import { type PlacesModule, startPlaces } from "./modules/places/index.ts"
import { startRecover } from "./modules/recover/index.ts"
import { type RespondModule, startRespond } from "./modules/respond/index.ts"
import { baseProperties, type NewStation, type SenseModule, startSense } from "./modules/sense/index.ts"
import { startServe } from "./modules/serve/index.ts"
import {
  type ChannelKinds,
  isPublicWarnEvent,
  letterSender,
  type Subscription,
  startWarn,
  Vapid,
  type WarnModule,
} from "./modules/warn/index.ts"
import type { Figure } from "./platform/http/index.ts"
import { type Identity, mayAct } from "./platform/identity/index.ts"
import type { Actor } from "./platform/log/index.ts"
import { listOutsideRules, listProperties, listRules, loadPacks } from "./platform/packs/index.ts"
import { createThread } from "./platform/thread/index.ts"
import type { CityModule, World } from "./platform/world/index.ts"
import { type PublicOptions, publicRoutes } from "./public/index.ts"

/** One city with all its modules, on one world. */
export interface City {
  readonly places: PlacesModule
  readonly sense: SenseModule
  readonly warn: WarnModule
  readonly respond: RespondModule
  /** The stations of the demo city; none in a live one. */
  stations(): readonly NewStation[]
  readonly routes: CityModule["routes"]
  /** What the pages for everybody are made of. */
  readonly pages: PublicOptions
  /** What all modules tell of themselves at this moment. */
  figures(): Figure[]
  /** Which news of the log somebody may hear. What residents do is heard only by those who answer them. */
  mayHear(event: LogEvent, actor: Actor | undefined): boolean
  /** What is due by the world's clock, such as expiry and missing data: every few seconds, or every minute of a drill. */
  sweep(now: Date): Promise<void>
  /** Forgets what is due by retention, in the log and in the modules: once a day. */
  forget(now: Date): Promise<void>
  /** Waits until all modules have answered what happened so far. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export interface CityOptions {
  readonly world: World
  readonly identity: Identity
  readonly timeZone: string
  /** Where residents find this city, without a slash at the end. */
  readonly publicUrl: string
  /** Whose criteria its rules take. */
  readonly jurisdiction: string
  /** Residents of a demo city that is generated. */
  readonly people: number
  /** A PMTiles file with the base map; undefined for none. */
  readonly basemapFile?: string | undefined
  /** The first language of the city. */
  readonly language?: Language | undefined
  /** The addresses of MQTT; undefined without it. */
  readonly mqttEndpoints?: readonly string[] | undefined
  /** Whether /sensorthings is read by staff and devices alone. */
  readonly isReadingClosed?: boolean | undefined
  /** How messages leave; absent in a drill and a replay, which nothing leaves. */
  readonly channels?: ChannelKinds | undefined
  /** The name of the drill, for the bar on every page; absent where it is real. */
  readonly drill?: Bilingual | undefined
  readonly onError: (error: unknown) => void
}

const packsFolder = fileURLToPath(new URL("../../packs/", import.meta.url))
const DEMO_SEED = 20_260_731

/** Starts the modules in the order of the phases: a later one may call an earlier one through its door. */
export async function startCity(options: CityOptions): Promise<City> {
  const { world, identity, timeZone, publicUrl, onError } = options
  const { name } = identity.city
  const drill = options.drill === undefined ? {} : { drill: options.drill }
  const packs = loadPacks(packsFolder)
  const hazards = packs.all.map(({ hazard, name: hazardName }) => ({ id: hazard, name: hazardName }))
  const started: CityModule[] = []
  const add = <T extends CityModule>(module: T): T => {
    started.push(module)
    return module
  }

  const thread = createThread({ world, describers: () => started, timeZone })
  const places = add(await startPlaces({ world, basemapFile: options.basemapFile, onError }))
  const demo =
    identity.city.kind === "demo" ? await ensureDemoCity(places, { seed: DEMO_SEED, people: options.people }) : undefined
  const sense = add(
    await startSense({
      world,
      rules: listRules(packs, options.jurisdiction),
      properties: [...baseProperties, ...listProperties(packs)],
      areaOf: (at) => places.findAreaAt(at),
      people: {
        onDuty: (areas) => identity.listOnDuty("sense.acknowledge-signal", areas),
        names: (accounts) => identity.listNames(accounts),
      },
      planning: {
        findArea: (id) => places.findArea(id),
        hazards,
        // Asked by a planner, long after the start: the phases call backwards, so that sense is handed what it needs of warn.
        warningsSent: async (span) => (await warn.listSent(span)).flatMap(toKnownEvents),
      },
      others: {
        rules: listOutsideRules(packs, options.jurisdiction),
        areasTouching: (shape) => places.areasTouching(shape),
        bounds: () => places.listAreas("city")[0]?.bounds,
      },
      publicUrl,
      timeZone,
      devicePages: { city: name, timeZone, publicUrl, ...drill },
      language: options.language,
      mqttEndpoints: options.mqttEndpoints,
      isReadingClosed: options.isReadingClosed,
      onError,
    }),
  )
  // A gauge speaks for its district: that is where a warning would go.
  const stations = () => (demo?.stations() ?? []).map((station) => ({ ...station, area: districtOf(places, station.area.id) }))
  if (!sense.hasStations()) await sense.createStations(stations())
  const warn: WarnModule = add(
    await startWarn({
      world,
      places,
      sense,
      packs,
      publicUrl,
      sender: senderOf(world, publicUrl),
      timeZone,
      city: name,
      jurisdiction: options.jurisdiction,
      people: {
        approversOnDuty: (areas) => identity.listOnDuty("warn.approve", areas),
        names: (accounts) => identity.listNames(accounts),
        proveAnew: (request, act) => identity.proveAnew(request, act),
      },
      countApprovers: (areas, exceptAccount) => identity.countApprovers(areas, exceptAccount),
      channels: options.channels,
      ...drill,
      onError,
    }),
  )
  // In a drill nobody outside receives anything, so nobody can ask for it.
  const subscribing = options.drill
    ? undefined
    : {
        subscriptions: warn.subscriptions,
        hazards,
        pushKey: Vapid.open(world.dataFolder).publicKey,
        letters: () => letterSender(warn.channels),
        isOffered: (via: Subscription["via"]) => warn.channels?.isOpen(via) ?? false,
      }
  const pages: PublicOptions = { world, warn, places, outside: sense, city: name, timeZone, publicUrl, subscribing, ...drill }
  const respond = add(await startRespond({ world, warn, packs, onError }))
  add(await startRecover({ world, places }))
  const serve = add(
    await startServe({ world, places, blobFolder: path.join(world.dataFolder, "blobs"), city: name, timeZone, ...drill }),
  )
  const learn = add(await startLearn({ world, thread, ledger: { warn, sense, places, hazards }, onError }))

  return {
    places,
    sense,
    warn,
    respond,
    pages,
    stations,
    routes: [...started.flatMap(({ routes }) => routes), ...thread.routes, { prefix: "", plugin: publicRoutes(pages) }],
    figures: () => started.flatMap((module) => module.figures?.() ?? []),
    mayHear: (event, actor) => {
      if (!actor) return isPublicWarnEvent(event)
      // Nobody on duty needs to hear each time that somebody somewhere subscribes.
      if (event.module === "subscribe") return false
      return event.module !== "serve" || mayAct(actor, "serve.answer-request")
    },
    sweep: async (now) => {
      await sense.sweep(now)
      await warn.sweep(now)
    },
    forget: async (now) => {
      await sense.forget(now)
      await warn.forget(now)
      await respond.forget(now)
      await serve.forget(now)
      await world.log.forget(now)
    },
    settle: async () => {
      await world.log.drain()
      await respond.caughtUp()
      await warn.roster.settled()
      await world.log.drain()
      await learn.caughtUp()
    },
    stop: async () => {
      for (const module of started.toReversed()) await module.stop()
    },
  }
}

/** A warning as what really happened, for those who hold a rule to it. */
function toKnownEvents({ areas, level, sentAt, endedAt, expires }: Warning): KnownEvent[] {
  return areas.map(({ id }) => ({ area: id, from: sentAt!, until: endedAt ?? expires, level }))
}

function districtOf(places: PlacesModule, id: string): AreaRef {
  const area = places.getArea(id)
  return area.kind === "district" || area.parent === null ? { id: area.id, name: area.name } : districtOf(places, area.parent)
}

/** The sender in CAP names the city's address and the world, so that a drill never passes for the real city. */
function senderOf(world: World, publicUrl: string): string {
  return `${world.kind}@${new URL(publicUrl).hostname}`
}
