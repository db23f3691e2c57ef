import { decimalsOf, roundedMean } from "./round.ts"
import { type DailyPollutant, dailyPollutants, type HourlyPollutant } from "./standard.ts"

/** The hours of a local day by their start, 00 to 23: µg/m³, CO in mg/m³, at least 0; null where there is no valid value. */
export type DayHours = Readonly<Record<HourlyPollutant, readonly (number | null)[]>>

const HOURS_OF_DAY = 24
/** GB 3095, validity of means. */
const HOURS_NEEDED = 20
const OZONE_WINDOW_H = 8
const OZONE_HOURS_NEEDED = 6
/** HJ 663-2013: of the 17 windows that end from 08:00 to 24:00. */
const OZONE_WINDOWS_NEEDED = 14
const OZONE_LIMIT = 160

/** Mean over 24 hours, rounded; null with fewer than 20 valid hours. */
export function dayMean(hours: readonly (number | null)[], decimals: 0 | 1): number | null {
  const valid = validOf(hours)
  return valid.length < HOURS_NEEDED ? null : roundedMean(valid, decimals)
}

/**
 * The highest mean over 8 hours among windows that lie in the day. A window needs 6 valid hours, the day 14 valid windows;
 * fewer suffice when what they show already exceeds the limit of 160 µg/m³.
 */
export function ozoneDayMaximum8h(hours: readonly (number | null)[]): number | null {
  let highest: number | null = null
  let windows = 0
  for (let end = OZONE_WINDOW_H; end <= HOURS_OF_DAY; end++) {
    const valid = validOf(hours.slice(end - OZONE_WINDOW_H, end))
    if (valid.length < OZONE_HOURS_NEEDED) continue
    windows += 1
    highest = Math.max(highest ?? 0, roundedMean(valid, 0))
  }
  return windows >= OZONE_WINDOWS_NEEDED || (highest ?? 0) > OZONE_LIMIT ? highest : null
}

/** What a day is judged by, of one station. */
export function dayConcentrations(hours: DayHours): Record<DailyPollutant, number | null> {
  const entries = dailyPollutants.map((name): [DailyPollutant, number | null] => [
    name,
    name === "O3_8h" ? ozoneDayMaximum8h(hours.O3) : dayMean(hours[name], decimalsOf(name)),
  ])
  return Object.fromEntries(entries) as Record<DailyPollutant, number | null>
}

function validOf(hours: readonly (number | null)[]): number[] {
  return hours.filter((value) => value !== null)
}
