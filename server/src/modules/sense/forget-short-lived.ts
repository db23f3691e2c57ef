import type { World } from "../../platform/world/index.ts"
import { OBSERVATION_DAYS } from "./domain/retention.ts"
import { HOUR_MS } from "./domain/settled.ts"
import { forgetRows } from "./forget-rows.ts"
import { listHours, readSafeUntil } from "./rollups/index.ts"
import { monthOf, spanOf } from "./store/observation-store.ts"
import { type KeptProperty, keepFrom, listKept, removeHour, removeStrays } from "./store/retention-store.ts"

const DAY_MS = 24 * HOUR_MS
const HOURS_AT_ONCE = 500

/**
 * Gives up measurements of properties that are kept for a shorter time than others in the same months, hour by hour; what they came
 * to by minute, hour, and day stays, and what is not rolled up yet waits for the next day. Gives how many went.
 */
export async function forgetShortLived(world: World, now: Date): Promise<number> {
  const kept = await listKept(world.db.query)
  const longest = Math.max(OBSERVATION_DAYS, ...kept.map(({ keepDays }) => keepDays ?? 0))
  const safeMs = Math.floor((await readSafeUntil(world.db.query)).getTime() / DAY_MS) * DAY_MS
  let gone = 0
  for (const property of kept) {
    const untilMs = Math.min(cutMs(property, now.getTime()), safeMs)
    // What lives longest goes with its months.
    if ((property.keepDays ?? OBSERVATION_DAYS) < longest) gone += await forgetBefore(world, property, new Date(untilMs))
  }
  return gone
}

/** Whole days where the register says how many; the usual time ends with a month. */
function cutMs({ keepDays }: KeptProperty, nowMs: number): number {
  if (keepDays !== null) return Math.floor((nowMs - keepDays * DAY_MS) / DAY_MS) * DAY_MS
  return spanOf(monthOf(nowMs - OBSERVATION_DAYS * DAY_MS)).from.getTime()
}

async function forgetBefore(world: World, property: KeptProperty, until: Date): Promise<number> {
  if (until <= property.rawFrom) return 0
  // Readers count what is older one by one from now on, so that they are right while it goes.
  await world.react((tx) => keepFrom(tx.db, property.id, until))
  let gone = await removed(world, property, until, (tx) => removeStrays(tx, property.id, property.rawFrom))
  let from = property.rawFrom
  for (;;) {
    const hours = await listHours(world.db.query, { from, until, limit: HOURS_AT_ONCE })
    // A day is one entry of the log, and an hour one question.
    for (const day of Map.groupBy(hours, ({ hour }) => Math.floor(hour.getTime() / DAY_MS)).values()) {
      gone += await removed(world, property, until, async (tx) => {
        let count = 0
        for (const { hour } of day) count += await removeHour(tx, property.id, hour)
        return count
      })
    }
    if (hours.length < HOURS_AT_ONCE) return gone
    from = new Date(hours.at(-1)!.hour.getTime() + HOUR_MS)
  }
}

type Transaction = Parameters<typeof keepFrom>[0]

/** One piece of it, said in the log where anything went. */
function removed(world: World, { id }: KeptProperty, until: Date, work: (tx: Transaction) => Promise<number>): Promise<number> {
  const about = { property: id, until: until.toISOString() }
  return forgetRows(world, async (tx) => ({ observations: await work(tx) }), { about })
}
