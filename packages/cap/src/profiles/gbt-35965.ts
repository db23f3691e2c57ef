import { isCapTime, mendCapTime } from "../cap-time.ts"

/** Parts of an identifier of GB/T 35965.1-2018: `ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N`. */
export interface GbtIdentifier {
  /** Six digits of GB/T 2260, such as 110000. */
  readonly division: string
  /** Three digits each: the industry, the unit in it; two to extend them. */
  readonly industry: string
  readonly unit: string
  readonly extension: string
  /** Local time of China, `YYYYMMDDhhmmss`. */
  readonly time: string
  /** One digit: the messages of one second. */
  readonly serial: string
}

const IDENTIFIER = /^(\d{6})(\d{3})(\d{3})(\d{2})_(\d{14})_(\d)$/
const CHINA = "+08:00"

export function isGbtIdentifier(text: string): boolean {
  return parseGbtIdentifier(text) !== undefined
}

/** The parts of an identifier; undefined for a text that is none, or names a time that does not exist. */
export function parseGbtIdentifier(text: string): GbtIdentifier | undefined {
  const found = IDENTIFIER.exec(text)
  if (!found) return undefined
  const [, division = "", industry = "", unit = "", extension = "", time = "", serial = ""] = found
  return timeOfGbt(time) === undefined ? undefined : { division, industry, unit, extension, time, serial }
}

/** The identifier of these parts; undefined when they make none. It is an identifier of CAP as it stands. */
export function formatGbtIdentifier(parts: GbtIdentifier): string | undefined {
  const text = `${parts.division}${parts.industry}${parts.unit}${parts.extension}_${parts.time}_${parts.serial}`
  return isGbtIdentifier(text) ? text : undefined
}

/** A CAP time as GB/T 35965.1 writes it, in the zone of China: `2026-07-31 03:12:00+08:00`. Undefined for what is no CAP time. */
export function toGbtTime(text: string): string | undefined {
  if (!isCapTime(text)) return undefined
  const china = new Date(new Date(text).getTime() + 8 * 3_600_000).toISOString()
  return `${china.slice(0, 10)} ${china.slice(11, 19)}${CHINA}`
}

/** A time of GB/T 35965.1 as CAP time; undefined for what names no moment. */
export function fromGbtTime(text: string): string | undefined {
  return mendCapTime(text)
}

function timeOfGbt(digits: string): string | undefined {
  const text = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T${digits.slice(8, 10)}:${digits.slice(10, 12)}:${digits.slice(12)}${CHINA}`
  return isCapTime(text) ? text : undefined
}
