import type { ChannelKind } from "@holdfast/contracts"
import type { World } from "../../../../platform/world/index.ts"
import { isInside } from "../../domain/warning.ts"
import { type StoredOrder, seeksRecipients } from "../domain/order.ts"
import type { RecipientSources } from "../recipient-sources.ts"
import { insertRecipients, type NewRecipients, repeatRecipients } from "../store/delivery-store.ts"
import { keepListed } from "../store/order-store.ts"
import type { ChannelBook, OpenChannel } from "./channel-book.ts"

/** So many in one statement: the ledger is written fast, and a higher message waits for no more than one of them. */
const BATCH = 20_000

export interface ListingContext {
  readonly world: World
  readonly book: ChannelBook
  readonly sources: RecipientSources
}

/** How far the listing of an order is, beside what its row keeps. */
export interface Listing {
  readonly repeated: { readonly channel: number; readonly recipient: number } | "all"
  readonly targets: boolean
}
export const unlisted: Listing = { repeated: { channel: 0, recipient: 0 }, targets: false }

/**
 * Writes the next batch of an order's recipients into the ledger: first those of the orders that it follows, then targets,
 * then residents in the order of their numbers. Each batch is durable before the next; what a process that ended had written is
 * written again without effect.
 *
 * @returns undefined when all are in the ledger
 */
export async function listNext(
  context: ListingContext,
  order: StoredOrder,
  listing: Listing,
): Promise<{ readonly order: StoredOrder; readonly listing: Listing } | undefined> {
  const { world, book } = context
  const channels = order.channels.map((id) => book.find(id)).filter((channel) => channel !== undefined)
  if (listing.repeated !== "all") {
    // Targets are sought anew, since the areas may be others now; people are not, since they may not be concerned any more.
    const seeks = seeksRecipients(order)
    const repeated = channels.filter((channel) => !seeks || isPersonal(channel))
    const ids = repeated.map(({ row }) => row.id)
    const numbered = repeated.filter(({ kind }) => !kind || kind.recipients === "areas").map(({ row }) => row.id)
    const last =
      order.repeats.length > 0 &&
      (await repeatRecipients(world.db.query, {
        ...{ order: order.number, repeats: order.repeats, channels: ids, numbered, after: listing.repeated, limit: BATCH },
      }))
    return { order, listing: { ...listing, repeated: last || "all" } }
  }
  if (!listing.targets) {
    if (order.purpose === "test") for (const channel of channels) await insertRecipients(world.db.query, testOf(order, channel))
    if (seeksRecipients(order)) for (const channel of channels) await insertRecipients(world.db.query, targetsOf(order, channel))
    return { order, listing: { ...listing, targets: true } }
  }
  const residents = seeksRecipients(order) ? await listResidents(context, order, channels) : undefined
  const listedAt = residents === undefined ? world.clock.now() : null
  const after = residents ?? order.after
  await keepListed(world.db.query, order.number, { after, listedAt })
  return listedAt ? undefined : { order: { ...order, after }, listing }
}

/** Gives the number of the last; undefined when there are no more. */
async function listResidents(
  { world, sources }: ListingContext,
  order: StoredOrder,
  channels: readonly OpenChannel[],
): Promise<number | undefined> {
  const personal = channels.filter(({ kind }) => kind?.recipients === "residents")
  if (personal.length === 0 || !sources.residents) return undefined
  const { areas, hazard, level, urgency, purpose, event, subscriptionsBefore: before, after, at: now } = order
  const found = await sources.residents.recipientsOf({
    ...{ areas, hazard, level, urgency, purpose, before, after, event, now, limit: BATCH },
  })
  if (found.length === 0) return undefined
  for (const [via, recipients] of Map.groupBy(found, (recipient): ChannelKind => recipient.via)) {
    // The first that was configured: two would tell everybody twice.
    const channel = personal.find(({ row }) => row.kind === via)
    if (channel) await insertRecipients(world.db.query, newRecipients(order, channel, recipients))
  }
  return found.at(-1)!.number
}

function isPersonal({ kind }: OpenChannel): boolean {
  return kind?.recipients === "residents" || kind?.recipients === "roster"
}

function targetsOf(order: StoredOrder, channel: OpenChannel): NewRecipients {
  const { row, kind } = channel
  if (kind?.recipients === "one") return newRecipients(order, channel, numbered([1]))
  // What is told by hand is told in areas, too.
  if (kind && kind.recipients !== "areas") return newRecipients(order, channel, [])
  const served = row.areas.map((id) => ({ id }))
  const { areas, named } = order.content
  const numbers = areas.flatMap(({ id }, at) => ((served.length === 0 ? at < named : isInside(id, served)) ? [at + 1] : []))
  return newRecipients(order, channel, numbered(numbers))
}

/** A test goes to the target, to the topic of tests, or to own people, and never to anybody else. */
function testOf(order: StoredOrder, channel: OpenChannel): NewRecipients {
  const own = isPersonal(channel) ? channel.testAddresses.map((_, at) => at + 1) : [1]
  return newRecipients(order, channel, numbered(own))
}

function numbered(numbers: readonly number[]): NewRecipients["recipients"] {
  return numbers.map((number) => ({ number, language: null }))
}

function newRecipients(
  { number }: StoredOrder,
  { row, plugIn }: OpenChannel,
  recipients: NewRecipients["recipients"],
): NewRecipients {
  return { order: number, channel: row.id, keepsOnce: plugIn?.keepsOnce ?? false, recipients }
}
