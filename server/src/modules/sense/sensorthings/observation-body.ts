import { z } from "zod"
import type { Datastream } from "../domain/catalogue.ts"
import { checkObservation, type Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"

/** An instant with its zone; any offset. An interval is not taken: what it would mean to a rule is unclear. */
const Instant = z.iso.datetime({ offset: true })

/**
 * A measurement as devices send it. Nothing may stand beside time and result: that is where remarks about people would travel.
 */
export const ObservationBody = z.strictObject({
  phenomenonTime: Instant.optional(),
  resultTime: Instant.nullish(),
  result: z.unknown(),
  Datastream: z.strictObject({ "@iot.id": z.int().positive() }).optional(),
})
export type ObservationBody = z.infer<typeof ObservationBody>

/** Reads one measurement. Throws `SENSE_MESSAGE_INVALID`, and whatever `checkObservation` throws. */
export function parseObservation(given: unknown, findDatastream: (id: number | undefined) => Datastream, now: Date): Observation {
  const parsed = ObservationBody.safeParse(given)
  if (!parsed.success) throw messageInvalid(given, parsed.error)
  const { phenomenonTime, resultTime, result, Datastream } = parsed.data
  const datastream = findDatastream(Datastream?.["@iot.id"])
  if (result === undefined) throw senseErrors.MESSAGE_INVALID({ field: "result", value: "", rule: "required" })
  // Without a time of its own it happened now, and sent twice it is two measurements.
  const at = phenomenonTime ? new Date(phenomenonTime) : now
  return checkObservation(datastream, { at, resultAt: resultTime ? new Date(resultTime) : at, result }, now)
}

export function messageInvalid(given: unknown, error: z.ZodError): Error {
  const issue = error.issues[0]!
  const field = issue.path.join("/") || (issue.code === "unrecognized_keys" ? issue.keys.join(", ") : "/")
  const value = issue.path.reduce<unknown>((at, key) => (Object(at) as Record<PropertyKey, unknown>)[key], given)
  const text = (JSON.stringify(value) ?? "").slice(0, 80)
  return senseErrors.MESSAGE_INVALID({ field: field.slice(0, 80), value: text, rule: issue.message.slice(0, 120) })
}
