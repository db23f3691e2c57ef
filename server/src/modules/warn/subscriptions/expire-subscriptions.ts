import { newId } from "@holdfast/kernel"
import type { SubscriptionContext } from "./context.ts"
import { limitsAt } from "./domain/subscription.ts"
import { deleteOver, dropQuieted } from "./store/subscription-store.ts"

/** So much at a time, so that nobody waits for it. */
const BATCH = 5_000

/**
 * Erases what nobody touched for twelve months or never confirmed, and forgets who was safe in events that are over.
 *
 * @param going the first warnings of events that go on
 */
export async function expireSubscriptions(context: SubscriptionContext, now: Date, going: readonly string[]): Promise<number> {
  let erased = 0
  for (;;) {
    const numbers = await context.world.react(async (tx) => {
      const over = await deleteOver(tx.db, { ...limitsAt(now), limit: BATCH })
      if (over.length > 0)
        tx.record({
          module: "subscribe",
          verb: "expire",
          record: newId(),
          actor: { role: "system" },
          retention: "subscription",
          body: { count: over.length },
        })
      return over
    })
    for (const number of numbers) context.changed({ kind: "gone", number })
    erased += numbers.length
    if (numbers.length < BATCH) break
  }
  await context.world.react((tx) => dropQuieted(tx.db, going))
  return erased
}
