import type { Expression } from "@holdfast/sensorthings"
import { floorHourMs, HOUR_MS } from "../../domain/settled.ts"

/** Between which times a filter wants measurements, when it says nothing else. */
export interface Span {
  readonly from?: Edge | undefined
  readonly until?: Edge | undefined
}
interface Edge {
  readonly atMs: number
  /** The moment itself belongs to it. */
  readonly isInside: boolean
}

/** The span that a filter names by comparing phenomenonTime with moments; undefined for any other filter. */
export function spanOf(filter: Expression | undefined): Span | undefined {
  if (!filter) return {}
  if (filter.kind !== "binary") return undefined
  if (filter.operator === "and") {
    const [left, right] = [spanOf(filter.left), spanOf(filter.right)]
    return left && right && { from: later(left.from, right.from), until: earlier(left.until, right.until) }
  }
  const isTime = filter.left.kind === "path" && filter.left.segments.join("/") === "phenomenonTime"
  if (!isTime || filter.right.kind !== "time") return undefined
  const { operator } = filter
  const { atMs } = filter.right
  if (operator === "gt" || operator === "ge") return { from: { atMs, isInside: operator === "ge" } }
  if (operator === "lt" || operator === "le") return { until: { atMs, isInside: operator === "le" } }
  return undefined
}

function later(a: Edge | undefined, b: Edge | undefined): Edge | undefined {
  if (!a || !b) return a ?? b
  if (a.atMs === b.atMs) return a.isInside ? b : a
  return a.atMs > b.atMs ? a : b
}

function earlier(a: Edge | undefined, b: Edge | undefined): Edge | undefined {
  if (!a || !b) return a ?? b
  if (a.atMs === b.atMs) return a.isInside ? b : a
  return a.atMs < b.atMs ? a : b
}

/** The whole hours of a span, whose beginnings all lie inside it: from the first up to, without, the last. */
export function wholeHours({ from, until }: Span): { readonly fromMs: number; readonly untilMs: number } {
  const beginsAt = from && floorHourMs(from.atMs) === from.atMs && from.isInside
  return {
    fromMs: !from ? -Infinity : beginsAt ? from.atMs : floorHourMs(from.atMs) + HOUR_MS,
    untilMs: until ? floorHourMs(until.atMs) : Infinity,
  }
}
