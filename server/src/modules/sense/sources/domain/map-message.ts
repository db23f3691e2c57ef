import { convertUnit } from "@holdfast/kernel"
import { parseJsonPath, valueAt, valuesAt } from "../../domain/json-path.ts"
import type { Take } from "./mapping.ts"

/** Measurements in one message; a day of minutes of ten gauges fits. */
export const MEASUREMENTS_MAX = 20_000

/** Why a part of a message was refused; the words stand under `sources:refusal`. */
export const refusals = ["not-json", "nothing-found", "datastream", "value", "time", "unit"] as const
export type Refusal = (typeof refusals)[number]

export interface MappedMeasurement {
  readonly datastream: string
  readonly at: Date
  readonly result: number | boolean | null
}

export interface Mapped {
  readonly measurements: readonly MappedMeasurement[]
  readonly refused: readonly Refusal[]
}

export interface SourceMessage {
  /** Of MQTT; empty elsewhere. */
  readonly topic: string
  readonly payload: string
}

/**
 * What a message of a source says, by its mapping. Never throws: what cannot be understood is refused by name, and the rest goes on.
 *
 * @param unitOf the unit of a datastream; undefined when there is no such datastream
 */
export function mapMessage(
  { take: takes }: { readonly take: readonly Take[] },
  { topic, payload }: SourceMessage,
  { unitOf, now }: { readonly unitOf: (datastream: string) => string | undefined; readonly now: Date },
): Mapped {
  let message: unknown
  try {
    message = JSON.parse(payload)
  } catch {
    return { measurements: [], refused: ["not-json"] }
  }
  const measurements: MappedMeasurement[] = []
  const refused: Refusal[] = []
  for (const take of takes) {
    const parts = take.each === undefined ? [message] : valuesAt(message, parseJsonPath(take.each)!, MEASUREMENTS_MAX)
    if (parts.length === 0) refused.push("nothing-found")
    for (const part of parts) {
      if (measurements.length === MEASUREMENTS_MAX) break
      const read = readOne(take, part, { topic, unitOf, now })
      if (typeof read === "string") refused.push(read)
      else measurements.push(read)
    }
  }
  return { measurements, refused }
}

function readOne(
  take: Take,
  part: unknown,
  { topic, unitOf, now }: { topic: string; unitOf: (datastream: string) => string | undefined; now: Date },
): MappedMeasurement | Refusal {
  const datastream = filled(take.datastream, part, topic)
  const target = datastream === undefined ? undefined : unitOf(datastream)
  if (datastream === undefined || target === undefined) return "datastream"
  const at = take.time === undefined ? now : timeOf(valueAt(part, parseJsonPath(take.time)!), take.time_format)
  if (!at) return "time"
  const given = valueAt(part, parseJsonPath(take.value)!)
  if (given === null || take.missing.some((one) => String(one) === String(given))) return { datastream, at, result: null }
  if (typeof given === "boolean") return { datastream, at, result: given }
  const number = numberOf(given)
  if (number === undefined) return "value"
  const result = take.unit === undefined ? number : convertUnit(number, take.unit, target)
  return result === undefined ? "unit" : { datastream, at, result }
}

/** Fills the slots of a text; undefined when one stays empty or holds no short word. */
function filled(template: string, part: unknown, topic: string): string | undefined {
  let isWhole = true
  const levels = topic.split("/")
  const text = template.replaceAll(/\{([^{}]*)\}/g, (_, slot: string) => {
    const path = parseJsonPath(slot)
    const found = path ? valueAt(part, path) : levels[Number(slot.slice("topic.".length)) - 1]
    if ((typeof found === "string" && found.length <= 80) || typeof found === "number") return String(found)
    isWhole = false
    return ""
  })
  return isWhole ? text : undefined
}

/** Devices send numbers as texts, too. */
function numberOf(given: unknown): number | undefined {
  const number = typeof given === "string" && /^\s*[+-]?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(given) ? Number(given) : given
  return typeof number === "number" && Number.isFinite(number) ? number : undefined
}

function timeOf(given: unknown, format: Take["time_format"]): Date | undefined {
  if (format === "iso") {
    // Without a zone it would be a guess of up to a day.
    if (typeof given !== "string" || !/T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(given)) return undefined
    return valid(new Date(given))
  }
  const number = numberOf(given)
  return number === undefined ? undefined : valid(new Date(format === "epoch-s" ? number * 1_000 : number))
}

const valid = (at: Date) => (Number.isNaN(at.getTime()) ? undefined : at)
