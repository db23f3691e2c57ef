import type { Packs } from "../../platform/packs/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { closeWhenFinished } from "./close-incident.ts"
import { changeOf, planInForce } from "./domain/event.ts"
import type { Incident } from "./domain/incident.ts"
import { endWarningOf, listLevelsInForce, lockIncidentsOfWarning, updateIncident } from "./store/incident-store.ts"

/**
 * A warning was replaced, lifted, retracted, or has expired. While others are in force, the response level is that of the highest
 * of them. After the last one the incident ends: it closes at once when nothing is left to do, and otherwise with its last task.
 */
export async function endWarning(tx: WorldTransaction, warning: string, packs: Packs): Promise<void> {
  for (const incident of await lockIncidentsOfWarning(tx.db, warning)) {
    await endWarningOf(tx.db, { incident: incident.id, warning })
    const levels = await listLevelsInForce(tx.db, incident.id)
    const because = { edge: "open", record: warning } as const
    const entry = { module: "respond", record: incident.id, because, actor: { role: "system" }, retention: "permanent" } as const
    if (levels.length > 0) {
      const plan = planInForce(levels, packs.find(incident.hazard)?.plans ?? [])
      if (!plan || changeOf(incident, plan) !== "lower-incident") continue
      await updateIncident(tx.db, { ...incident, level: plan.level, plan: plan.name })
      tx.record({ ...entry, verb: "lower-incident", body: { level: plan.level } })
    } else if (!incident.endingAt) {
      const ending: Incident = { ...incident, endingAt: tx.now }
      await updateIncident(tx.db, ending)
      tx.record({ ...entry, verb: "end-incident", body: {} })
      await closeWhenFinished(tx, ending, { role: "system" })
    }
  }
}
