import type { Signal } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import { acknowledge } from "./store/care-store.ts"

/** Somebody on duty has seen an open signal. It stays until its reason is over, and asks again when its level rises. */
export async function acknowledgeSignal(world: World, actor: Actor, id: string): Promise<Signal> {
  const { code } = await getSignal(world, id)
  await world.transact(async (tx) => {
    const changed = await acknowledge(tx.db, [id], { role: actor.role, at: tx.now })
    if (changed.length === 0) throw senseErrors.SIGNAL_NOT_OPEN({ code })
    tx.record({ module: "sense", verb: "acknowledge-signal", record: id, actor, retention: "staff-action", body: { code } })
  })
  return getSignal(world, id)
}
