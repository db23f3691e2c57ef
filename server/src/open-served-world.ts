import type { Bilingual } from "@holdfast/contracts"
import type { FastifyBaseLogger } from "fastify"
import { type City, startCity } from "./city.ts"
import type { ChannelKinds } from "./modules/warn/index.ts"
import type { Closers } from "./platform/closers.ts"
import type { Settings } from "./platform/config/index.ts"
import { buildHttp, type HttpOptions, pageRoutes } from "./platform/http/index.ts"
import { createIdentity, type Identity, type ProviderSettings } from "./platform/identity/index.ts"
import type { World } from "./platform/world/index.ts"
import { privacyRoutes } from "./privacy-page/index.ts"

export interface ServedWorldOptions {
  readonly world: World
  readonly settings: Settings
  readonly logger: FastifyBaseLogger
  /** Takes what has to be stopped again, in the order in which it was started. */
  readonly closers: Closers
  /** The address that people type, without a slash at the end. */
  readonly publicUrl: string
  /** Where the built pages are. */
  readonly webFolder: string
  /** The name of the drill; absent where it is real. */
  readonly drill?: Bilingual
  /** Whether its demo page offers to start a drill. */
  readonly drills?: boolean
  /** The addresses of MQTT; a drill has none. */
  readonly mqttEndpoints?: readonly string[] | undefined
  /** How messages leave; a drill has none. */
  readonly channels?: ChannelKinds
  readonly tls?: HttpOptions["tls"]
  readonly trustProxy?: string | undefined
  /** Doors that only this world has. */
  readonly routes: (opened: Pick<ServedWorld, "identity" | "city">) => HttpOptions["routes"]
  readonly onError: (error: unknown) => void
}

export interface ServedWorld {
  readonly identity: Identity
  readonly city: City
  /** Not listening yet. */
  readonly app: Awaited<ReturnType<typeof buildHttp>>
}

/**
 * What every world that people can open in a browser has: who works in it, its city, and its pages. A world that is real and one
 * that is a drill differ in what they are given, never in what is asked here; nothing here reaches outside the process.
 */
export async function openServedWorld(options: ServedWorldOptions): Promise<ServedWorld> {
  const { world, settings, logger, closers, publicUrl, webFolder, drills, tls, trustProxy, onError } = options
  const { HOLDFAST_TIME_ZONE: timeZone, HOLDFAST_LANGUAGE: language } = settings
  const drill = options.drill ? { drill: options.drill } : {}
  // A drill is built without what reaches outside: its people are invented, and no provider knows them.
  const provider = options.drill ? undefined : providerOf(settings)
  const identity = await createIdentity({ world, publicUrl, timeZone, provider, drills: drills ?? false, ...drill, onError })
  closers.add(() => identity.stop())
  const city = await startCity({
    world,
    identity,
    timeZone,
    publicUrl,
    jurisdiction: settings.HOLDFAST_JURISDICTION,
    people: settings.HOLDFAST_DEMO_PEOPLE,
    basemapFile: settings.HOLDFAST_BASEMAP,
    language,
    mqttEndpoints: options.mqttEndpoints,
    channels: options.channels,
    isReadingClosed: settings.HOLDFAST_SENSORTHINGS_READ === "credentials",
    ...drill,
    onError,
  })
  closers.add(() => city.stop())
  const app = await buildHttp({
    world,
    logger,
    language,
    authenticate: identity.authenticate,
    watchSession: identity.watchSession,
    mayHear: city.mayHear,
    // Lists that every console reads again after each piece of news, and that say the same to all of one role and area.
    snapshots: ["listSignals", "readInbox", "readJournal"],
    tls,
    trustProxy,
    figures: city.figures,
    routes: [
      ...identity.routes,
      ...city.routes,
      ...options.routes({ identity, city }),
      { prefix: "", plugin: privacyRoutes({ dataFolder: settings.HOLDFAST_DATA, city: identity.city.name, timeZone, ...drill }) },
      { prefix: "", plugin: pageRoutes(webFolder, world.kind === "live" ? "/sign-in" : undefined) },
    ],
  })
  closers.add(() => app.close())
  return { identity, city, app }
}

function providerOf(settings: Settings): ProviderSettings | undefined {
  const { HOLDFAST_OIDC_ISSUER: issuer, HOLDFAST_OIDC_CLIENT_ID: clientId, HOLDFAST_OIDC_CLIENT_SECRET: clientSecret } = settings
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined
}
