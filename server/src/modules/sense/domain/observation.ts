import { senseErrors } from "../errors.ts"
import type { Datastream } from "./catalogue.ts"

/** A measurement that passed the door, on its way to the store. Times are milliseconds since 1970. */
export interface Observation {
  readonly datastream: number
  readonly atMs: number
  readonly resultAtMs: number
  readonly value: number | null
}

/** Clocks of stations may run ahead by this; what lies further ahead would keep rules from seeing anything after it. */
const AHEAD_MAX_MS = 10 * 60_000
/** Older series exist, but a device that says 1970 has lost its clock. */
const EARLIEST_MS = Date.UTC(1990, 0, 1)

/**
 * Checks a measurement against its datastream. Throws `SENSE_RESULT_REFUSED` for anything that is not the property's kind of
 * number (a text never is) and `SENSE_TIME_REFUSED` for a time that cannot be.
 */
export function checkObservation(
  datastream: Datastream,
  given: { readonly at: Date; readonly resultAt: Date; readonly result: unknown },
  now: Date,
): Observation {
  const latestMs = now.getTime() + AHEAD_MAX_MS
  for (const time of [given.at, given.resultAt]) {
    if (time.getTime() >= EARLIEST_MS && time.getTime() <= latestMs) continue
    throw senseErrors.TIME_REFUSED({
      at: Number.isNaN(time.getTime()) ? String(time) : time.toISOString(),
      from: new Date(EARLIEST_MS).toISOString(),
      to: new Date(latestMs).toISOString(),
    })
  }
  return {
    datastream: datastream.number,
    atMs: given.at.getTime(),
    resultAtMs: given.resultAt.getTime(),
    value: checkResult(datastream, given.result),
  }
}

function checkResult({ property }: Datastream, result: unknown): number | null {
  if (result === null) return null
  if (property.result === "boolean" && typeof result === "boolean") return result ? 1 : 0
  if (property.result === "boolean" && (result === 0 || result === 1)) return result
  if (property.result === "integer" && Number.isSafeInteger(result)) return result as number
  if (property.result === "number" && Number.isFinite(result)) return result as number
  const value = typeof result === "string" ? result.slice(0, 80) : String(JSON.stringify(result)).slice(0, 80)
  throw senseErrors.RESULT_REFUSED({ value, property: property.id, rule: property.result })
}
