import type { RaiseFromAlert } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import { senseErrors } from "../errors.ts"
import type { OutsideContext } from "./context.ts"
import { eventOf, nameOf } from "./domain/name-of.ts"
import { raiseSignal } from "./raise-signal.ts"
import { getAlert } from "./read-alerts.ts"

/**
 * Somebody on duty takes an alert of others for a danger here and raises a signal from it. Gives the signal's id. Throws
 * `SENSE_OUTSIDE_ALERT_NOT_FOUND`, `SENSE_OUTSIDE_ALERT_OVER`, `SENSE_RULE_NAME_UNKNOWN` for hazard and area, and
 * `SENSE_OUTSIDE_SIGNAL_THERE` when there is one of this level.
 */
export async function raiseFromAlert(
  context: OutsideContext,
  actor: Actor,
  id: string,
  { hazard, level, area: areaId }: RaiseFromAlert,
): Promise<string> {
  if (!context.hazards.some(({ id: known }) => known === hazard))
    throw senseErrors.RULE_NAME_UNKNOWN({ field: "hazard", value: hazard })
  const area = context.findArea(areaId)
  if (!area) throw senseErrors.RULE_NAME_UNKNOWN({ field: "area", value: areaId })
  return context.world.transact(async (tx) => {
    const alert = await getAlert(tx.db, id)
    if (alert.state !== "in-force") throw senseErrors.OUTSIDE_ALERT_OVER({ event: eventOf(alert).en })
    const named = { alert: id, chain: alert.chain, name: nameOf(alert) }
    const signal = await raiseSignal(tx, { ...named, hazard, level, area: { id: area.id, name: area.name }, actor })
    if (signal === undefined) throw senseErrors.OUTSIDE_SIGNAL_THERE({ area: area.id })
    return signal
  })
}
