import type { AirLevel } from "@holdfast/air"
import type { Level } from "@holdfast/contracts"
import type { Words } from "@holdfast/words"
import { HOUR_MS } from "../measured-hours.ts"
import type { AirReport, RainReport, ReplayReport } from "../report.ts"

/** What is drawn of a replay, in words of one language: a curve of columns, and rows of what was in force below it. */
export interface Chart {
  readonly title: string
  readonly fromMs: number
  readonly untilMs: number
  readonly columns: readonly Column[]
  /** Heights that mean something, such as the levels of the AQI. */
  readonly marks: readonly { readonly value: number; readonly label: string }[]
  readonly rows: readonly { readonly label: string; readonly bands: readonly Band[] }[]
}
export interface Column {
  readonly fromMs: number
  readonly untilMs: number
  /** Local, such as `2015-12-07` or `2016-07-20 10:00`. */
  readonly time: string
  /** Null when there is no value. */
  readonly value: number | null
  /** What the value means: a level of air with what caused it, or the gauge. */
  readonly meaning: string
}
export interface Band {
  readonly fromMs: number
  readonly untilMs: number
  readonly level: Level
  readonly word: string
}

const DAY_MS = 24 * HOUR_MS
/** Upper limits of the levels of the AQI (HJ 633). */
const aqiLimits: readonly [number, AirLevel][] = [
  [50, 1],
  [100, 2],
  [150, 3],
  [200, 4],
  [300, 5],
]

export function chartOf(report: ReplayReport, words: Words): Chart {
  return report.kind === "air" ? airChart(report, words) : rainChart(report, words)
}

function airChart(report: AirReport, words: Words): Chart {
  const columns = report.city.days.map(({ date, aqi, level, primary }) => ({
    ...{ fromMs: Date.parse(`${date}T00:00:00+08:00`), untilMs: Date.parse(`${date}T00:00:00+08:00`) + DAY_MS },
    ...{ time: date, value: aqi },
    meaning: level === null ? words("packs:replay.page.noValue") : [aqiWord(level, words), ...primary].join(" "),
  }))
  const span = spanOf(columns)
  const issued = report.issued.map(({ level, from, until }) => bandOf(words, span, level, from, until))
  return {
    title: words("packs:replay.page.aqi"),
    ...span,
    columns,
    marks: aqiLimits.map(([value, level]) => ({ value, label: `${value} ${aqiWord(level, words)}` })),
    rows: [
      { label: words("packs:replay.page.byRules"), bands: warningsIn(report, span, words) },
      { label: words("packs:replay.page.issued"), bands: issued },
    ],
  }
}

function rainChart(report: RainReport, words: Words): Chart {
  const hours = report.stations[0]?.hours ?? []
  const columns = hours.map(({ time }, index) => {
    const measured = report.stations.flatMap(({ station, hours }) => {
      const mm = hours[index]?.sum1h ?? null
      return mm === null ? [] : [{ station, mm }]
    })
    const most = measured.toSorted((a, b) => b.mm - a.mm)[0]
    const fromMs = Date.parse(time)
    return {
      ...{ fromMs, untilMs: fromMs + HOUR_MS, time: time.slice(0, 16).replace("T", " "), value: most?.mm ?? null },
      meaning: most ? most.station : words("packs:replay.page.noValue"),
    }
  })
  const span = spanOf(columns)
  return {
    title: words("packs:replay.page.rain"),
    ...span,
    columns,
    marks: [],
    rows: report.stations.map(({ station }) => ({ label: station, bands: warningsIn(report, span, words, station) })),
  }
}

function warningsIn(report: ReplayReport, span: Span, words: Words, area?: string): Band[] {
  return report.warnings
    .filter((warning) => area === undefined || warning.area === area)
    .map(({ level, sent, ended }) => bandOf(words, span, level, sent, ended))
}

type Span = Pick<Chart, "fromMs" | "untilMs">

function spanOf(columns: readonly Column[]): Span {
  return { fromMs: columns[0]?.fromMs ?? 0, untilMs: columns.at(-1)?.untilMs ?? 0 }
}

/** What goes on at the end of the file ends with the picture. */
function bandOf(words: Words, span: Span, level: Level, from: string, until: string | null): Band {
  const untilMs = until === null ? span.untilMs : Date.parse(until)
  return {
    fromMs: Math.max(span.fromMs, Date.parse(from)),
    untilMs: Math.min(span.untilMs, untilMs),
    level,
    word: words(`packs:replay.level.${level}`),
  }
}

function aqiWord(level: AirLevel, words: Words): string {
  return words(`packs:replay.page.aqiLevel.${level}`)
}
