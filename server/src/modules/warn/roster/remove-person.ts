import type { Actor } from "../../../platform/log/index.ts"
import type { RosterContext } from "./context.ts"
import { assertReal } from "./save-person.ts"
import { deletePerson, findPerson } from "./store/person-store.ts"

/** Takes somebody out of the roster; nothing of them stays. Once more it does nothing. */
export async function removePerson(context: RosterContext, actor: Actor, id: string): Promise<void> {
  assertReal(context)
  await context.world.react(async (tx) => {
    const person = await findPerson(tx.db, id)
    if (!person) return
    await deletePerson(tx.db, id)
    tx.record({
      ...{ module: "warn", verb: "change-roster", record: id, actor, retention: "staff-action" },
      body: { area: person.area, post: person.post, place: person.place, removed: true },
    })
  })
}
