import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { dropMonth, listMonths, monthOf } from "./store/observation-store.ts"

/** A year to compare with, and five weeks to look back on it. */
export const OBSERVATION_DAYS = 400
const DAY_MS = 24 * 60 * 60_000

/** Gives up the months of measurements that are over for 400 days, as whole tables. Gives the months that went. */
export async function forget(world: World, now: Date): Promise<string[]> {
  const keptFrom = monthOf(now.getTime() - OBSERVATION_DAYS * DAY_MS)
  const due = (await listMonths(world.db.query)).filter((month) => month < keptFrom)
  if (due.length === 0) return due
  return world.transact(async (tx) => {
    for (const month of due) await dropMonth(tx.db, month)
    const [from, until] = [due[0]!, due.at(-1)!]
    const body = { months: due.length, from, until }
    tx.record({ module: "sense", verb: "forget", record: newId(), actor: { role: "system" }, retention: "permanent", body })
    return due
  })
}
