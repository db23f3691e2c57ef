import { formatsIn } from "@holdfast/words"

const DAY_MS = 86_400_000

/**
 * The day after the one that it is in the city, such as `2026-08-01`: what a forecast of the next day, made at this moment, is about.
 *
 * @param timeZone IANA name, such as `Asia/Shanghai`
 */
export function nextDay(at: Date, timeZone: string): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const
  // The Canadian way to write a date is that of ISO 8601.
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, ...parts }).format(at)
  return new Date(Date.parse(today) + DAY_MS).toISOString().slice(0, 10)
}

/** From midnight to midnight in the city, as `validTime` says it. Some days have 23 or 25 hours. */
export function spanOfDay(day: string, timeZone: string): readonly [from: string, to: string] {
  const { cityTime } = formatsIn("en", timeZone)
  const after = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
  return [cityTime(`${day}T00:00`).toISOString(), cityTime(`${after}T00:00`).toISOString()]
}
