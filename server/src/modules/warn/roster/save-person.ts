import type { SaveResponsible } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import type { RosterContext } from "./context.ts"
import { rosterErrors } from "./errors.ts"
import { sealContact } from "./open-person.ts"
import { findPerson, hasAnyPerson, listPeopleWith, putPerson } from "./store/person-store.ts"

/**
 * Puts somebody into the roster, or changes who stands there under an id. Throws `ROSTER_PLACE_TAKEN` when another one with this post
 * has the place, `ROSTER_PERSON_NOT_FOUND`, `ROSTER_INVENTED_ONLY`.
 */
export async function savePerson(context: RosterContext, actor: Actor, person: SaveResponsible, id?: string): Promise<string> {
  assertReal(context)
  return context.world.transact(async (tx) => {
    if (id !== undefined && !(await findPerson(tx.db, id))) throw rosterErrors.PERSON_NOT_FOUND({})
    const { post, place } = person
    const other = (await listPeopleWith(tx.db, person)).find((one) => one.place === place)
    if (other && other.id !== id) throw rosterErrors.PLACE_TAKEN({ post, place })
    const kept = await keepPerson(context, tx, person, id ?? newId())
    tx.record({
      ...{ module: "warn", verb: "change-roster", record: kept, actor, retention: "staff-action" },
      body: { area: person.area, post, place },
    })
    return kept
  })
}

/** Writes one person, sealed. */
export async function keepPerson(
  { key }: RosterContext,
  tx: WorldTransaction,
  { area, post, fromLevel, place, language, name, phone, email }: SaveResponsible,
  id: string,
): Promise<string> {
  const sealed = sealContact(key, id, { name, phone, email }, await hasAnyPerson(tx.db))
  await putPerson(tx.db, { id, area, post, fromLevel, place, language, sealed, changedAt: tx.now })
  return id
}

/** In a drill and in a replay only invented people are called, by nobody's telephone. Throws `ROSTER_INVENTED_ONLY`. */
export function assertReal({ world }: Pick<RosterContext, "world">): void {
  if (world.kind === "drill" || world.kind === "replay") throw rosterErrors.INVENTED_ONLY({})
}
