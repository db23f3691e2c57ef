import type { Json } from "@holdfast/kernel"
import { periodMs, readEntityId } from "@holdfast/sensorthings"
import { z } from "zod"
import type { Datastream, MultiDatastream } from "../domain/catalogue.ts"
import { checkObservation, impossibleResult, type Observation, type ObservationDetail } from "../domain/observation.ts"
import { isQualityCode, judgedPoor } from "../domain/quality.ts"
import { keeping, refuse, refuseBody, refuseLevels } from "./refuse.ts"
import { refuseSentences } from "./write/rights.ts"

/** An instant with its zone; any offset. */
const Instant = z.iso.datetime({ offset: true, ...keeping("time") })
const Time = z.union([Instant, z.string().regex(/^[^/]{10,40}\/[^/]{2,40}$/)], keeping("time-or-interval"))
/** The id of a link. */
export const LinkedId = z.unknown().transform((given, context) => {
  const id = readEntityId(given)
  if (id === undefined) context.addIssue({ code: "custom", message: keeping("positive-whole-number").error })
  return id ?? z.NEVER
})
const Link = z.union([z.strictObject({ "@iot.id": LinkedId }), z.strictObject({ id: LinkedId })], keeping("link"))

/**
 * A measurement as devices send it. What stands beside time and result are numbers, codes, and links, never sentences: that is
 * where remarks about people would travel.
 */
export const ObservationBody = z.strictObject({
  phenomenonTime: Time.nullish(),
  resultTime: Instant.nullish(),
  result: z.unknown(),
  resultQuality: z.unknown().optional(),
  validTime: Time.nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  Datastream: Link.optional(),
  MultiDatastream: Link.optional(),
  FeatureOfInterest: Link.optional(),
})
export type ObservationBody = z.infer<typeof ObservationBody>

type Series = Datastream | MultiDatastream
/** Finds the series of a measurement by its own link; throws when there is none. */
export type FindSeries = (linked: { readonly id: number; readonly isMulti: boolean } | undefined, hasFeature?: boolean) => Series

/** Of a measurement with its parameters. Those of real stations have two or three. */
const LEVELS_MAX = 8

/** Reads one measurement. Throws `SENSE_MESSAGE_INVALID`, and whatever `checkObservation` throws. */
export function parseObservation(given: unknown, findSeries: FindSeries, now: Date): Observation {
  refuseLevels(given, LEVELS_MAX)
  const parsed = ObservationBody.safeParse(given)
  if (!parsed.success) throw refuseBody(given, parsed.error)
  const { phenomenonTime, resultTime, result, FeatureOfInterest } = parsed.data
  const series = findSeries(linkIn(parsed.data), FeatureOfInterest !== undefined)
  if (result === undefined) throw refuse("result", "", "required")
  // Without a time of its own it happened now, and sent twice it is two measurements.
  const [at, until] = phenomenonTime ? span("phenomenonTime", phenomenonTime) : [now, now]
  const resultAt = resultTime ? new Date(resultTime) : null
  const row = checkObservation(series, { at, until, resultAt, result }, now)
  const said = besides(parsed.data)
  const isPoor = impossibleResult(row.detail) !== undefined
  const detail = { ...row.detail, ...said, ...(isPoor ? { resultQuality: judgedPoor(said.resultQuality) } : {}) }
  return {
    ...row,
    ...(FeatureOfInterest ? { feature: idOf(FeatureOfInterest) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
}

function besides({ resultQuality, validTime, parameters }: ObservationBody): ObservationDetail {
  for (const [field, value] of Object.entries({ resultQuality, parameters })) {
    if (field !== "resultQuality" || !isQualityCode(value)) refuseSentences(field, value as Json)
  }
  const valid = validTime ? span("validTime", validTime).map((at) => at.toISOString()) : undefined
  return {
    ...(resultQuality === undefined || resultQuality === null ? {} : { resultQuality: resultQuality as Json }),
    ...(valid ? { validTime: valid as [string, string] } : {}),
    ...(parameters ? { parameters: parameters as Json } : {}),
  }
}

function linkIn({ Datastream, MultiDatastream }: ObservationBody): Parameters<FindSeries>[0] {
  if (Datastream) return { id: idOf(Datastream), isMulti: false }
  return MultiDatastream ? { id: idOf(MultiDatastream), isMulti: true } : undefined
}

function idOf(link: z.infer<typeof Link>): number {
  return "id" in link ? link.id : link["@iot.id"]
}

/** Years of four digits. A longer one no database reads, and a question about this field would then fail for everybody. */
const EARLIEST_MS = Date.parse("0001-01-01T00:00:00Z")
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z")

/** An instant, or an interval `a/b`, where b may be a duration. */
function span(field: string, text: string): [Date, Date] {
  const [start = "", end = start] = text.split("/")
  const from = Instant.safeParse(start)
  const until = end.startsWith("P") ? undefined : Instant.safeParse(end)
  const fromMs = new Date(start).getTime()
  const untilMs = until ? new Date(end).getTime() : fromMs + periodMs(end)
  const isKept = fromMs >= EARLIEST_MS && untilMs >= fromMs && untilMs <= LATEST_MS
  if (!from.success || until?.success === false || !isKept) {
    throw refuse(field, text, "time-or-interval")
  }
  return [new Date(fromMs), new Date(untilMs)]
}
