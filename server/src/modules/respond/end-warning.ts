import type { WorldTransaction } from "../../platform/world/index.ts"
import { closeWhenFinished } from "./close-incident.ts"
import { hasWarningInForce, lockIncidentsOfWarning, putWarning, updateIncident } from "./store/incident-store.ts"

/**
 * A warning was lifted, retracted, or has expired. Where it was the last one in force, the incident ends: it closes at once when
 * nothing is left to do, and otherwise with its last task.
 */
export async function endWarning(tx: WorldTransaction, warning: string): Promise<void> {
  for (const incident of await lockIncidentsOfWarning(tx.db, warning)) {
    await putWarning(tx.db, { incident: incident.id, warning, inForce: false })
    if (await hasWarningInForce(tx.db, incident.id)) continue
    const ending = { ...incident, endingAt: tx.now }
    await updateIncident(tx.db, ending)
    tx.record({
      module: "respond",
      verb: "end-incident",
      record: incident.id,
      because: { edge: "open", record: warning },
      actor: { role: "system" },
      retention: "permanent",
      body: {},
    })
    await closeWhenFinished(tx, ending, { role: "system" })
  }
}
