import { signCap } from "@holdfast/cap"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { signerOf } from "../signing/index.ts"
import type { ChannelsContext } from "./context.ts"
import { composeContent } from "./domain/compose-content.ts"
import { composeTestCap, testTexts } from "./domain/compose-test.ts"
import { digestOf } from "./domain/digest.ts"
import type { NewOrder } from "./domain/order.ts"
import { channelErrors } from "./errors.ts"
import { listChannels, type StoredChannel } from "./store/channel-store.ts"
import { insertOrder, listTestsSince } from "./store/order-store.ts"

/** A channel that has not taken a test in this time would not take a warning in time either. */
const TEST_MS = 10 * 60_000
const WEEK_MS = 7 * 24 * 3_600_000

/**
 * Sends a test by one channel, to its own target or its own people: status Test, in no feed and on no page. Throws
 * `CHANNELS_NOT_FOUND`, and `CHANNELS_OFF` for one that is switched off or told by hand.
 */
export async function testChannel(context: ChannelsContext, actor: Actor, id: number): Promise<void> {
  const channel = context.book.find(id)
  if (!channel) throw channelErrors.NOT_FOUND({ channel: id })
  if (!channel.row.enabled || !channel.kind) throw channelErrors.OFF({ channel: id })
  await context.world.transact((tx) => writeTest(context, tx, actor, channel.row))
  context.dispatcher.wake()
}

/** The silent weekly test: of each channel that is switched on and was not tested for a week, by the city's clock. */
export async function testWeekly(context: ChannelsContext, now: Date): Promise<void> {
  const { world, book, dispatcher } = context
  const sends = book.all.filter(({ row, kind }) => row.enabled && kind)
  if (sends.length === 0) return
  const written = await world.react(async (tx) => {
    const tested = await listTestsSince(tx.db, new Date(now.getTime() - WEEK_MS))
    const due = (await listChannels(tx.db)).filter(
      ({ id, createdAt }) =>
        sends.some(({ row }) => row.id === id) && !tested.includes(id) && now.getTime() - createdAt.getTime() >= WEEK_MS,
    )
    for (const channel of due) await writeTest(context, tx, { role: "system" }, channel)
    return due.length
  })
  if (written > 0) dispatcher.wake()
}

async function writeTest(
  { world, sender, city, timeZone, publicUrl }: ChannelsContext,
  tx: WorldTransaction,
  actor: Actor,
  channel: StoredChannel,
): Promise<void> {
  const identifier = `test-${channel.id}-${newId()}`
  const expires = new Date(tx.now.getTime() + TEST_MS)
  const facts = { identifier, sender, city, channel: channel.name, at: tx.now, expires, timeZone }
  const content = composeContent({
    ...{ purpose: "test", status: "Test", code: "TEST", page: `${publicUrl}/`, texts: testTexts(facts) },
    ...{ areas: [], targets: [], expires, timeZone },
  })
  const decided: Omit<NewOrder, "content" | "digest"> = {
    identifier,
    event: identifier,
    warning: null,
    purpose: "test",
    testXml: await signCap(composeTestCap(facts), signerOf(world)),
    hazard: "test",
    level: "blue",
    urgency: "Future",
    areas: [],
    channels: [channel.id],
    repeats: [],
    subscriptionsBefore: 0,
    reached: null,
    at: tx.now,
    expires,
  }
  await insertOrder(tx.db, { ...decided, content, digest: digestOf(decided) })
  tx.record({
    ...{ module: "warn", verb: "test-channel", record: newId(), actor, retention: "staff-action" },
    body: { channel: channel.id, kind: channel.kind },
  })
}
