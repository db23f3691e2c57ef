import type { OutsideAlert, ThreadNode } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import { senseErrors } from "../errors.ts"
import { nameOf } from "./domain/name-of.ts"
import { type FoundAlert, listAlertsById, listEnded, listInForce } from "./store/alert-list.ts"

/** Alerts in one list; who has more needs a narrower source. */
export const LIST_MAX = 500

export async function readAlerts(db: Kysely<unknown>, { isOver }: { readonly isOver: boolean }): Promise<OutsideAlert[]> {
  return isOver ? listEnded(db, LIST_MAX) : listInForce(db, LIST_MAX)
}

/** Throws `SENSE_OUTSIDE_ALERT_NOT_FOUND`. */
export async function getAlert(db: Kysely<unknown>, id: string): Promise<FoundAlert> {
  const [found] = await listAlertsById(db, [id])
  if (!found) throw senseErrors.OUTSIDE_ALERT_NOT_FOUND({ alert: id })
  return found
}

/** What the thread says of them. */
export async function describeAlerts(db: Kysely<unknown>, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const found = await listAlertsById(db, records)
  return new Map(
    found.map((alert) => [
      alert.id,
      {
        ...{ record: alert.id, kind: "outside-alert", code: null, title: nameOf(alert) },
        ...{ at: alert.receivedAt, module: "sense", edge: "none" },
      },
    ]),
  )
}
