import type { Json } from "@holdfast/kernel"
import { type Broken, brokenValues } from "@holdfast/sensorthings"
import { senseErrors } from "../errors.ts"
import type { Datastream, MultiDatastream, Property, ResultKind } from "./catalogue.ts"
import { judgedPoor } from "./quality.ts"

/** A measurement that passed the door, on its way to the store. Times are milliseconds since 1970. */
export interface Observation {
  /** Kept, when a stored one is corrected in everything but its id. */
  readonly id?: number
  readonly datastream: number
  readonly atMs: number
  /** `NO_RESULT_TIME` when it has none. */
  readonly resultAtMs: number
  readonly value: number | null
  /** The end, for what was measured over an interval. */
  readonly untilMs?: number | undefined
  /** What it is about, where that is not the place of its Thing. */
  readonly feature?: number | undefined
  readonly detail?: ObservationDetail | undefined
}

/** What few measurements have beside time and number. */
export interface ObservationDetail {
  /** A result that is not one number: several values, or a word of a closed list. A number here is one that cannot be. */
  readonly result?: Json
  readonly resultQuality?: Json
  readonly validTime?: readonly [string, string]
  readonly parameters?: Json
}

export const NO_RESULT_TIME = -1

/** Clocks of stations may run ahead by this; what lies further ahead would keep rules from seeing anything after it. */
const AHEAD_MAX_MS = 10 * 60_000
/** Older series exist, but a device that says 1970 has lost its clock. */
const EARLIEST_MS = Date.UTC(1990, 0, 1)

/**
 * Checks a measurement against its datastream. Throws `SENSE_RESULT_REFUSED` for anything that is not the property's kind of
 * result (a free text never is) and `SENSE_TIME_REFUSED` for a time that cannot be. A number that the property cannot have, such as
 * rain below zero, is kept as what was sent and has no value (WMO-No. 8, the gross error check: flagged, never lost), so rules,
 * figures, and the newest value of its series know nothing of it.
 */
export function checkObservation(
  datastream: Datastream | MultiDatastream,
  given: { readonly at: Date; readonly until?: Date; readonly resultAt: Date | null; readonly result: unknown },
  now: Date,
): Observation {
  const latestMs = now.getTime() + AHEAD_MAX_MS
  for (const time of [given.at, given.until ?? given.at, given.resultAt ?? given.at]) {
    if (time.getTime() >= EARLIEST_MS && time.getTime() <= latestMs) continue
    throw senseErrors.TIME_REFUSED({
      at: Number.isNaN(time.getTime()) ? String(time) : time.toISOString(),
      from: new Date(EARLIEST_MS).toISOString(),
      to: new Date(latestMs).toISOString(),
    })
  }
  const times = {
    datastream: datastream.number,
    atMs: given.at.getTime(),
    resultAtMs: given.resultAt?.getTime() ?? NO_RESULT_TIME,
    ...(given.until && given.until.getTime() !== given.at.getTime() ? { untilMs: given.until.getTime() } : {}),
  }
  if ("kinds" in datastream) return { ...times, value: null, detail: { result: checkSeveral(datastream, given.result) } }
  const { property, thing } = datastream
  if (thing.isHousehold && given.result !== true) {
    throw refused(given.result, property.id, "result-home-alarm")
  }
  if (property.result === "category") {
    if (typeof given.result !== "string" || !property.categories?.includes(given.result)) {
      throw refused(given.result, property.id, "one-of", { known: (property.categories ?? []).join(", ") })
    }
    return { ...times, value: null, detail: { result: given.result } }
  }
  const value = checkResult(property.result, property.id, given.result)
  if (value === null || !isImpossible(property, value)) return { ...times, value }
  return { ...times, value: null, detail: { result: value, resultQuality: judgedPoor(undefined) } }
}

function isImpossible({ possible }: Property, value: number): boolean {
  return possible !== undefined && (value < possible.min || value > possible.max)
}

/** The number that was sent and cannot be; undefined for every other measurement. */
export function impossibleResult(detail: ObservationDetail | undefined): number | undefined {
  return typeof detail?.result === "number" ? detail.result : undefined
}

/** A time and a number, as the usual message says it. Times are milliseconds since 1970. */
export interface Said {
  readonly atMs: number
  /** `NO_RESULT_TIME` when it has none. */
  readonly resultAtMs: number
  readonly result: number
  /** It was said as true or false, which stand as 1 and 0. */
  readonly isTruth: boolean
}

/** Whether a measurement passes `checkObservation` as it is. False says nothing: that one judges, and names what is wrong. */
export function isPlainlyRight({ property, thing }: Datastream, { atMs, resultAtMs, result, isTruth }: Said, now: Date): boolean {
  const latestMs = now.getTime() + AHEAD_MAX_MS
  if (!(atMs >= EARLIEST_MS && atMs <= latestMs)) return false
  if (resultAtMs !== NO_RESULT_TIME && !(resultAtMs >= EARLIEST_MS && resultAtMs <= latestMs)) return false
  if (thing.isHousehold) return isTruth && result === 1 && property.result === "boolean"
  if (isImpossible(property, result)) return false
  switch (property.result) {
    case "boolean":
      return isTruth || result === 0 || result === 1
    case "integer":
      return !isTruth && Number.isSafeInteger(result)
    case "number":
      return !isTruth && Number.isFinite(result)
    case "category":
      return false
  }
}

function checkSeveral({ kinds, number }: MultiDatastream, result: unknown): Json {
  if (!Array.isArray(result) || result.length !== kinds.length) {
    throw refused(result, `MultiDatastreams(${number})`, "result-values", { length: kinds.length })
  }
  return result.map((value: unknown, i) => {
    const kept = checkResult(kinds[i]!, `MultiDatastreams(${number})/${i}`, value)
    return kinds[i] === "boolean" && kept !== null ? kept === 1 : kept
  })
}

/** A number as a text: some clients know results only as texts. It is none that says anything else. */
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/

function checkResult(kind: ResultKind, property: string, given: unknown): number | null {
  const result = typeof given === "string" && kind !== "boolean" && NUMBER.test(given) ? Number(given) : given
  if (result === null) return null
  if (kind === "boolean" && typeof result === "boolean") return result ? 1 : 0
  if (kind === "boolean" && (result === 0 || result === 1)) return result
  if (kind === "integer" && Number.isSafeInteger(result)) return result as number
  if (kind === "number" && Number.isFinite(result)) return result as number
  throw refused(result, property, `result-${kind}`)
}

function refused(result: unknown, property: string, ...broken: Broken): Error {
  const value = typeof result === "string" ? result.slice(0, 80) : String(JSON.stringify(result)).slice(0, 80)
  return senseErrors.RESULT_REFUSED({ value, property, ...brokenValues(...broken) })
}
