import type { ReportOutage } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { causeFor } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import { insertCheck, insertOutage } from "./store/outage-store.ts"

/** A lifeline is out in an area, which the caller has checked. Gives the id of the new outage. */
export function reportOutage(world: World, actor: Actor, { lifeline, area, households, because }: ReportOutage): Promise<string> {
  return world.transact(async (tx) => {
    const id = newId()
    const cause = because ? await causeFor(tx.db, because) : undefined
    await insertOutage(tx.db, {
      id,
      lifeline,
      area,
      state: "out",
      startedAt: tx.now,
      restoredAt: null,
      // An outage that is known from a resident's report keeps no way back to it.
      because: cause?.edge === "open" ? cause.record : null,
    })
    await insertCheck(tx.db, id, { at: tx.now, households, role: actor.role })
    tx.record({
      module: "recover",
      verb: "report-outage",
      record: id,
      because: cause,
      actor,
      retention: "permanent",
      body: { lifeline, area, households },
    })
    return id
  })
}
