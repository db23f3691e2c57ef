import type { Actor, NewEntry } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import type { WarnContext } from "../context.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { findWarning } from "../store/warning-store.ts"
import { CALLS_MAX, dueAt, type OnDuty, orderOfCalls } from "./domain/ladder.ts"
import { isEntitled } from "./mode-of.ts"
import {
  insertCalls,
  listCalls,
  listShortLadders,
  readLastCalled,
  type StoredCall,
  takeDueCalls,
} from "./store/call-out-store.ts"

/** Who could be called for a warning, in order: approvers on duty for all its areas with the post of the pack, its author not. */
export async function listCallable(context: WarnContext, warning: StoredWarning): Promise<OnDuty[]> {
  const onDuty = await context.people.approversOnDuty(warning.areas.map(({ id }) => id))
  const able = onDuty.filter((who) => who.account !== warning.author.account && isEntitled(context, "approves", who, warning))
  const last = await readLastCalled(
    context.world.db.query,
    able.map(({ account }) => account),
  )
  return orderOfCalls(able, last)
}

/** Begins the calls for what was submitted at `tx.now`: the first is called at once. `callable` was read before the transaction. */
export async function callApprovers(tx: WorldTransaction, submitted: StoredWarning, callable: readonly OnDuty[]): Promise<void> {
  const calls = callable.slice(0, CALLS_MAX).map(({ account, role }, index) => ({
    ...{ warning: submitted.id, submittedAt: tx.now, step: index + 1, account, role },
    dueAt: dueAt(tx.now, index + 1),
    calledAt: index === 0 ? tx.now : null,
  }))
  await insertCalls(tx.db, calls)
  if (calls.length > 0) tx.record(callEntry({ warning: submitted.id, code: submitted.code, step: 1 }))
}

/**
 * Calls whose turn came by `now`, and takes those onto a ladder that came on duty since it was begun: where nobody was there, the
 * first who comes is called at once.
 */
export async function sweepCalls(context: WarnContext, now: Date): Promise<void> {
  const { world } = context
  // Who is on duty is another module's to say, and asked before the transaction.
  const joining: StoredCall[] = []
  for (const { warning: id, submittedAt } of await listShortLadders(world.db.query, CALLS_MAX)) {
    const warning = await findWarning(world.db.query, id)
    if (!warning) continue
    const called = await listCalls(world.db.query, id, submittedAt)
    const more = (await listCallable(context, warning)).filter(({ account }) => !called.some((call) => call.account === account))
    for (const [index, { account, role }] of more.slice(0, CALLS_MAX - called.length).entries()) {
      const step = called.length + index + 1
      joining.push({ warning: id, submittedAt, step, account, role, dueAt: dueAt(submittedAt, step), calledAt: null })
    }
  }
  await world.react(async (tx) => {
    await insertCalls(tx.db, joining)
    for (const call of await takeDueCalls(tx.db, now)) tx.record(callEntry(call))
  })
}

const system: Actor = { role: "system" }

/** The news that somebody is called; whom, stands in the table and is forgotten with it. */
function callEntry({
  warning,
  code,
  step,
}: {
  readonly warning: string
  readonly code: string
  readonly step: number
}): NewEntry {
  return { module: "warn", verb: "call", record: warning, actor: system, retention: "staff-action", body: { code, step } }
}
