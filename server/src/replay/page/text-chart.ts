import type { Words } from "@holdfast/words"
import type { ReplayReport } from "../report.ts"
import { type Chart, type Column, chartOf } from "./chart.ts"

const BAR_CELLS = 30
/** A screen or two: longer files are drawn in groups, each by its highest column. */
const LINES_MAX = 60
const NAMED_ROWS_MAX = 2

/** The curve and what was in force, for a terminal: one line for a day, or for some hours. */
export function chartLines(report: ReplayReport, words: Words): string[] {
  const chart = chartOf(report, words)
  const size = Math.ceil(chart.columns.length / LINES_MAX)
  const highest = Math.max(1, ...chart.columns.map(({ value }) => value ?? 0))
  const lines = chunks(chart.columns, size).map((group) => {
    const top = group.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))[0]!
    const bar = "█".repeat(Math.round(((top.value ?? 0) / highest) * BAR_CELLS)).padEnd(BAR_CELLS, "·")
    const value = top.value === null ? "?" : String(top.value)
    return [group[0]!.time, value.padStart(5), bar, top.value === 0 ? "" : top.meaning, ...namesInForce(chart, group)]
      .join("  ")
      .trimEnd()
  })
  return [chart.title, ...lines]
}

/** Two rows are named; of many only how often each level stands in them. */
function namesInForce({ rows }: Chart, group: readonly Column[]): string[] {
  const [fromMs, untilMs] = [group[0]!.fromMs, group.at(-1)!.untilMs]
  const found = rows.map(({ label, bands }) => ({
    label,
    words: [...new Set(bands.filter((band) => band.fromMs < untilMs && band.untilMs > fromMs).map(({ word }) => word))],
  }))
  if (rows.length <= NAMED_ROWS_MAX)
    return found.flatMap(({ label, words }) => (words.length === 0 ? [] : [`[${label}: ${words.join(", ")}]`]))
  const counts = Map.groupBy(
    found.flatMap(({ words }) => words),
    (word) => word,
  )
  return counts.size === 0 ? [] : [`[${[...counts].map(([word, all]) => `${word} × ${all.length}`).join(", ")}]`]
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / Math.max(1, size)) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
