import type { Bilingual, CityAuthority, Warning } from "@holdfast/contracts"
import type { CityModule } from "../../platform/world/index.ts"
import { existing } from "./advance.ts"
import { authorityRoutes, readAloneThisYear, sweepCalls, sweepEndings, sweepStanding } from "./authority/index.ts"
import { type ChannelKinds, type Channels, routesWithoutChannels, startChannels } from "./channels/index.ts"
import type { WarnContext } from "./context.ts"
import { describeWarnings } from "./describe-warnings.ts"
import { forget } from "./forget.ts"
import { capRoutes } from "./http/cap-routes.ts"
import { renderFeed } from "./http/feed.ts"
import { lifeRoutes } from "./http/life-routes.ts"
import { presenceRoutes } from "./http/presence-routes.ts"
import { RenderCache } from "./http/render-cache.ts"
import { warningRoutes } from "./http/warning-routes.ts"
import { Drawer, pictureRoutes } from "./previews/index.ts"
import {
  findPublicLatest,
  findPublicWarning,
  isPublicWarnEvent,
  listPublicWarnings,
  type PublicWarning,
} from "./public-warnings.ts"
import { startReach } from "./reach/index.ts"
import { Pictures, resourceFileRoutes, resourceRoutes } from "./resources/index.ts"
import { type Roster, startRoster } from "./roster/index.ts"
import { sendStanding } from "./send-standing.ts"
import { shapeRoutes } from "./shapes/index.ts"
import { signerOf } from "./signing/index.ts"
import { findWarning, listWarningsInForce, listWarningsSentBetween } from "./store/warning-store.ts"
import { type Subscriptions, startSubscriptions } from "./subscriptions/index.ts"
import { sweepWarnings } from "./sweep-warnings.ts"
import { toContract } from "./to-contract.ts"

/** Warnings of one span that are looked at together. */
export const SENT_MAX = 1_000

export interface WarnOptions extends Omit<WarnContext, "channels" | "reach" | "pictures"> {
  /** The kinds of channels; undefined in a drill and a replay, where none is ever opened. */
  readonly channels?: ChannelKinds | undefined
  /** The name of the drill, for the bar on its pages; absent where it is real. */
  readonly drill?: Bilingual | undefined
  /** Where failures go that no request waits for. */
  readonly onError: (error: unknown) => void
}

export interface WarnModule extends CityModule {
  /** Throws `WARN_NOT_FOUND`. */
  getWarning(id: string): Promise<Warning>
  /** Sent and not yet run out, newest first. */
  listInForce(): Promise<Warning[]>
  /** Sent in a span about a hazard, oldest first; at most 1,000. What was sent in error is left out. */
  listSent(span: { readonly hazard: string; readonly from: Date; readonly to: Date }): Promise<Warning[]>
  /** As `listSent`, of all hazards, and with what was sent in error. */
  listLedger(span: { readonly from: Date; readonly to: Date }): Promise<Warning[]>
  /** In force, then what ended within a day, with what was said at its end. */
  listPublic(): Promise<PublicWarning[]>
  /** By its code for people; undefined for what was never sent. */
  findPublic(code: string): Promise<PublicWarning | undefined>
  /** What goes on with one that ended: its newest update, or what is in force again; undefined where nothing does. */
  findLatest(warning: PublicWarning): Promise<PublicWarning | undefined>
  /** A picture that a sent warning shows, as JPEG; undefined for any other. */
  findPicture(picture: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** How messages leave; undefined in a drill and a replay. */
  readonly channels: Channels | undefined
  /** What one person sent alone in the city's year so far, newest first. */
  listAlone(): Promise<CityAuthority["alone"]>
  /** What residents want to be told, and where. */
  readonly subscriptions: Subscriptions
  /** Who is responsible where, and is called. */
  readonly roster: Pick<Roster, "settled">
  /** Ends what has run out at `now`. */
  sweep(now: Date): Promise<void>
  /** Forgets who wrote and approved what ended three years before `now`. Gives how many warnings it touched. */
  forget(now: Date): Promise<number>
}

/** Starts the warnings of a world: their JSON interface under `/api`, and feed and CAP messages at the root. */
export async function startWarn(options: WarnOptions): Promise<WarnModule> {
  const { world } = options
  // The key is made now and not first with a warning in hand.
  signerOf(world)
  const cache = new RenderCache(world, isPublicWarnEvent)
  const drawer = new Drawer()
  const { places, packs, timeZone, publicUrl } = options
  const knowsHazard = (hazard: string) => packs.find(hazard) !== undefined
  const subscriptions = await startSubscriptions({ world, places, knowsHazard, timeZone, publicUrl })
  const reach = startReach({ world, subscriptions, onError: options.onError })
  const channels =
    options.channels &&
    (await startChannels({
      ...options,
      kinds: options.channels,
      sources: { residents: subscriptions, reach },
      show: async () => void (await cache.get("feed", () => renderFeed(options))),
    }))
  const { drill, city, onError } = options
  const findArea = (id: string) => places.findArea(id)
  const { listSites } = places
  const roster = await startRoster({ world, findArea, listSites, channels, publicUrl, timeZone, city, drill, onError })
  const pictures = await Pictures.open(world)
  const context: WarnContext & Pick<WarnOptions, "onError"> = { ...options, channels, reach, pictures }
  return {
    routes: [
      { prefix: "/api", plugin: warningRoutes(context) },
      { prefix: "/api", plugin: presenceRoutes(context) },
      { prefix: "/api", plugin: shapeRoutes(context) },
      { prefix: "/api", plugin: authorityRoutes(context) },
      { prefix: "/api", plugin: lifeRoutes(context) },
      ...(channels?.routes ?? routesWithoutChannels),
      ...roster.routes,
      { prefix: "/api", plugin: resourceRoutes(context) },
      { prefix: "", plugin: resourceFileRoutes(context, cache) },
      { prefix: "", plugin: capRoutes(context, cache) },
      { prefix: "", plugin: pictureRoutes(context, cache, drawer) },
    ],
    describe: (records) => describeWarnings(world, records),
    getWarning: async (id) => toContract(existing(await findWarning(world.db.query, id), id)),
    listInForce: async () => (await listWarningsInForce(world.db.query, world.clock.now())).map((warning) => toContract(warning)),
    listSent: async (span) =>
      (await listWarningsSentBetween(world.db.query, { ...span, limit: SENT_MAX }))
        .filter(({ state }) => state !== "sent-in-error")
        .map((warning) => toContract(warning)),
    listLedger: async (span) =>
      (await listWarningsSentBetween(world.db.query, { ...span, limit: SENT_MAX })).map((warning) => toContract(warning)),
    listPublic: () => listPublicWarnings(world),
    findPublic: (code) => findPublicWarning(world, code),
    findPicture: (picture) => pictures.findSent(picture),
    listAlone: () => readAloneThisYear(context),
    findLatest: (warning) => findPublicLatest(world, warning),
    channels,
    subscriptions,
    roster,
    sweep: async (now) => {
      await sweepWarnings(context, now)
      await sweepCalls(context, now)
      await sweepEndings(context, now)
      await sweepStanding(context, now)
      await sendStanding(context, now)
      await channels?.sweep(now)
      reach.sweep(now)
      await roster.sweep(now)
    },
    forget: async (now) => {
      const going = (await listPublicWarnings(world)).map(({ event }) => event)
      return (
        (await forget(context, now)) +
        (await subscriptions.expire(now, going)) +
        ((await channels?.forget(now)) ?? 0) +
        (await roster.forget(now))
      )
    },
    figures: () => [...(channels?.figures() ?? []), ...reach.figures()],
    stop: async () => {
      await roster.stop()
      await channels?.stop()
      await reach.stop()
      cache.stop()
      await drawer.stop()
    },
  }
}
