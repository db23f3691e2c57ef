import type { ResultQuality } from "@holdfast/contracts"

/** A value at a moment; null where none was measured. */
export interface CurvePoint {
  readonly atMs: number
  readonly value: number | null
  /** What was sent and cannot be, where there is no value: it is told, and no line or scale follows it. */
  readonly sent?: number | undefined
  /** How far it can be trusted, where something was said about it. */
  readonly quality?: ResultQuality | null
}

export interface CurveBox {
  readonly width: number
  readonly height: number
}

/** How a curve goes from one point to the next: measured values are joined, counts hold until they change. */
export type CurveKind = "line" | "step"

export interface Scale {
  readonly fromMs: number
  readonly toMs: number
  readonly min: number
  readonly max: number
  x(atMs: number): number
  y(value: number): number
}

/** Fits points and thresholds into a box, and into a span that may be wider. The ground is always 0 or the lowest value below it. */
export function scaleOf(
  points: readonly CurvePoint[],
  marks: readonly number[],
  box: CurveBox,
  span: { readonly fromMs?: number | undefined; readonly toMs?: number | undefined } = {},
): Scale {
  const times = points.map(({ atMs }) => atMs)
  const values = [...points.flatMap(({ value }) => (value === null ? [] : [value])), ...marks]
  const fromMs = Math.min(span.fromMs ?? Number.POSITIVE_INFINITY, ...times)
  const endMs = Math.max(span.toMs ?? Number.NEGATIVE_INFINITY, ...times)
  const max = roundUp(Math.max(0, ...values))
  const min = Math.min(0, ...values)
  return {
    fromMs,
    toMs: endMs,
    min,
    max,
    x: (atMs) => (endMs === fromMs ? box.width : ((atMs - fromMs) / (endMs - fromMs)) * box.width),
    y: (value) => box.height - ((value - min) / (max - min || 1)) * box.height,
  }
}

/** The next round figure, so that the highest value does not touch the top and the axis says something plain. */
export function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  return (steps.find((step) => step * power > value * 1.02) ?? 12) * power
}

/** Draws the curve as SVG path data. A missing value leaves a gap, because a line across it would claim to know. */
export function curvePath(points: readonly CurvePoint[], scale: Scale, kind: CurveKind): string {
  let path = ""
  let before: number | undefined
  for (const { atMs, value } of points) {
    if (value === null) {
      before = undefined
      continue
    }
    const x = round(scale.x(atMs))
    const y = round(scale.y(value))
    if (before === undefined) path += `M${x} ${y}`
    else path += kind === "step" ? `H${x}V${y}` : `L${x} ${y}`
    before = y
  }
  if (kind === "step" && before !== undefined) path += `H${round(scale.x(scale.toMs))}`
  return path
}

/** So many usual steps without a value are a gap. */
const GAP_STEPS = 2.5

/**
 * Puts a missing value where measurements that usually come in steps did not come: a line across it would claim to know.
 *
 * @param untilMs where the picture ends; what is silent until there has a missing value there
 */
export function withGaps(points: readonly CurvePoint[], untilMs = Number.NEGATIVE_INFINITY): CurvePoint[] {
  const steps = points.slice(1).map(({ atMs }, i) => atMs - points[i]!.atMs)
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? 0
  const isGap = (passedMs: number) => steps.length > 2 && passedMs > GAP_STEPS * usual
  const found = points.flatMap((point, i) => {
    const before = points[i - 1]
    return before && isGap(point.atMs - before.atMs) ? [{ atMs: before.atMs + usual, value: null }, point] : [point]
  })
  const last = points.at(-1)
  if (last && last.value !== null && isGap(untilMs - last.atMs)) found.push({ atMs: untilMs, value: null })
  return found
}

/** The spans in which nothing was measured, to be hatched. */
export function gapsOf(points: readonly CurvePoint[]): { fromMs: number; toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = []
  points.forEach(({ atMs, value }, index) => {
    if (value !== null) return
    const fromMs = points[index - 1]?.atMs ?? atMs
    const toMs = points[index + 1]?.atMs ?? atMs
    const last = gaps.at(-1)
    if (last && last.toMs >= fromMs) gaps[gaps.length - 1] = { fromMs: last.fromMs, toMs }
    else gaps.push({ fromMs, toMs })
  })
  return gaps
}

/** Signs of measurements that are not simply good, as text: colours and shapes belong to levels. */
export const qualitySigns: Readonly<Partial<Record<ResultQuality, string>>> = {
  unchecked: "·",
  estimate: "~",
  doubtful: "?",
  poor: "✕",
}

/** More of them stand on each other and say nothing. */
const SIGNS_MAX = 60

/** The measurements that carry a sign; of many the worst, and of those the newest. */
export function signsOf(points: readonly CurvePoint[]): { atMs: number; value: number; quality: ResultQuality }[] {
  const order = Object.keys(qualitySigns)
  return points
    .flatMap(({ atMs, value: known, sent, quality }) => {
      const value = known ?? sent
      return value !== undefined && quality && qualitySigns[quality] ? [{ atMs, value, quality }] : []
    })
    .toSorted((a, b) => order.indexOf(b.quality) - order.indexOf(a.quality) || b.atMs - a.atMs)
    .slice(0, SIGNS_MAX)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
