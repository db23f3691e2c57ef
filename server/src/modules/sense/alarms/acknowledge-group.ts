import { mayAct, permit } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { groupSignals, membersIn } from "./domain/groups.ts"
import { acknowledge } from "./store/care-store.ts"
import { listOpen } from "./store/line-store.ts"

/**
 * Somebody has seen a whole line of the inbox, or its part in some areas, as it stood at `until`: what asked later stays unseen. Of a flood over several
 * districts it takes what lies in the actor's own area. Gives how many. Throws `SENSE_GROUP_NOT_FOUND`, and
 * `IDENTITY_NOT_PERMITTED` when nothing of it lies there.
 */
export async function acknowledgeGroup(
  world: World,
  actor: Actor,
  { key, until, areas }: { readonly key: string; readonly until: Date; readonly areas?: readonly string[] | undefined },
): Promise<number> {
  const group = groupSignals(await listOpen(world.db.query)).find((found) => found.key === key)
  if (!group) throw senseErrors.GROUP_NOT_FOUND({ group: key })
  const own = membersIn(group, areas).filter(({ area }) => mayAct(actor, "sense.acknowledge-signal", [area]))
  if (own.length === 0) permit(actor, "sense.acknowledge-signal", [group.lead.area])
  const unseen = own.filter(({ isUnseen }) => isUnseen).map(({ id }) => id)
  return world.react(async (tx) => {
    const changed = await acknowledge(tx.db, unseen, { role: actor.role, at: tx.now, until })
    for (const record of changed) {
      tx.record({ module: "sense", verb: "acknowledge-signal", record, actor, retention: "staff-action", body: { group: key } })
    }
    return changed.length
  })
}
