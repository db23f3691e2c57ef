/**
 * Tables of the air quality index, µg/m³ except CO in mg/m³. Kept side by side and chosen by date, because a day of 2015 keeps the
 * index that it was published with.
 */
export const standards = ["HJ 633-2012", "HJ 633-2026"] as const
export type Standard = (typeof standards)[number]

export const dailyPollutants = ["PM2.5", "PM10", "SO2", "NO2", "CO", "O3_8h"] as const
/** What a day is judged by: means over 24 hours, and for ozone the highest mean over 8 hours. */
export type DailyPollutant = (typeof dailyPollutants)[number]

export const hourlyPollutants = ["PM2.5", "PM10", "SO2", "NO2", "CO", "O3"] as const
/** What stations measure each hour. */
export type HourlyPollutant = (typeof hourlyPollutants)[number]

export interface BreakpointTable {
  readonly daily: Readonly<Record<DailyPollutant, readonly number[]>>
  /** A column that ends early (SO2 at 200, for one) has no index above its last value. */
  readonly hourly: Readonly<Record<HourlyPollutant, readonly number[]>>
}

/** The index at each breakpoint. */
export const indexAt = [0, 50, 100, 150, 200, 300, 400, 500] as const

const daily2012 = {
  "PM2.5": [0, 35, 75, 115, 150, 250, 350, 500],
  PM10: [0, 50, 150, 250, 350, 420, 500, 600],
  SO2: [0, 50, 150, 475, 800, 1600, 2100, 2620],
  NO2: [0, 40, 80, 180, 280, 565, 750, 940],
  CO: [0, 2, 4, 14, 24, 36, 48, 60],
  O3_8h: [0, 100, 160, 215, 265, 800],
}
const daily2026 = {
  ...daily2012,
  "PM2.5": [0, 35, 60, 115, 150, 250, 350, 500],
  PM10: [0, 50, 120, 250, 350, 420, 500, 600],
}
const gases1h = {
  SO2: [0, 150, 500, 650, 800],
  NO2: [0, 100, 200, 700, 1200, 2340, 3090, 3840],
  CO: [0, 5, 10, 35, 60, 90, 120, 150],
  O3: [0, 160, 200, 300, 400, 800, 1000, 1200],
}

/** HJ 633-2012 table 1, and its successor in force since 2026-03-01. Particles of one hour use the columns of 24 hours. */
export const tables: Readonly<Record<Standard, BreakpointTable>> = {
  "HJ 633-2012": { daily: daily2012, hourly: { ...gases1h, "PM2.5": daily2012["PM2.5"], PM10: daily2012.PM10 } },
  "HJ 633-2026": { daily: daily2026, hourly: { ...gases1h, "PM2.5": daily2026["PM2.5"], PM10: daily2026.PM10 } },
}

const FIRST_DAY_OF_2026 = "2026-03-01"

/** The standard in force on a local date, written as `2015-12-08`. */
export function standardOn(date: string): Standard {
  return date < FIRST_DAY_OF_2026 ? "HJ 633-2012" : "HJ 633-2026"
}
