import { type DayHours, dayConcentrations } from "./day-means.ts"
import { individualIndex } from "./individual-index.ts"
import { type AirGrade, combine } from "./level.ts"
import { decimalsOf, roundedMean } from "./round.ts"
import { type DailyPollutant, dailyPollutants, type Standard, tables } from "./standard.ts"

export type DayGrade = AirGrade<DailyPollutant>

/** The daily AQI of one station from the 24 hours of its local day. */
export function gradeDay(hours: DayHours, standard: Standard): DayGrade {
  const ozone1h = hours.O3.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null)
  return gradeConcentrations(dayConcentrations(hours), standard, ozone1h)
}

/** A city needs this share of its stations. HJ 663-2013. */
const STATIONS_NEEDED_SHARE = 0.75

/** The daily AQI of a city: each pollutant is the mean over its stations, given by at least three quarters of them. */
export function gradeCityDay(stations: readonly DayGrade[], standard: Standard): DayGrade {
  const entries = dailyPollutants.map((name): [DailyPollutant, number | null] => {
    const valid = stations.map(({ concentrations }) => concentrations[name]).filter((value) => value !== null)
    const enough = valid.length > 0 && valid.length >= stations.length * STATIONS_NEEDED_SHARE
    return [name, enough ? roundedMean(valid, decimalsOf(name)) : null]
  })
  return gradeConcentrations(Object.fromEntries(entries) as Record<DailyPollutant, number | null>, standard, null)
}

/** Above 800 µg/m³ the mean over 8 hours has no index; the highest hour speaks then. */
function gradeConcentrations(
  concentrations: Record<DailyPollutant, number | null>,
  standard: Standard,
  ozone1h: number | null,
): DayGrade {
  const { daily, hourly } = tables[standard]
  const entries = dailyPollutants.map((name): [DailyPollutant, number | null] => {
    const value = concentrations[name]
    if (value === null) return [name, null]
    const index = individualIndex(value, daily[name])
    if (index === null && ozone1h !== null) return [name, individualIndex(roundedMean([ozone1h], 0), hourly.O3)]
    return [name, index]
  })
  return combine(concentrations, Object.fromEntries(entries) as Record<DailyPollutant, number | null>)
}
