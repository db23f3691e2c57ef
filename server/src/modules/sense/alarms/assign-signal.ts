import type { AssignSignal } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import type { People } from "./people.ts"
import { type Assignment, assign } from "./store/care-store.ts"

/**
 * Gives a signal to a role, or to somebody who is on duty in its area. Throws `SENSE_NOT_ON_DUTY` and `SENSE_SIGNAL_OVER`.
 */
export async function assignSignal(
  { world, people }: { readonly world: World; readonly people: People },
  actor: Actor,
  id: string,
  to: AssignSignal,
): Promise<void> {
  const { code, area } = await getSignal(world, id)
  const given = await whom(people, to, area.id)
  await world.transact(async (tx) => {
    if (!(await assign(tx.db, id, { ...given, at: tx.now }))) throw senseErrors.SIGNAL_OVER({ code })
    // A name stands in the body, which ends after three years as the column does.
    const body = { role: given.role, account: given.account }
    tx.record({ module: "sense", verb: "assign-signal", record: id, actor, retention: "staff-action", body })
  })
}

async function whom(people: People, to: AssignSignal, area: string): Promise<Omit<Assignment, "at">> {
  if ("role" in to) return { role: to.role, account: null }
  const person = (await people.onDuty([area])).find(({ account }) => account === to.account)
  if (!person) throw senseErrors.NOT_ON_DUTY({})
  return { role: person.role, account: person.account }
}
