import type { ChannelPurpose } from "@holdfast/contracts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import type { MessageOccasion } from "../compose-message.ts"
import { isInside, type StoredWarning } from "../domain/warning.ts"
import type { ChannelsContext } from "./context.ts"
import { composeContent } from "./domain/compose-content.ts"
import { digestOf } from "./domain/digest.ts"
import { seeksRecipients } from "./domain/order.ts"
import { serves } from "./domain/serves.ts"
import { endOrders, insertOrder, listOpenLiftings, listReached } from "./store/order-store.ts"

/** What ends or takes back is still told when the warning would have run out in the next minute. */
const ENDING_TOLD_MS = 6 * 3_600_000

/**
 * Writes, in the transaction that freezes a message, what is to go out, to whom, and by which channels; and ends what the message
 * takes the place of, so that nothing of that leaves any more. Who got that gets this, by the same channels.
 */
export async function writeOrder(
  context: Pick<ChannelsContext, "world" | "places" | "publicUrl" | "timeZone" | "book" | "sources">,
  tx: WorldTransaction,
  warning: StoredWarning,
  occasion: MessageOccasion,
): Promise<void> {
  const { world, places, publicUrl, timeZone, book, sources } = context
  const purpose = purposeOf(occasion)
  const ends = purpose === "lifting" || purpose === "retraction"
  const before = occasion.goesOn ?? occasion.refersTo
  // An end is repeated by nothing: its own recipients are those of the messages that it ends.
  const reached = (await listReached(tx.db, before)).filter(seeksRecipients)
  const own = warning.areas.map(({ id }) => id)
  // Who is responsible is rung by the roster itself, until they answer.
  const chosen = book.all
    .filter(({ row, kind }) => row.enabled && kind?.recipients !== "roster" && serves(row, own, warning.level))
    .map(({ row }) => row)
  // A channel that told of an earlier level, and does not serve this one, tells its own that it changed.
  const told = new Set(reached.flatMap(({ channels }) => channels))
  const telling = book.all.filter(({ row }) => row.enabled && told.has(row.id)).map(({ row }) => row)
  const served = [...chosen, ...telling].flatMap(({ areas }) => areas)
  const toldIn = new Map(reached.flatMap((order) => order.content.areas.map((area) => [area.id, area] as const)))
  const targets = [...new Set([...served, ...toldIn.keys()])]
    .filter((id) => isInside(id, warning.areas) && !own.includes(id))
    .map((id) => toldIn.get(id) ?? { id, name: places.getArea(id).name })
  const expires = ends ? new Date(Math.max(warning.expires.getTime(), tx.now.getTime() + ENDING_TOLD_MS)) : warning.expires
  const content = composeContent({
    ...{ purpose, texts: occasion.texts, areas: warning.areas, targets, expires: warning.expires, timeZone },
    status: world.kind === "live" ? "Actual" : "Exercise",
    code: warning.code,
    page: `${publicUrl}/warnings/${occasion.page}`,
  })
  const last = reached.at(-1)
  const areas = ends && last ? last.areas : (sources.residents?.publishedAreasFor(own) ?? own)
  const { hazard, level, urgency } = warning
  const decided = {
    ...{ identifier: occasion.identifier, warning: warning.id, purpose, testXml: null, at: tx.now, expires },
    event: reached.find((order) => before.includes(order.warning!))?.event ?? warning.code,
    ...{ hazard, level, urgency, areas },
    channels: ends ? [...told] : [...new Set([...chosen, ...telling].map(({ id }) => id))],
    // All of the chain: an update that is ended before it was out has not reached everybody who got the first message.
    repeats: reached.map(({ number }) => number),
    subscriptionsBefore: (await sources.residents?.lastNumber(tx.db)) ?? 0,
    reached: (!ends && sources.reach?.match({ areas, hazard, level })) || null,
  }
  // The places in its list are those of the recipients: an end is told in the same ones.
  const same = ends && last ? { ...content, areas: last.content.areas, named: last.content.named } : content
  await insertOrder(tx.db, { ...decided, content: same, digest: digestOf(decided) })
  // A danger that is back: nobody hears after this that the one before is over.
  const liftings = ends ? [] : await listOpenLiftings(tx.db, hazard)
  const overtaken = liftings.filter(({ content: { areas: lifted, named } }) =>
    lifted.slice(0, named).every(({ id }) => isInside(id, warning.areas)),
  )
  await endOrders(tx.db, [...decided.repeats, ...overtaken.map(({ number }) => number)], tx.now)
}

function purposeOf({ purpose, msgType }: MessageOccasion): ChannelPurpose {
  if (purpose === "lift") return "lifting"
  if (purpose === "retract") return "retraction"
  return msgType === "Update" ? "update" : "warning"
}
