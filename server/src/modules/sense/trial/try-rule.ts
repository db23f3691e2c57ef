import {
  KNOWN_EVENTS_MAX,
  type KnownEvent,
  levels,
  type PackRule,
  TRIAL_DAYS_MAX,
  type Trial,
  type TriedSignal,
  type TryRule,
} from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { areasFor, type FindArea, hears } from "../domain/rule-areas.ts"
import { LATE_MAX_MS, memoryMs } from "../domain/rule-tracker.ts"
import { senseErrors } from "../errors.ts"
import { type Raised, RuleTrial, type Stream } from "./domain/rule-trial.ts"
import { scoreSignals } from "./domain/score.ts"
import { listEvents } from "./store/event-store.ts"
import { readSpan } from "./store/span-store.ts"

const DAY_MS = 86_400_000
/** Measurements that a trial goes through: some minutes of work beside everything else. */
export const TRIAL_MEASUREMENTS_MAX = 2_000_000
/** Between two turns of the loop, so that live measurements never wait long. */
const MEASUREMENTS_PER_TURN = 200
const SIGNALS_MAX = 1_000
const CURVES_MAX = 24

export interface TrialContext {
  readonly world: World
  readonly catalogue: Catalogue
  readonly findArea: FindArea
  readonly partsOf: (hazard: string, rule: PackRule) => readonly PackRule[]
  /** The warnings that were really sent in a span. */
  readonly warningsSent: (span: {
    readonly hazard: string
    readonly from: Date
    readonly to: Date
  }) => Promise<readonly KnownEvent[]>
}

/**
 * What a rule would have raised, had it been in force. Reads, stores nothing, and can be stopped at any moment. Throws
 * `SENSE_TRIAL_SPAN_REFUSED`, `SENSE_TRIAL_TOO_LARGE`, `SENSE_TRIAL_STOPPED`.
 *
 * @param onProgress from 0 to 1
 */
export async function tryRule(
  context: TrialContext,
  { hazard, rule, from, to, against }: TryRule,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<Trial> {
  const [fromMs, untilMs] = [Date.parse(from), Date.parse(to)]
  if (untilMs <= fromMs || untilMs - fromMs > TRIAL_DAYS_MAX * DAY_MS)
    throw senseErrors.TRIAL_SPAN_REFUSED({ from, to, limit: TRIAL_DAYS_MAX })
  const parts = context.partsOf(hazard, rule)
  const streams = streamsOf(context, rule, parts)
  const trial = new RuleTrial({ hazard, rule, parts, streams, fromMs, untilMs })
  const firstMs = fromMs - (memoryMs(rule, parts) - LATE_MAX_MS)
  let measurements = 0
  const pages = readSpan(context.world.db.query, {
    datastreams: streams.map(({ datastream }) => datastream),
    fromMs: firstMs,
    untilMs,
  })
  for await (const { measured, upToMs } of pages) {
    measurements += measured.length
    if (measurements > TRIAL_MEASUREMENTS_MAX) throw senseErrors.TRIAL_TOO_LARGE({ limit: TRIAL_MEASUREMENTS_MAX })
    for (let start = 0; start < measured.length; start += MEASUREMENTS_PER_TURN) {
      if (signal.aborted) throw senseErrors.TRIAL_STOPPED({})
      trial.add(measured.slice(start, start + MEASUREMENTS_PER_TURN))
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (signal.aborted) throw senseErrors.TRIAL_STOPPED({})
    onProgress(Math.min(1, (upToMs - firstMs) / (untilMs - firstMs)))
  }
  trial.finish()
  const events = await eventsFor(context, against, { hazard, from: new Date(fromMs), to: new Date(untilMs) })
  const score = events && scoreSignals(trial.raised, events)
  const isFalse = score && new Set(score.falseAlarms)
  return {
    unit: unitOf(rule, context.catalogue),
    thresholds: levels.flatMap((level) => (rule.levels[level] === undefined ? [] : [{ level, value: rule.levels[level] }])),
    measurements,
    signals: trial.raised.slice(0, SIGNALS_MAX).map((raised) => toContract(raised, isFalse?.has(raised) ?? null)),
    isCut: trial.raised.length > SIGNALS_MAX,
    curves: trial.curves
      .filter(({ points }) => points.length > 0)
      .slice(0, CURVES_MAX)
      .map(({ area, points }) => ({ area, points: points.map(({ atMs, value }) => ({ at: timeOf(atMs), value })) })),
    score: score
      ? {
          ...{ hits: score.hits, misses: score.misses, falseAlarms: score.falseAlarms.length, meanLeadMin: score.meanLeadMin },
          events: [...score.events],
        }
      : null,
  }
}

/** What the signals are held to; undefined for nothing. */
async function eventsFor(
  { world, warningsSent }: TrialContext,
  against: TryRule["against"],
  span: { readonly hazard: string; readonly from: Date; readonly to: Date },
): Promise<readonly KnownEvent[] | undefined> {
  if (against === "warnings") return warningsSent(span)
  if (against !== "events") return against
  const kept = await listEvents(world.db.query, { ...span, limit: KNOWN_EVENTS_MAX })
  return kept.map(({ id: _id, ...event }) => event)
}

function streamsOf({ catalogue, findArea }: TrialContext, rule: PackRule, parts: readonly PackRule[]): Stream[] {
  const placeOf = new Map([...catalogue.locations.values()].map(({ thing, at }) => [thing.number, at]))
  return [...catalogue.datastreams.values()]
    .filter(({ property }) => hears({ rule, parts }, property.id))
    .map(({ number, property, thing }) => ({
      datastream: number,
      property: property.id,
      at: placeOf.get(thing.number),
      areas: areasFor(rule, thing, findArea),
    }))
    .filter(({ areas }) => areas.length > 0)
}

function unitOf({ over, property }: PackRule, { properties }: Catalogue): string {
  if (over === "missing") return "min"
  if (over === "cluster" || over === "rules") return "1"
  return [...properties.values()].find(({ id }) => id === property)?.unit ?? ""
}

function toContract({ area, level, fromMs, untilMs, peak, rises }: Raised, isFalseAlarm: boolean | null): TriedSignal {
  return {
    ...{ area, level, peak, isFalseAlarm },
    from: timeOf(fromMs),
    until: untilMs === null ? null : timeOf(untilMs),
    rises: rises.map((rise) => ({ level: rise.level, at: timeOf(rise.atMs) })),
  }
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
