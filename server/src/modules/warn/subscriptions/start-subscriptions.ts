import type { Area, Level, SubscriptionChoice } from "@holdfast/contracts"
import { formatsIn } from "@holdfast/words"
import type { Kysely } from "kysely"
import type { World } from "../../../platform/world/index.ts"
import {
  changeChoice,
  confirmSubscription,
  eraseSubscription,
  moveSubscription,
  openSubscription,
  quietEvent,
  readSubscription,
  unsubscribe,
} from "./change-subscription.ts"
import type { SubscriptionChange, SubscriptionContext } from "./context.ts"
import { offeredFor, publishedAreasFor } from "./domain/published-areas.ts"
import { breaksThrough, limitsAt, rankOf, roundCount, type Subscription } from "./domain/subscription.ts"
import { expireSubscriptions } from "./expire-subscriptions.ts"
import { AddressSeal } from "./store/address-seal.ts"
import { listRecipients, listWanting, type Recipient } from "./store/recipients.ts"
import { countSubscriptions, isAnySealed, lastNumber, listAddresses } from "./store/subscription-store.ts"
import { type NewSubscription, subscribe } from "./subscribe.ts"

/** A message that is to go out. */
export interface RecipientsAsked {
  /** Published areas, as `publishedAreasFor` gives them. */
  readonly areas: readonly string[]
  readonly hazard: string
  /** The highest of the message and of what it takes the place of or ends: who got the one gets the other. */
  readonly level: Level
  readonly urgency: string
  readonly purpose: "warning" | "update" | "lifting" | "retraction" | "test"
  /** The warning that the event began with: who said "I am safe" gets no more of it, but hears when it is over. */
  readonly event?: string | undefined
  /** The highest number at the moment of sending, as `lastNumber` gave it. */
  readonly before: number
  /** The last number of the batch before; 0 at first. */
  readonly after: number
  readonly limit: number
  readonly now: Date
}

/** A message that follows others. */
export interface RepeatAsked extends Pick<RecipientsAsked, "hazard" | "level" | "urgency" | "purpose" | "now"> {
  /** Of this message and those that it follows: who wanted the one hears that it is less now. */
  readonly highest: Level
  readonly event: string
}

/** Where one delivery goes. Nobody but the plug-in that delivers reads it. */
export interface OpenedAddress {
  /** An e-mail address, or a push service with its keys as JSON (`PushAddress` of the contracts). */
  readonly address: string
  /** The page of this subscription; POST to `${page}/unsubscribe` ends it in one tap (RFC 8058). */
  readonly page: string
}

export interface Subscriptions {
  subscribe(wish: NewSubscription): Promise<{ readonly code: string; readonly area: Area }>
  /** By the code in the link; each throws `SUBSCRIBE_CODE_UNKNOWN`, but `unsubscribe`. */
  read(code: string): Promise<Subscription>
  /** As `read`, by its resident: kept for twelve months from now. */
  open(code: string): Promise<Subscription>
  confirm(code: string): Promise<Subscription>
  change(code: string, choice: SubscriptionChoice): Promise<Subscription>
  quiet(code: string, event: { readonly event: string; readonly level: Level }): Promise<Subscription>
  move(code: string, address: string): Promise<void>
  unsubscribe(code: string): Promise<void>
  /** The area itself, or the next larger one that is published; undefined for one that does not exist. */
  offeredFor(area: string): Area | undefined
  /** The areas with subscriptions that a warning for these areas may concern, few residents or many. */
  publishedAreasFor(areas: readonly string[]): string[]
  /** The highest number that was given, to be asked in the transaction that sends. */
  lastNumber(db: Kysely<unknown>): Promise<number>
  /** The next batch in the order of the numbers; empty when it is done. */
  recipientsOf(asked: RecipientsAsked): Promise<Recipient[]>
  /** Which of these, who got an earlier message of the event, still want this one, wherever they are now. */
  wantedBy(numbers: readonly number[], asked: RepeatAsked): Promise<Set<number>>
  /** Undefined when it ended meanwhile. */
  openAddress(number: number): Promise<OpenedAddress | undefined>
  /** As `openAddress`, for a batch: those that ended are missing. */
  openAddresses(numbers: readonly number[]): Promise<Map<number, OpenedAddress>>
  /** The receiver says that nobody is there any more. */
  forgetGone(number: number): Promise<void>
  /** How many there are in published areas, rounded, for the card: never a list, never about a few. */
  count(areas: readonly string[]): Promise<ReturnType<typeof roundCount>>
  /** What changes from now on, told after each commit; gives how to stop. */
  onChange(listener: (change: SubscriptionChange) => void): () => void
  /** Erases what is over; `going` are the first warnings of events that go on. */
  expire(now: Date, going: readonly string[]): Promise<number>
}

/** Starts what residents subscribe to. Nothing here sends: that is done by the channels, which ask `recipientsOf`. */
export async function startSubscriptions(options: {
  readonly world: World
  readonly places: SubscriptionContext["places"]
  readonly knowsHazard: (hazard: string) => boolean
  readonly timeZone: string
  readonly publicUrl: string
}): Promise<Subscriptions> {
  const { world, places, publicUrl } = options
  const listeners = new Set<(change: SubscriptionChange) => void>()
  const addresses = new AddressSeal(world.dataFolder, await isAnySealed(world.db.query))
  const context: SubscriptionContext = {
    ...options,
    addresses,
    changed: (change) => {
      for (const listener of listeners) listener(change)
    },
  }
  const minuteOfDay = (now: Date) => {
    const [hour = 0, minute = 0] = formatsIn("en", options.timeZone).time(now).split(":").map(Number)
    return hour * 60 + minute
  }
  const openAddresses = async (numbers: readonly number[]) => {
    const sealed = await listAddresses(world.db.query, numbers)
    return new Map(
      [...sealed].map(([number, bytes]) => {
        const { code, address } = addresses.open(number, bytes)
        return [number, { address, page: `${publicUrl}/subscriptions/${code}` }]
      }),
    )
  }
  return {
    subscribe: (wish) => subscribe(context, wish),
    read: (code) => readSubscription(context, code),
    open: (code) => openSubscription(context, code),
    confirm: (code) => confirmSubscription(context, code),
    change: (code, choice) => changeChoice(context, code, choice),
    quiet: (code, event) => quietEvent(context, code, event),
    move: (code, address) => moveSubscription(context, code, address),
    unsubscribe: (code) => unsubscribe(context, code),
    offeredFor: (area) => offeredFor(area, (id) => places.findArea(id)),
    publishedAreasFor: (areas) => publishedAreasFor(areas, places.listAreas()),
    lastNumber,
    recipientsOf: (asked) =>
      listRecipients(world.db.query, {
        ...asked,
        rank: rankOf(asked.level),
        event: asked.purpose === "warning" || asked.purpose === "update" ? asked.event : undefined,
        minuteOfDay: breaksThrough(asked) ? undefined : minuteOfDay(asked.now),
        touchedAfter: limitsAt(asked.now).touchedAfter,
      }),
    wantedBy: (numbers, asked) =>
      listWanting(world.db.query, numbers, {
        wish: asked.purpose === "update" ? { ...asked, rank: rankOf(asked.level), highest: rankOf(asked.highest) } : undefined,
        minuteOfDay: breaksThrough(asked) ? undefined : minuteOfDay(asked.now),
      }),
    openAddress: async (number) => (await openAddresses([number])).get(number),
    openAddresses,
    forgetGone: (number) => eraseSubscription(context, number, "gone"),
    count: async (areas) => roundCount(await countSubscriptions(world.db.query, areas, limitsAt(world.clock.now()).touchedAfter)),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    expire: (now, going) => expireSubscriptions(context, now, going),
  }
}
