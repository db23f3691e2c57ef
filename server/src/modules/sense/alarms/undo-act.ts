import type { undoableActs } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import { escalatesAt } from "./domain/escalation.ts"
import { unshelveSignal } from "./shelve-signal.ts"
import { unacknowledge, unclear } from "./store/care-store.ts"

/**
 * Takes back that a signal was seen, shelved, or ended by hand: it asks again. There is no time limit here, because each makes the
 * city louder, never quieter; a console offers it for some seconds. Throws `SENSE_NOTHING_TO_UNDO`.
 */
export async function undoAct(world: World, actor: Actor, id: string, act: (typeof undoableActs)[number]): Promise<void> {
  if (act === "shelve") return unshelveSignal(world, actor, id)
  const { code, level } = await getSignal(world, id)
  await world.transact(async (tx) => {
    const dueAt = escalatesAt(level, tx.now)
    const undone = act === "acknowledge" ? await unacknowledge(tx.db, id, dueAt) : await unclear(tx.db, id, { at: tx.now, dueAt })
    if (!undone) throw senseErrors.NOTHING_TO_UNDO({ code })
    tx.record({ module: "sense", verb: "reopen-signal", record: id, actor, retention: "staff-action", body: { act } })
  })
}
