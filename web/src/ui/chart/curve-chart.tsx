import "./curve-chart.css"
import { type Level, resultQualities } from "@holdfast/contracts"
import type { Words } from "@holdfast/words"
import { useId } from "react"
import { useSpeech } from "../language.tsx"
import { type CurveKind, type CurvePoint, curvePath, gapsOf, qualitySigns, scaleOf, signsOf } from "./curve.ts"

const BOX = { width: 360, height: 120 }
const TABLE_ROWS_MAX = 50
/** Of the box: a sign stands on its point. */
const SIGN_HEIGHT = 16

interface CurveChartProps {
  readonly title: string
  readonly points: readonly CurvePoint[]
  readonly kind?: CurveKind
  readonly thresholds?: readonly { level: Level; value: number }[]
  /** Spans that are marked behind the line, such as signals; their words stand in a table beside the chart. */
  readonly bands?: readonly { level: Level; fromMs: number; toMs: number }[]
  /** Moments with a word at the top, such as when a signal was raised. */
  readonly marks?: readonly { atMs: number; word: string }[]
  readonly fromMs?: number
  readonly toMs?: number
  /** Says a value with its unit. */
  readonly say: (value: number) => string
}

/** One ink line with its thresholds, and the same as a table. */
export function CurveChart({
  title,
  points,
  kind = "line",
  thresholds = [],
  bands = [],
  marks = [],
  fromMs,
  toMs,
  say,
}: CurveChartProps) {
  const { words, formats } = useSpeech()
  const hatch = useId()
  if (points.length === 0) return <p className="chart-none">{words("console:chart.none")}</p>
  const scale = scaleOf(
    points,
    thresholds.map(({ value }) => value),
    BOX,
    { fromMs, toMs },
  )
  const x = (atMs: number) => (scale.x(atMs) / BOX.width) * 100
  const signs = signsOf(points)
  const hasQuality = points.some(({ quality }) => quality)
  const newest = points.toReversed().slice(0, TABLE_ROWS_MAX)
  return (
    <figure className="chart">
      <figcaption className="chart-title">{title}</figcaption>
      <div className={marks.length > 0 ? "chart-box chart-box-marked" : "chart-box"}>
        <svg className="chart-picture" viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden="true">
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className="chart-hatch" d="M0 0V6" />
          </pattern>
          {gapsOf(points).map(({ fromMs, toMs: endMs }) => (
            <rect
              key={fromMs}
              x={scale.x(fromMs)}
              y="0"
              width={Math.max(2, scale.x(endMs) - scale.x(fromMs))}
              height={BOX.height}
              fill={`url(#${hatch})`}
            />
          ))}
          {bands.map(({ level, fromMs, toMs: endMs }) => (
            <g key={fromMs} className={`level-${level}`}>
              <rect
                className="chart-band"
                x={scale.x(fromMs)}
                y="0"
                width={Math.max(2, scale.x(Math.min(endMs, scale.toMs)) - scale.x(fromMs))}
                height={BOX.height}
              />
            </g>
          ))}
          {thresholds.map(({ level, value }) => (
            <g key={level} className={`level-${level}`}>
              <path className="chart-threshold" d={`M0 ${scale.y(value)}H${BOX.width}`} />
            </g>
          ))}
          {marks.map(({ atMs, word }) => (
            <path key={word} className="chart-mark" d={`M${scale.x(atMs)} 0V${BOX.height}`} />
          ))}
          <path className="chart-line" d={curvePath(points, scale, kind)} />
        </svg>
        <div className="chart-words" aria-hidden="true">
          {thresholds.length === 0 && <span className="chart-top">{say(scale.max)}</span>}
          {thresholds.length === 0 && <span className="chart-ground">{say(scale.min)}</span>}
          {thresholds.map(({ level, value }) => (
            <span key={level} className={`chart-word level-${level}`} style={{ top: `${(scale.y(value) / BOX.height) * 100}%` }}>
              {words(`console:levels.${level}`)} {say(value)}
            </span>
          ))}
        </div>
        <div className="chart-marks" aria-hidden="true">
          {marks.map(({ atMs, word }, i) => (
            <span
              key={word}
              className={
                isLeft(x(atMs), x(marks[i + 1]?.atMs ?? Infinity)) ? "chart-mark-word chart-mark-left" : "chart-mark-word"
              }
              style={{ left: `${x(atMs)}%` }}
            >
              {word}
            </span>
          ))}
          {signs.map(({ atMs, value, quality }, i) => (
            <span
              key={`${atMs} ${i}`}
              className="chart-sign"
              style={{ left: `${x(atMs)}%`, top: `${(within(scale.y(value)) / BOX.height) * 100}%` }}
            >
              {qualitySigns[quality]}
            </span>
          ))}
        </div>
      </div>
      <p className="chart-axis">
        <span>{formats.shortDateTime(new Date(scale.fromMs))}</span>
        <span>{formats.shortDateTime(new Date(scale.toMs))}</span>
      </p>
      {signs.length > 0 && <p className="chart-legend">{legendOf(points, words)}</p>}
      <details className="chart-table">
        <summary>{words("console:chart.table")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words("console:chart.time")}</th>
              <th scope="col">{words("console:chart.value")}</th>
              {hasQuality && <th scope="col">{words("sense:quality.title")}</th>}
            </tr>
          </thead>
          <tbody>
            {newest.map(({ atMs, value: known, sent, quality }, i) => {
              const value = known ?? sent
              return (
                // Two values of one moment are two rows.
                <tr key={`${atMs} ${i}`}>
                  <td>{formats.shortDateTime(new Date(atMs))}</td>
                  <td>{value === undefined ? words("console:chart.missing") : say(value)}</td>
                  {hasQuality && <td>{value !== undefined && words(`sense:quality.${quality ?? "unsaid"}`)}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** A sign of what lies beyond the scale stands at its edge; above, there is room for it. */
function within(y: number): number {
  return Math.min(Math.max(y, SIGN_HEIGHT), BOX.height)
}

/** A word stands left of its mark near the right edge, and where the next word would stand on it. Both in percent of the width. */
function isLeft(at: number, next: number): boolean {
  return at > 60 || (at > 25 && next - at < 35)
}

/** Which sign means what, and how many there are. */
function legendOf(points: readonly CurvePoint[], words: Words): string {
  return resultQualities
    .flatMap((quality) => {
      const count = points.filter((point) => point.quality === quality && (point.value ?? point.sent) !== undefined).length
      const sign = qualitySigns[quality]
      return sign && count > 0 ? `${sign} ${words(`sense:quality.${quality}`)} ${count}` : []
    })
    .join(" · ")
}
