import type { Bilingual, ChannelKind, ChannelPurpose, ChannelState, Level, LogEvent } from "@holdfast/contracts"
import { assert } from "@holdfast/kernel"
import type { Language } from "@holdfast/words"
import type { Figure } from "../../../platform/http/index.ts"
import { LOG_SUBJECT } from "../../../platform/log/index.ts"
import type { CityModule, World, WorldTransaction } from "../../../platform/world/index.ts"
import type { MessageOccasion } from "../compose-message.ts"
import type { WarnContext } from "../context.ts"
import type { StoredWarning } from "../domain/warning.ts"
import type { ChannelsContext } from "./context.ts"
import { ChannelBook } from "./dispatch/channel-book.ts"
import { Dispatcher } from "./dispatch/dispatcher.ts"
import { liveOrder, messageOf } from "./dispatch/live-order.ts"
import { serves } from "./domain/serves.ts"
import { forgetDeliveries } from "./forget-deliveries.ts"
import { callbackRoutes } from "./http/callback-routes.ts"
import { channelRoutes } from "./http/channel-routes.ts"
import { deliveryRoutes } from "./http/delivery-routes.ts"
import type { ChannelKinds } from "./kinds.ts"
import type { ChannelMessage, ChannelPlugIn } from "./plug-in.ts"
import type { RecipientSources } from "./recipient-sources.ts"
import { SecretBox } from "./secret-box.ts"
import { healthOf } from "./show-channels.ts"
import { findOrderAbout, readXml } from "./store/order-store.ts"
import { testWeekly } from "./test-channels.ts"
import { writeOrder } from "./write-order.ts"

export interface ChannelsOptions extends Pick<WarnContext, "places" | "publicUrl" | "sender" | "timeZone" | "city"> {
  readonly world: World
  readonly sources: RecipientSources
  /** Renders feed and page anew. */
  readonly show: () => Promise<void>
  readonly kinds: ChannelKinds
  /** Between 0 and 1. */
  readonly draw?: (() => number) | undefined
  readonly onError: (error: unknown) => void
}

/** A channel for the card: one that would be slow, or would not send at all. */
export interface ChannelNow {
  readonly id: number
  readonly name: Bilingual
  readonly state: ChannelState
  readonly since: Date | null
  readonly reason: string | null
}

export interface Channels {
  readonly routes: CityModule["routes"]
  /** Writes what is to go out, in the transaction that freezes the message; it goes out after the commit. */
  writeOrder(tx: WorldTransaction, warning: StoredWarning, occasion: MessageOccasion): Promise<void>
  /** The channels that a message of this level in these areas would take, as they are at this moment. */
  channelsNow(areas: readonly string[], level: Level): ChannelNow[]
  /** Open channels that ring people of the roster: all, or those that a message of this level in this area would take. */
  ways(about?: { readonly area: string; readonly level: Level }): { readonly channel: number; readonly plugIn: ChannelPlugIn }[]
  /** Whether a channel of this kind is switched on and opened. */
  isOpen(kind: ChannelKind): boolean
  /** What was sent last about a warning for one of these purposes; undefined when nothing was. */
  messageAbout(warning: string, purposes: readonly ChannelPurpose[], language: Language): Promise<ChannelMessage | undefined>
  /** The weekly tests that are due. */
  sweep(now: Date): Promise<void>
  /** Leaves of what is over for a month the counts only. Gives how many deliveries it erased. */
  forget(now: Date): Promise<number>
  /** Resolves when nothing is to be sent at this moment. */
  settled(): Promise<void>
  figures(): Figure[]
  stop(): Promise<void>
}

/** Channels by which somebody of the roster is rung, each by what is known of them. */
const ringing: readonly ChannelKind[] = ["call", "sms-http", "sms-smpp", "email"]
const sendingVerbs: readonly string[] = ["send", "lift", "retract"]

/** Opens the channels of a city that may send, and takes up what was left. Never called in a drill or a replay. */
export async function startChannels(options: ChannelsOptions): Promise<Channels> {
  const { world, sources, publicUrl, onError, kinds, draw = Math.random } = options
  assert(world.kind === "live" || world.kind === "demo", "channels were opened in a world that nothing may leave")
  const secrets = new SecretBox(world.dataFolder)
  const tools = { publicUrl, dataFolder: world.dataFolder, now: () => world.clock.now() }
  const book = new ChannelBook({ world, kinds, tools, secrets, onError })
  const dispatcher = new Dispatcher({ world, book, sources, draw, show: options.show, onError })
  const context: ChannelsContext = { ...options, secrets, book, dispatcher }
  await dispatcher.start()
  const leave = world.bus.subscribe(LOG_SUBJECT, (payload) => {
    const { module, verb } = payload as LogEvent
    if (module === "warn" && sendingVerbs.includes(verb)) dispatcher.wake()
  })
  return {
    routes: [
      { prefix: "/api", plugin: channelRoutes(context) },
      { prefix: "/api", plugin: deliveryRoutes(context) },
      { prefix: "", plugin: callbackRoutes(context) },
    ],
    writeOrder: (tx, warning, occasion) => writeOrder(context, tx, warning, occasion),
    channelsNow: (areas, level) =>
      book.all
        .filter(({ row }) => serves(row, areas, level))
        .map((channel) => ({ id: channel.row.id, name: channel.row.name, ...healthOf(context, channel) })),
    ways: (about) =>
      book.all.flatMap(({ row, plugIn }) =>
        plugIn && ringing.includes(row.kind) && (!about || serves(row, [about.area], about.level))
          ? [{ channel: row.id, plugIn }]
          : [],
      ),
    isOpen: (asked) => book.all.some(({ row, plugIn }) => row.kind === asked && plugIn !== undefined),
    messageAbout: async (warning, purposes, language) => {
      const order = await findOrderAbout(world.db.query, { warning, purposes })
      return order && messageOf(liveOrder(order, await readXml(world.db.query, order)), language)
    },
    sweep: async (now) => {
      await testWeekly(context, now)
      dispatcher.wake()
    },
    forget: (now) => forgetDeliveries(world, now),
    settled: () => dispatcher.settled(),
    figures: () =>
      book.all
        .filter(({ row }) => row.enabled)
        .map((channel) => ({
          name: "holdfast_channel_up",
          help: "Whether the channel takes messages: 1 as it should, 0.5 slowly, 0 not at all",
          labels: { channel: String(channel.row.id), kind: channel.row.kind },
          value: { ok: 1, slow: 0.5, down: 0, off: 0 }[healthOf(context, channel).state],
        })),
    stop: async () => {
      leave()
      await dispatcher.stop()
    },
  }
}

/** The doors of a world in which nothing may leave: a drill, a replay. They say that there is nothing. */
export const routesWithoutChannels: CityModule["routes"] = [
  { prefix: "/api", plugin: channelRoutes(undefined) },
  { prefix: "/api", plugin: deliveryRoutes(undefined) },
]
