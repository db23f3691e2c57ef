import type { World } from "../../../platform/world/index.ts"
import { escalate } from "./domain/escalation.ts"
import { callNext, listDue } from "./store/care-store.ts"

/** Called in one go; the rest follows with the next sweep. */
const SWEEP_MAX = 500

/** Calls the next role up the line for signals that nobody acknowledged in time. Consoles show and sound it; nobody is phoned. */
export async function escalateSignals(world: World, now: Date): Promise<void> {
  const due = await listDue(world.db.query, now, SWEEP_MAX)
  if (due.length === 0) return
  const steps = due.map((signal) => ({ id: signal.id, next: escalate(signal, now) ?? { role: "leader" as const, dueAt: null } }))
  await world.react(async (tx) => {
    for (const same of Map.groupBy(steps, ({ next }) => `${next.role} ${next.dueAt?.getTime() ?? ""}`).values()) {
      const { role, dueAt } = same[0]!.next
      const called = await callNext(
        tx.db,
        same.map(({ id }) => id),
        { role, dueAt, now },
      )
      for (const record of called) {
        tx.record({
          ...{ module: "sense", verb: "escalate-signal", record, actor: { role: "system" } },
          ...{ retention: "permanent", body: { to: role } },
        })
      }
    }
  })
}
