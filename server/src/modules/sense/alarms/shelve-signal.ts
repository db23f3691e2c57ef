import type { ShelveSignal } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import { escalatesAt } from "./domain/escalation.ts"
import { refused } from "./refused.ts"
import { listShelfOver, shelve, unshelve } from "./store/care-store.ts"

const MINUTE_MS = 60_000
const SWEEP_MAX = 500

/**
 * Puts a signal aside with a reason and an end. It comes back by itself, and at once when its level rises. Throws `SENSE_SIGNAL_ROSE`
 * and `SENSE_SIGNAL_OVER`.
 */
export async function shelveSignal(
  world: World,
  actor: Actor,
  id: string,
  { reason, minutes, level }: ShelveSignal,
): Promise<void> {
  await world.transact(async (tx) => {
    const until = new Date(tx.now.getTime() + minutes * MINUTE_MS)
    const isDone = await shelve(tx.db, id, { role: actor.role, reason, until, level })
    if (!isDone) throw await refused(tx.db, id, { level, otherwise: "SIGNAL_OVER" })
    const body = { reason, until: until.toISOString() }
    tx.record({ module: "sense", verb: "shelve-signal", record: id, actor, retention: "staff-action", body })
  })
}

/** Takes a signal from the shelf before its end; it asks anew. Throws `SENSE_NOTHING_TO_UNDO`. */
export async function unshelveSignal(world: World, actor: Actor, id: string): Promise<void> {
  const { code, level } = await getSignal(world, id)
  await world.transact(async (tx) => {
    const back = await unshelve(tx.db, id, { at: tx.now, dueAt: escalatesAt(level, tx.now) })
    if (!back) throw senseErrors.NOTHING_TO_UNDO({ code })
    tx.record({ module: "sense", verb: "unshelve-signal", record: id, actor, retention: "staff-action", body: {} })
  })
}

/** Brings back what lay on the shelf until now. */
export async function endShelves(world: World, now: Date): Promise<void> {
  const over = await listShelfOver(world.db.query, now, SWEEP_MAX)
  if (over.length === 0) return
  await world.react(async (tx) => {
    for (const { id, level } of over) {
      if (!(await unshelve(tx.db, id, { at: tx.now, dueAt: escalatesAt(level, tx.now) }))) continue
      const actor = { role: "system" }
      tx.record({ module: "sense", verb: "unshelve-signal", record: id, actor, retention: "permanent", body: {} })
    }
  })
}
