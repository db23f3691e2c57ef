import { type ChannelKind, levels } from "@holdfast/contracts"
import type { World } from "../../../../platform/world/index.ts"
import { isInside } from "../../domain/warning.ts"
import { type StoredOrder, seeksRecipients } from "../domain/order.ts"
import { serves } from "../domain/serves.ts"
import type { RecipientSources } from "../recipient-sources.ts"
import { insertRecipients, listRepeated, listToldPlaces, type NewRecipients, type Repeated } from "../store/delivery-store.ts"
import { keepListed, listOrders } from "../store/order-store.ts"
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
    const ids = channels.filter((channel) => !isInAreas(channel)).map(({ row }) => row.id)
    const { repeats } = order
    const page = { repeats, channels: ids, after: listing.repeated, limit: BATCH }
    const found = repeats.length > 0 ? await listRepeated(world.db.query, page) : []
    await repeat(context, order, found)
    return { order, listing: { ...listing, repeated: found.at(-1) ?? "all" } }
  }
  if (!listing.targets) {
    if (order.purpose === "test") for (const channel of channels) await insertRecipients(world.db.query, testOf(order, channel))
    if (seeksRecipients(order))
      for (const channel of channels.filter((one) => isFor(order, one)))
        await insertRecipients(world.db.query, targetsOf(order, channel))
    await repeatPlaces(context, order, channels.filter(isInAreas))
    return { order, listing: { ...listing, targets: true } }
  }
  const residents = seeksRecipients(order)
    ? await listResidents(
        context,
        order,
        channels.filter((one) => isFor(order, one)),
      )
    : undefined
  const listedAt = residents === undefined ? world.clock.now() : null
  const after = residents ?? order.after
  await keepListed(world.db.query, order.number, { after, listedAt })
  return listedAt ? undefined : { order: { ...order, after }, listing }
}

/** Whoever got what this follows gets this by the same channel; residents as far as they still want it. */
async function repeat({ world, book, sources }: ListingContext, order: StoredOrder, found: readonly Repeated[]): Promise<void> {
  if (found.length === 0) return
  const { hazard, level, urgency, purpose, event, at: now } = order
  const chain = await listOrders(world.db.query, order.repeats)
  const highest = levels[Math.max(...[order, ...chain].map((one) => levels.indexOf(one.level)))]!
  for (const [id, all] of Map.groupBy(found, ({ channel }) => channel)) {
    const channel = book.find(id)
    if (!channel) continue
    const numbers = all.map(({ recipient }) => recipient)
    const wanting =
      // What is in force again after an error goes to whoever had it.
      channel.kind?.recipients === "residents" && purpose !== "warning"
        ? await sources.residents?.wantedBy(numbers, { hazard, level, highest, urgency, purpose, event, now })
        : undefined
    const going = wanting ? all.filter(({ recipient }) => wanting.has(recipient)) : all
    for (const [keepsOnce, some] of Map.groupBy(going, (one) => one.keepsOnce)) {
      const recipients = some.map(({ recipient, language }) => ({ number: recipient, language }))
      await insertRecipients(world.db.query, { order: order.number, channel: id, keepsOnce, recipients })
    }
  }
}

/** The same for places: their numbers are those in the list of each order. */
async function repeatPlaces({ world }: ListingContext, order: StoredOrder, channels: readonly OpenChannel[]): Promise<void> {
  const chain = await listOrders(world.db.query, order.repeats)
  const ids = channels.map(({ row }) => row.id)
  const told = await listToldPlaces(world.db.query, order.repeats, ids)
  const at = new Map(order.content.areas.map(({ id }, index) => [id, index + 1]))
  for (const channel of channels) {
    const numbers = told.flatMap((one) => {
      const earlier = chain.find(({ number }) => number === one.order)
      const area = one.channel === channel.row.id && earlier?.content.areas[one.recipient - 1]
      const number = area && at.get(area.id)
      return number ? [number] : []
    })
    await insertRecipients(world.db.query, newRecipients(order, channel, numbered([...new Set(numbers)])))
  }
}

/** Whether recipients are sought for a channel: one that only told of an earlier level tells those again. */
function isFor({ repeats, content: { areas, named }, level }: StoredOrder, { row }: OpenChannel): boolean {
  const ids = areas.slice(0, named).map(({ id }) => id)
  return repeats.length === 0 || serves(row, ids, level)
}

/** What is told by hand is told in areas, too. */
function isInAreas({ kind }: OpenChannel): boolean {
  return !kind || kind.recipients === "areas"
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
  if (!isInAreas(channel)) return newRecipients(order, channel, [])
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
