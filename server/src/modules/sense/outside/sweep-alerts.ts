import type { World } from "../../../platform/world/index.ts"
import { forgetRows } from "../forget-rows.ts"
import { endChain } from "./end-chain.ts"
import { dropEndedBefore, endAlerts, listOverdue } from "./store/alert-store.ts"
import { forgetQuarantined } from "./store/quarantine-store.ts"

/** Alerts that expire in one sweep; the next comes in seconds. */
const AT_ONCE = 100
/** As long as measurements: a review of the season needs them, nothing later does. */
const KEPT_MS = 400 * 24 * 60 * 60_000
const system = { role: "system" } as const

/** Ends what has expired by the clock, and the signals that hung on it. */
export async function sweepAlerts(world: World, now: Date): Promise<void> {
  const overdue = await listOverdue(world.db.query, now, AT_ONCE)
  if (overdue.length === 0) return
  await world.transact(async (tx) => {
    await endAlerts(
      tx.db,
      overdue.map(({ id }) => id),
      { state: "expired", at: tx.now },
    )
    for (const { id } of overdue) {
      const body = { state: "expired" }
      tx.record({ module: "sense", verb: "end-outside-alert", record: id, actor: system, retention: "permanent", body })
    }
    for (const chain of new Set(overdue.map((one) => one.chain))) await endChain(tx, chain)
  })
}

/** Deletes what was over 400 days ago. */
export async function forgetAlerts(world: World, now: Date): Promise<void> {
  const limit = new Date(now.getTime() - KEPT_MS)
  await forgetRows(world, async (tx) => ({
    alerts: await dropEndedBefore(tx, limit),
    quarantined: await forgetQuarantined(tx, limit),
  }))
}
