import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { OBSERVATION_DAYS, ROLLUP_DAYS } from "./domain/retention.ts"
import { readSafeUntil, setRawFrom } from "./rollups/index.ts"
import { dropMonth, listMonths, monthOf, spanOf } from "./store/observation-store.ts"
import { longestKept } from "./store/retention-store.ts"

const DAY_MS = 24 * 60 * 60_000

/**
 * Gives up the months of measurements that are over for as long as any property keeps them, and those of what they came to by
 * minute and by hour, as whole tables. Gives the months of measurements that went.
 */
export async function forget(world: World, now: Date): Promise<string[]> {
  const before = (days: number) => monthOf(now.getTime() - days * DAY_MS)
  const keptFrom = before(Math.max(OBSERVATION_DAYS, await longestKept(world.db.query)))
  // What is not rolled up yet waits for the next day.
  const safeUntil = await readSafeUntil(world.db.query)
  const due = (await listMonths(world.db.query)).filter((month) => month < keptFrom && spanOf(month).until <= safeUntil)
  const rolled = await Promise.all(
    (["rollup_minute", "rollup_hour"] as const).map(async (table) => {
      const months = await listMonths(world.db.query, table)
      return { table, months: months.filter((month) => month < before(ROLLUP_DAYS[table])) }
    }),
  )
  if (due.length === 0 && rolled.every(({ months }) => months.length === 0)) return due
  return world.transact(async (tx) => {
    for (const month of due) await dropMonth(tx.db, month)
    for (const { table, months } of rolled) for (const month of months) await dropMonth(tx.db, month, table)
    if (due.length > 0) await setRawFrom(tx.db, spanOf(due.at(-1)!).until)
    const all = [...due, ...rolled.flatMap(({ months }) => months)].toSorted()
    const body = { months: due.length, from: all[0]!, until: all.at(-1)! }
    tx.record({ module: "sense", verb: "forget", record: newId(), actor: { role: "system" }, retention: "permanent", body })
    return due
  })
}
