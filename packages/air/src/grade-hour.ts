import { individualIndex } from "./individual-index.ts"
import { type AirGrade, combine } from "./level.ts"
import { decimalsOf, roundedMean } from "./round.ts"
import { type HourlyPollutant, hourlyPollutants, type Standard, tables } from "./standard.ts"

/** SO2 above the hourly column counts as 200; the day's mean says more. HJ 633-2012, note 3 to table 1. */
const SULPHUR_CAP = 200

/** The AQI of one hour of one station, as shown to the public during the day. */
export function gradeHour(
  measured: Readonly<Record<HourlyPollutant, number | null>>,
  standard: Standard,
): AirGrade<HourlyPollutant> {
  const rounded = mapPollutants((name) => {
    const value = measured[name]
    return value === null ? null : roundedMean([value], decimalsOf(name))
  })
  const { hourly } = tables[standard]
  const iaqi = mapPollutants((name) => {
    const value = rounded[name]
    return value === null ? null : (individualIndex(value, hourly[name]) ?? SULPHUR_CAP)
  })
  return combine(rounded, iaqi)
}

function mapPollutants(of: (name: HourlyPollutant) => number | null): Record<HourlyPollutant, number | null> {
  return Object.fromEntries(hourlyPollutants.map((name) => [name, of(name)])) as Record<HourlyPollutant, number | null>
}
