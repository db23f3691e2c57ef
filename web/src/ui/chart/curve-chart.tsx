import "./curve-chart.css"
import type { Level } from "@holdfast/contracts"
import { useId } from "react"
import { useSpeech } from "../language.tsx"
import { type CurveKind, type CurvePoint, curvePath, gapsOf, scaleOf } from "./curve.ts"

const BOX = { width: 360, height: 120 }
const TABLE_ROWS_MAX = 50

interface CurveChartProps {
  readonly title: string
  readonly points: readonly CurvePoint[]
  readonly kind?: CurveKind
  readonly thresholds?: readonly { level: Level; value: number }[]
  /** Spans that are marked behind the line, such as signals; their words stand in a table beside the chart. */
  readonly bands?: readonly { level: Level; fromMs: number; toMs: number }[]
  readonly toMs?: number
  /** Says a value with its unit. */
  readonly say: (value: number) => string
}

/** One ink line with its thresholds, and the same as a table. */
export function CurveChart({ title, points, kind = "line", thresholds = [], bands = [], toMs, say }: CurveChartProps) {
  const { words, formats } = useSpeech()
  const hatch = useId()
  if (points.length === 0) return <p className="chart-none">{words("console:chart.none")}</p>
  const scale = scaleOf(
    points,
    thresholds.map(({ value }) => value),
    BOX,
    toMs,
  )
  const newest = points.toReversed().slice(0, TABLE_ROWS_MAX)
  return (
    <figure className="chart">
      <figcaption className="chart-title">{title}</figcaption>
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
        <path className="chart-line" d={curvePath(points, scale, kind)} />
      </svg>
      <div className="chart-words" aria-hidden="true">
        {thresholds.map(({ level, value }) => (
          <span key={level} className={`chart-word level-${level}`} style={{ top: `${(scale.y(value) / BOX.height) * 100}%` }}>
            {words(`console:levels.${level}`)} {say(value)}
          </span>
        ))}
      </div>
      <p className="chart-axis">
        <span>{formats.shortDateTime(new Date(scale.fromMs))}</span>
        <span>{formats.shortDateTime(new Date(scale.toMs))}</span>
      </p>
      <details className="chart-table">
        <summary>{words("console:chart.table")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words("console:chart.time")}</th>
              <th scope="col">{words("console:chart.value")}</th>
            </tr>
          </thead>
          <tbody>
            {newest.map(({ atMs, value }) => (
              <tr key={atMs}>
                <td>{formats.shortDateTime(new Date(atMs))}</td>
                <td>{value === null ? words("console:chart.missing") : say(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
