import type { ReportOutage } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { causeFor } from "../../platform/thread/index.ts"
import { makeOnce, type World } from "../../platform/world/index.ts"
import { insertCheck, insertOutage } from "./store/outage-store.ts"

/**
 * A lifeline is out in an area, which the caller has checked. Sent again with the same id it is reported once; gives the id.
 * Throws `PLATFORM_RECORD_EXISTS` when the id is that of another outage.
 */
export async function reportOutage(
  world: World,
  actor: Actor,
  { id = newId(), lifeline, area, households, because }: ReportOutage,
): Promise<string> {
  const cause = because ? await causeFor(world.db.query, because) : undefined
  await makeOnce(
    world,
    {
      module: "recover",
      verb: "report-outage",
      record: id,
      because: cause,
      actor,
      retention: "permanent",
      body: { lifeline, area, households },
    },
    async (tx) => {
      const isNew = await insertOutage(tx.db, {
        id,
        lifeline,
        area,
        state: "out",
        startedAt: tx.now,
        restoredAt: null,
        // An outage that is known from a resident's report keeps no way back to it.
        because: cause?.edge === "open" ? cause.record : null,
      })
      if (isNew) await insertCheck(tx.db, id, { at: tx.now, households, role: actor.role })
      return isNew
    },
  )
  return id
}
