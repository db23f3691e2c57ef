import type { Level, PackRule, Signal, SignalCurve } from "@holdfast/contracts"
import { levels } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue, Datastream } from "../domain/catalogue.ts"
import type { Judged, Watched } from "../domain/judged.ts"
import { measuredPoint } from "../domain/measured-point.ts"
import { type Point, Points } from "../domain/points.ts"
import { areasFor, type FindArea, hears } from "../domain/rule-areas.ts"
import { clearingLimit } from "../domain/rule-state.ts"
import { getSignal } from "../read-signals.ts"
import { listObservations } from "../store/observation-store.ts"
import { readSpan } from "../trial/index.ts"
import { ruleCurve } from "./domain/rule-curve.ts"
import { findCause } from "./store/cause-store.ts"

const MINUTE_MS = 60_000
/** Seen before a signal, and after it was over: how it came, and that it went. */
const BEFORE_MS = 3 * 60 * MINUTE_MS
const AFTER_MS = 60 * MINUTE_MS
/** What stands open for longer is drawn from its beginning. */
const SPAN_MAX_MS = 7 * 24 * 60 * MINUTE_MS
/** Measurements that are drawn, and those that are read to judge them. */
const POINTS_MAX = 5_000
const READ_MAX = 20_000
/** Measurements of all stations of a count that are gone through. */
const COUNTED_MAX = 50_000

export interface CurveReading {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly findArea: FindArea
  /** A rule in a version, 0 being its pack's. */
  readonly ruleOf: (id: string, version: number) => Promise<PackRule | undefined>
  readonly partsOf: (hazard: string, rule: PackRule) => readonly PackRule[]
}

/** The curve behind a signal: the value of its rule with its thresholds, and what was measured with its quality. Throws `SENSE_SIGNAL_NOT_FOUND`. */
export async function readCurve(reading: CurveReading, id: string): Promise<SignalCurve> {
  const { world } = reading
  const signal = await getSignal(world, id)
  const { rule: name, version, hazard } = (await findCause(world.db.query, id))!
  const rule = await reading.ruleOf(name, version)
  const catalogue = reading.catalogue()
  const lead = catalogue.datastreamByKey.get(signal.because.at(-1)?.datastream ?? "")
  const span = spanOf(signal, rule, world.clock.now().getTime())
  const parts = rule ? reading.partsOf(hazard, rule) : []
  const isCounted = rule?.over === "cluster" || rule?.over === "rules"
  const single = lead && (await readSingle(reading, lead, rule, span))
  const judged =
    rule &&
    (isCounted
      ? await readCounted(reading, { rule, parts, signal, ...span })
      : single && { rule, parts, watched: [single.watched] })
  // Where more was measured than is read, a window that reaches further back would look emptier than it was.
  const wholeMs = Math.max(span.fromMs, single?.wholeFromMs ?? span.fromMs)
  const hasValue = judged && rule.over !== "latest" && rule.over !== "missing"
  const points = hasValue ? ruleCurve(judged, { ...span, fromMs: wholeMs }) : []
  return {
    ...{ from: timeOf(span.fromMs), to: timeOf(span.untilMs) },
    rule: rule
      ? {
          ...{ over: rule.over, windowMin: rule.windowMin, unit: signal.unit, clearsBelow: clearingLimit(rule) },
          thresholds: thresholdsOf(rule),
          points: points.map(({ atMs, value }) => ({ at: timeOf(atMs), value })),
        }
      : null,
    measured:
      single && rule?.over !== "cluster" ? { thing: lead.thing.name, unit: lead.property.unit, points: single.points } : null,
  }
}

interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

function spanOf({ raisedAt, clearedAt, because }: Signal, rule: PackRule | undefined, nowMs: number): Span {
  const raisedMs = Date.parse(raisedAt)
  // Behind silence lies the last that was heard, however long ago; a window begins before what it holds.
  const firstMs = Math.min(raisedMs, Date.parse(because.at(-1)?.at ?? raisedAt))
  const fromMs = firstMs - Math.max(BEFORE_MS, Math.min((rule?.windowMin ?? 0) * MINUTE_MS, SPAN_MAX_MS / 7))
  const endMs = clearedAt === null ? nowMs : Math.min(nowMs, Date.parse(clearedAt) + AFTER_MS)
  return { fromMs, untilMs: Math.min(Math.max(endMs, raisedMs), fromMs + SPAN_MAX_MS) }
}

/** What one station measured, to be drawn and to be judged: the window before the first moment comes with it. */
async function readSingle(
  { world }: CurveReading,
  { number, createdAt }: Datastream,
  rule: PackRule | undefined,
  { fromMs, untilMs }: Span,
) {
  const windowMs = (rule?.windowMin ?? 0) * MINUTE_MS
  const rows = await listObservations(world.db.query, {
    ...{ datastream: number, order: { by: "phenomenonTime", descending: true }, skip: 0, limit: READ_MAX },
    // Twice the window: how far apart measurements usually are is read from those before it.
    ...{ fromMs: fromMs - 2 * windowMs, untilMs },
  })
  const wholeFromMs = rows.length < READ_MAX ? fromMs : rows.at(-1)!.atMs + windowMs
  const watched: Watched = { datastream: number, points: new Points(-Infinity, rows), sinceMs: createdAt.getTime() }
  const points = rows
    .slice(0, POINTS_MAX)
    .filter(({ atMs }) => atMs >= fromMs)
    .toReversed()
    .map(measuredPoint)
  return { watched, points, wholeFromMs }
}

/** All stations that a count hears in the area of the signal. */
async function readCounted(
  { world, catalogue, findArea }: CurveReading,
  {
    rule,
    parts,
    signal,
    fromMs,
    untilMs,
  }: Span & { readonly rule: PackRule; readonly parts: readonly PackRule[]; readonly signal: Signal },
): Promise<Judged> {
  const { datastreams, locations } = catalogue()
  const placeOf = new Map([...locations.values()].map(({ thing, at }) => [thing.number, at]))
  const heard = [...datastreams.values()].filter(
    ({ property, thing }) =>
      hears({ rule, parts }, property.id) && areasFor(rule, thing, findArea).some(({ id }) => id === signal.area.id),
  )
  const longestMin = Math.max(rule.windowMin, ...parts.map(({ windowMin }) => rule.windowMin + 2 * windowMin))
  const found = new Map<number, Point[]>(heard.map(({ number }) => [number, []]))
  const pages = readSpan(world.db.query, { datastreams: [...found.keys()], fromMs: fromMs - longestMin * MINUTE_MS, untilMs })
  let count = 0
  for await (const { measured } of pages) {
    for (const { datastream, ...point } of measured) found.get(datastream)!.push(point)
    count += measured.length
    if (count > COUNTED_MAX) break
  }
  const watched = heard.map(({ number, property, thing, createdAt }) => ({
    ...{ datastream: number, points: new Points(-Infinity, found.get(number)), sinceMs: createdAt.getTime() },
    ...{ property: property.id, at: placeOf.get(thing.number) },
  }))
  return { rule, parts, watched }
}

function thresholdsOf({ levels: values }: PackRule): { level: Level; value: number }[] {
  return levels.flatMap((level) => (values[level] === undefined ? [] : [{ level, value: values[level] }]))
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
