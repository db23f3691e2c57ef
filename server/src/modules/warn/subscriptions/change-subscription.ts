import type { SubscriptionChoice } from "@holdfast/contracts"
import type { SubscriptionContext } from "./context.ts"
import { limitsAt, rankOf, type Subscription } from "./domain/subscription.ts"
import { subscribeErrors } from "./errors.ts"
import { hashOf } from "./store/address-seal.ts"
import { changeAddress, changeSubscription, deleteSubscription, findByHash } from "./store/subscription-store.ts"
import { checkedArea, entryOf } from "./subscribe.ts"

const TOUCH_MS = 86_400_000

/** By the code of its link. Throws `SUBSCRIBE_CODE_UNKNOWN`. */
export async function readSubscription({ world }: SubscriptionContext, code: string): Promise<Subscription> {
  const found = await findByHash(world.db.query, hashOf(code), limitsAt(world.clock.now()))
  if (!found) throw subscribeErrors.CODE_UNKNOWN({})
  return found
}

/** As `readSubscription`, when its resident looks at it: it is kept for twelve months more. */
export async function openSubscription(context: SubscriptionContext, code: string): Promise<Subscription> {
  const found = await readSubscription(context, code)
  const now = context.world.clock.now()
  // What was never confirmed is not kept for being looked at.
  if (!found.confirmedAt || now.getTime() - found.touchedAt.getTime() < TOUCH_MS) return found
  const touched = { ...found, touchedAt: now }
  await context.world.react((tx) => changeSubscription(tx.db, touched))
  context.changed({ kind: "is", number: touched.number, area: touched.area })
  return touched
}

/** The letter arrived: from now on warnings go there. */
export function confirmSubscription(context: SubscriptionContext, code: string): Promise<Subscription> {
  return write(context, code, "confirm", (subscription, now) => ({
    ...subscription,
    confirmedAt: subscription.confirmedAt ?? now,
    touchedAt: now,
  }))
}

/** Throws `SUBSCRIBE_AREA_UNKNOWN` and `SUBSCRIBE_HAZARD_UNKNOWN` too. */
export function changeChoice(context: SubscriptionContext, code: string, choice: SubscriptionChoice): Promise<Subscription> {
  const area = checkedArea(context, choice)
  return write(context, code, "change", (subscription, now) => ({
    ...subscription,
    ...choice,
    // What somebody has they keep, also when fewer people live there now than are needed for a new one.
    area: choice.area === subscription.area ? subscription.area : area.id,
    touchedAt: subscription.confirmedAt ? now : subscription.touchedAt,
  }))
}

/** "I am safe": nothing more of this event, until its level rises; `event` is the warning that it began with. */
export function quietEvent(
  context: SubscriptionContext,
  code: string,
  { event, level }: { readonly event: string; readonly level: Parameters<typeof rankOf>[0] },
): Promise<Subscription> {
  return write(context, code, "quiet", (subscription) => ({
    ...subscription,
    quieted: { ...subscription.quieted, [event]: rankOf(level) },
  }))
}

/** The push service of a browser gave it another address. */
export async function moveSubscription(context: SubscriptionContext, code: string, address: string): Promise<void> {
  const { number, via } = await readSubscription(context, code)
  if (via !== "web-push") throw subscribeErrors.CODE_UNKNOWN({})
  await context.world.transact(async (tx) => {
    await changeAddress(tx.db, number, context.addresses.seal(number, { code, address }))
    tx.record(entryOf("move", via))
  })
}

/** Erased at once, address and all. Nothing happens where it is gone already: who taps twice has not made a mistake. */
export async function unsubscribe(context: SubscriptionContext, code: string): Promise<void> {
  const found = await findByHash(context.world.db.query, hashOf(code), limitsAt(context.world.clock.now()))
  if (found) await eraseSubscription(context, found.number, "unsubscribe")
}

/** @param verb `gone` when the receiver says that nobody is there any more */
export async function eraseSubscription(
  context: SubscriptionContext,
  number: number,
  verb: "unsubscribe" | "gone",
): Promise<void> {
  await context.world.react(async (tx) => {
    const via = await deleteSubscription(tx.db, number)
    if (via) tx.record(entryOf(verb, via))
  })
  context.changed({ kind: "gone", number })
}

async function write(
  context: SubscriptionContext,
  code: string,
  verb: string,
  change: (subscription: Subscription, now: Date) => Subscription,
): Promise<Subscription> {
  const { world } = context
  const changed = await world.transact(async (tx) => {
    const found = await findByHash(tx.db, hashOf(code), limitsAt(tx.now))
    if (!found) throw subscribeErrors.CODE_UNKNOWN({})
    const next = change(found, tx.now)
    await changeSubscription(tx.db, next)
    tx.record(entryOf(verb, found.via))
    return next
  })
  if (changed.confirmedAt) context.changed({ kind: "is", number: changed.number, area: changed.area })
  return changed
}
