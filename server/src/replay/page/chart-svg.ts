import { type Html, html } from "../../platform/html/index.ts"
import type { Chart } from "./chart.ts"

const WIDTH = 960
const LEFT = 150
const RIGHT = 16
const TOP = 12
const PLOT_HEIGHT = 260
const AXIS_HEIGHT = 24
const ROW_HEIGHT = 26
/** Room that a letter needs; a word that has less is left to the table. */
const LETTER_WIDTH = { latin: 7, chinese: 12 }
const TICKS_MAX = 12

/** The picture of a chart. Everything in it also stands in the table, so it is hidden from screen readers but for its title. */
export function chartSvg(chart: Chart): Html {
  const height = TOP + PLOT_HEIGHT + AXIS_HEIGHT + chart.rows.length * ROW_HEIGHT + 8
  const x = (ms: number) =>
    round(LEFT + ((ms - chart.fromMs) / Math.max(1, chart.untilMs - chart.fromMs)) * (WIDTH - LEFT - RIGHT))
  const highest = Math.max(...chart.columns.map(({ value }) => value ?? 0), ...chart.marks.map(({ value }) => value), 1)
  const y = (value: number) => round(TOP + PLOT_HEIGHT * (1 - value / highest))
  const base = y(0)
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${chart.title}">
${chart.marks.map(
  ({ value, label }) =>
    html`<path class="grid" d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"/><text class="mark-label" x="${LEFT - 6}" y="${y(value) + 4}">${label}</text>`,
)}
${chart.marks.length === 0 && html`<text class="mark-label" x="${LEFT - 6}" y="${TOP + 8}">${highest}</text>`}
${chart.columns.map(({ fromMs, untilMs, time, value, meaning }) => {
  const width = round(Math.max(0.5, (x(untilMs) - x(fromMs)) * 0.86))
  return value === null
    ? html`<path class="gap" d="M${x(fromMs)} ${base - 3}h${width}"><title>${time} ?</title></path>`
    : html`<rect class="column" x="${x(fromMs)}" y="${y(value)}" width="${width}" height="${round(base - y(value))}"><title>${time} ${value} ${meaning}</title></rect>`
})}
<path class="axis" d="M${LEFT} ${base}H${WIDTH - RIGHT}"/>
${ticksOf(chart).map(
  ({ fromMs, time }) =>
    html`<path class="axis" d="M${x(fromMs)} ${base}v5"/><text class="tick" x="${x(fromMs)}" y="${base + 18}">${time.slice(5, 10)}</text>`,
)}
${chart.rows.map(({ label, bands }, index) => {
  const top = TOP + PLOT_HEIGHT + AXIS_HEIGHT + index * ROW_HEIGHT
  return html`<text class="mark-label" x="${LEFT - 6}" y="${top + 18}">${label}</text><path class="grid" d="M${LEFT} ${top + ROW_HEIGHT}H${WIDTH - RIGHT}"/>${bands.map(
    ({ fromMs, untilMs, level, word }) => {
      const width = round(Math.max(2, x(untilMs) - x(fromMs)))
      return html`<g><title>${word}</title><rect x="${x(fromMs)}" y="${top + 3}" width="${width}" height="${ROW_HEIGHT - 6}" style="fill:var(--level-${level}-solid);stroke:var(--level-${level}-edge);stroke-width:1.5"/>${
        width >= widthOf(word) &&
        html`<text class="band" x="${round(x(fromMs) + width / 2)}" y="${top + 18}" style="fill:var(--level-${level}-on)">${word}</text>`
      }</g>`
    },
  )}`
})}
</svg>`
}

/** At the start of days, not closer together than can be read. */
function ticksOf({ columns }: Chart): Chart["columns"] {
  const days = columns.filter(({ time }, index) => index === 0 || time.slice(0, 10) !== columns[index - 1]!.time.slice(0, 10))
  const step = Math.ceil(days.length / TICKS_MAX)
  return days.filter((_, index) => index % step === 0)
}

function widthOf(word: string): number {
  return Array.from(word).reduce((sum, letter) => sum + (letter > "\u2e7f" ? LETTER_WIDTH.chinese : LETTER_WIDTH.latin), 4)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
