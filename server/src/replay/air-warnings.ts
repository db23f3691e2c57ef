import { type AirPlan, gradeForecast, planOn } from "@holdfast/air"
import { HOUR_MS, startOfDate } from "./measured-hours.ts"
import type { ReportDay, ReportWarning } from "./report.ts"
import { WarningLedger } from "./warning-ledger.ts"

export type ForecastBasis = "hindsight" | "persistence"

export interface AirWarningOptions {
  readonly hazard: string
  readonly area: string
  readonly days: readonly Pick<ReportDay, "date" | "aqi">[]
  readonly basis: ForecastBasis
  readonly plans: readonly AirPlan[]
  readonly jurisdiction: string
  /** One version for all days; without it the one in force on each day. */
  readonly plan?: AirPlan | undefined
}

const DAY_MS = 24 * HOUR_MS
/** The hour of the day at which the forecast is read and the city decides about the days from tomorrow on. */
const DECISION_HOUR = 18
/** As far as forecasts of air quality are worth reading, and long enough for the longest criterion of any version. */
const FORECAST_DAYS = 7
const PERSISTENCE_DAYS = 4

/**
 * The warnings that a plan asks for, decided each day at 18:00 for the days from tomorrow on.
 *
 * The forecast is a stand-in, since the files hold none: *hindsight* takes the days that followed, as a perfect forecast would;
 * *persistence* takes the last whole day, yesterday, for the next four.
 */
export function airWarnings({
  hazard,
  area,
  days,
  basis,
  plans,
  jurisdiction,
  plan: chosen,
}: AirWarningOptions): ReportWarning[] {
  const ledger = new WarningLedger(hazard)
  let coversUntilMs = -Infinity
  for (const [today, { date }] of days.entries()) {
    const tomorrowMs = startOfDate(date) + DAY_MS
    const decisionMs = startOfDate(date) + DECISION_HOUR * HOUR_MS
    const plan = chosen ?? planOn(plans, jurisdiction, date)
    const forecast = forecastOf(days, today, basis)
    const grade = plan ? gradeForecast(forecast, plan) : null
    if (grade) {
      ledger.want(area, grade.level, decisionMs)
      coversUntilMs = Math.max(coversUntilMs, tomorrowMs + grade.days * DAY_MS)
    } else if (ledger.levelIn(area) && plan && (forecast[0] ?? Infinity) <= lowestThreshold(plan)) {
      // What was announced may end early, never before the last bad day is over.
      ledger.want(area, null, Math.min(coversUntilMs, tomorrowMs))
    } else if (coversUntilMs <= tomorrowMs && forecast.length > 0) {
      // Without any forecast, at the end of the file, nobody can say that it is over.
      ledger.want(area, null, tomorrowMs)
    }
  }
  return ledger.list()
}

function forecastOf(days: readonly Pick<ReportDay, "aqi">[], today: number, basis: ForecastBasis): readonly (number | null)[] {
  if (basis === "hindsight") return days.slice(today + 1, today + 1 + FORECAST_DAYS).map(({ aqi }) => aqi)
  const yesterday = days[today - 1]?.aqi ?? null
  return Array.from({ length: PERSISTENCE_DAYS }, () => yesterday)
}

function lowestThreshold({ levels }: AirPlan): number {
  return Math.min(...Object.values(levels).flatMap((criteria) => criteria.map(({ above }) => above)))
}
