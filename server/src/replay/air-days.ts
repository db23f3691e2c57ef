import {
  type DayGrade,
  type DayHours,
  gradeCityDay,
  gradeDay,
  type HourlyPollutant,
  hourlyPollutants,
  type Standard,
  standardOn,
} from "@holdfast/air"
import { HOUR_MS, localDate, type MeasuredHours, startOfDate } from "./measured-hours.ts"
import type { ReportDay } from "./report.ts"

const HOURS_OF_DAY = 24
const MICROGRAMS_PER_MILLIGRAM = 1_000

/** `by-date` takes the standard that was in force on each day. */
export type StandardChoice = Standard | "by-date"

/** Every local date that the file touches. */
export function datesOf({ firstMs, lastMs }: MeasuredHours): string[] {
  const dates: string[] = []
  for (let ms = startOfDate(localDate(firstMs)); ms <= lastMs; ms += HOURS_OF_DAY * HOUR_MS) dates.push(localDate(ms))
  return dates
}

/** The daily AQI of a station on each date. */
export function airDays(measured: MeasuredHours, station: string, choice: StandardChoice): ReportDay[] {
  return datesOf(measured).map((date) => {
    const standard = choice === "by-date" ? standardOn(date) : choice
    return toDay(date, standard, gradeDay(hoursOf(measured, station, date), standard))
  })
}

/** The daily AQI of the city, from the days of its stations. */
export function cityDays(stations: readonly (readonly ReportDay[])[]): ReportDay[] {
  return (stations[0] ?? []).map(({ date, standard }, index) =>
    toDay(
      date,
      standard,
      gradeCityDay(
        stations.map((days) => days[index]!),
        standard,
      ),
    ),
  )
}

/** The hours of a local date in the units of the standard; the file has CO in micrograms. */
function hoursOf(measured: MeasuredHours, station: string, date: string): DayHours {
  const startMs = startOfDate(date)
  const hours = Array.from({ length: HOURS_OF_DAY }, (_, hour) => startMs + hour * HOUR_MS)
  const entries = hourlyPollutants.map((pollutant, column): [HourlyPollutant, (number | null)[]] => [
    pollutant,
    hours.map((hour) => airValue(pollutant, measured.valueAt(station, hour, column))),
  ])
  return Object.fromEntries(entries) as Record<HourlyPollutant, (number | null)[]>
}

/** A value of the file in the unit of its pollutant: CO in mg/m³, all others in µg/m³. */
export function airValue(pollutant: HourlyPollutant, value: number | null): number | null {
  return value !== null && pollutant === "CO" ? value / MICROGRAMS_PER_MILLIGRAM : value
}

function toDay(date: string, standard: Standard, { concentrations, iaqi, aqi, level, primary }: DayGrade): ReportDay {
  return { date, standard, concentrations, iaqi, aqi, level, primary }
}
