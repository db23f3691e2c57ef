/** The colours of a warning, lowest first. */
const colours = ["blue", "yellow", "orange", "red"] as const
export type AirWarningLevel = (typeof colours)[number]

/** So many days in a row with a daily AQI above a value, and among them so many in a row above a higher one. */
export interface AirCriterion {
  readonly days: number
  readonly above: number
  readonly including?: { readonly days: number; readonly above: number }
}

/** One version of a city's plan for heavy air pollution. A level may be absent: the plan of 2023 has no blue. */
export interface AirPlan {
  readonly id: string
  readonly jurisdiction: string
  /** First local date on which it applies. */
  readonly from: string
  readonly source: string
  /** Any one of its criteria reaches a level. */
  readonly levels: Readonly<Partial<Record<AirWarningLevel, readonly AirCriterion[]>>>
}

export interface AirForecastGrade {
  readonly level: AirWarningLevel
  /** How many days from the first one the warning is about. */
  readonly days: number
}

/**
 * The level that a forecast reaches. `dailyAqi` begins with the first day that a warning would be for; what happens later than
 * an interruption is left to a later day. Null: no warning. A day without a value interrupts.
 */
export function gradeForecast(dailyAqi: readonly (number | null)[], plan: AirPlan): AirForecastGrade | null {
  for (const level of colours.toReversed()) {
    const met = (plan.levels[level] ?? []).filter((criterion) => isMet(dailyAqi, criterion))
    if (met.length > 0) return { level, days: Math.max(...met.map(({ above }) => runAbove(dailyAqi, above))) }
  }
  return null
}

/** The version of a jurisdiction's plan in force on a local date. */
export function planOn(plans: readonly AirPlan[], jurisdiction: string, date: string): AirPlan | undefined {
  return plans
    .filter((plan) => plan.jurisdiction === jurisdiction && plan.from <= date)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
}

function isMet(dailyAqi: readonly (number | null)[], { days, above, including }: AirCriterion): boolean {
  const run = runAbove(dailyAqi, above)
  if (run < days) return false
  return !including || longestRunAbove(dailyAqi.slice(0, run), including.above) >= including.days
}

function runAbove(dailyAqi: readonly (number | null)[], above: number): number {
  const end = dailyAqi.findIndex((aqi) => aqi === null || aqi <= above)
  return end < 0 ? dailyAqi.length : end
}

function longestRunAbove(dailyAqi: readonly (number | null)[], above: number): number {
  let longest = 0
  let current = 0
  for (const aqi of dailyAqi) {
    current = aqi !== null && aqi > above ? current + 1 : 0
    longest = Math.max(longest, current)
  }
  return longest
}
