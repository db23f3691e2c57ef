import type { OutsideAlert, ThreadNode } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import { senseErrors } from "../errors.ts"
import { nameOf } from "./domain/name-of.ts"
import { type FoundAlert, listAlertsById, listEnded, listInForce, listRelayed } from "./store/alert-list.ts"
import { findOctets } from "./store/original-store.ts"
import { findNewestOf } from "./store/outside-signal-store.ts"

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

/** Alerts in the feed of others; a city in the worst night of its country has some dozens. */
const RELAYED_MAX = 100

/** What is passed on to everybody: in force, touching this city, of sources that may be passed on. Newest first. */
export function readRelayed(db: Kysely<unknown>, now: Date): Promise<OutsideAlert[]> {
  return listRelayed(db, now, RELAYED_MAX)
}

/** A message as it came; of those alone that are passed on, when `isPublic`. Throws `SENSE_OUTSIDE_ORIGINAL_NOT_FOUND`. */
export async function readOriginal(
  db: Kysely<unknown>,
  id: string,
  { isPublic }: { readonly isPublic: boolean },
): Promise<Uint8Array> {
  const octets = await findOctets(db, id, { isPublic })
  if (!octets) throw senseErrors.OUTSIDE_ORIGINAL_NOT_FOUND({ alert: id })
  return octets
}

/** The alert that a signal was raised from, as it is now; undefined for a signal of measurements. */
export async function findOfSignal(db: Kysely<unknown>, signal: string): Promise<OutsideAlert | undefined> {
  const id = await findNewestOf(db, signal)
  return id === undefined ? undefined : getAlert(db, id)
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
