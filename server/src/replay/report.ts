import type { AirLevel, DailyPollutant, Standard } from "@holdfast/air"
import type { Level } from "@holdfast/contracts"
import type { RainLevel } from "@holdfast/rain"
import type { ReadCounts } from "./measured-hours.ts"

/** A signal that the city's rules raised. Times are local, such as `2016-07-20T11:00:00+08:00`. */
export interface ReportSignal {
  readonly rule: string
  readonly place: string
  readonly raisedAt: string
  readonly clearedAt: string | null
  readonly severity: Level
}

/** A warning that follows from the rules. A higher level ends the one before it at the moment it is sent. */
export interface ReportWarning {
  readonly hazard: string
  readonly level: Level
  readonly sent: string
  readonly ended: string | null
  readonly area: string
}

export interface ReportDay {
  /** Local date. */
  readonly date: string
  readonly standard: Standard
  readonly concentrations: Readonly<Record<DailyPollutant, number | null>>
  readonly iaqi: Readonly<Record<DailyPollutant, number | null>>
  readonly aqi: number | null
  readonly level: AirLevel | null
  readonly primary: readonly DailyPollutant[]
}

export interface ReportHour {
  /** The start of the hour; the sums are those at its end. */
  readonly time: string
  readonly sum1h: number | null
  readonly sum3h: number | null
  readonly sum6h: number | null
  readonly sum12h: number | null
  readonly sum24h: number | null
  readonly national: RainLevel
  readonly beijing: RainLevel
}

interface ReportBase {
  readonly world: string
  readonly jurisdiction: string
  readonly read: ReadCounts
  readonly signals: readonly ReportSignal[]
  readonly warnings: readonly ReportWarning[]
}

/** What a city really did, beside what the rules would have done; never fitted to each other. */
export interface IssuedWarning {
  readonly level: Level
  readonly from: string
  readonly until: string
  readonly source: string
}

export interface AirReport extends ReportBase {
  readonly kind: "air"
  readonly basis: "hindsight" | "persistence"
  /** The id of a version, or `by-date`. */
  readonly plan: string
  readonly stations: readonly { readonly station: string; readonly days: readonly ReportDay[] }[]
  readonly city: { readonly days: readonly ReportDay[] }
  readonly issued: readonly IssuedWarning[]
}

export interface RainReport extends ReportBase {
  readonly kind: "rain"
  readonly stations: readonly { readonly station: string; readonly hours: readonly ReportHour[] }[]
}

export type ReplayReport = AirReport | RainReport
