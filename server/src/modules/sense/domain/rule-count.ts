import { alarmCluster } from "./alarm-cluster.ts"
import type { Judged, StateAt } from "./judged.ts"
import { momentsBetween } from "./moments.ts"

const MINUTE_MS = 60_000

/** What a rule counts at one time: alarms that stand together, or rules that were fulfilled. */
export interface Count {
  readonly count: number
  /** The count cannot be more than this, whatever is not known. */
  readonly atMost: () => number
  /** Whose measurements were counted, newest last. */
  readonly datastreams: readonly number[]
}

/** @param stateAt how the parts of a rule about rules are judged */
export function countAt(judged: Judged, atMs: number, stateAt: StateAt): Count {
  return judged.rule.over === "cluster" ? countAlarms(judged, atMs) : countParts(judged, atMs, stateAt)
}

/** Whether the count reached `threshold` at every moment of the last `holdMin`. */
export function heldCount(judged: Judged, atMs: number, threshold: number, stateAt: StateAt): boolean {
  const sinceMs = atMs - judged.rule.holdMin * MINUTE_MS
  return [sinceMs, ...momentsBetween(judged, sinceMs, atMs)].every(
    (moment) => countAt(judged, moment, stateAt).count >= threshold,
  )
}

function countAlarms({ rule, watched }: Judged, atMs: number): Count {
  const fromMs = atMs - rule.windowMin * MINUTE_MS
  const alarms = watched.flatMap(({ datastream, points, at }) => {
    const alarm = at && points.between(fromMs, atMs).findLast(({ value }) => value !== null && value >= 1)
    return alarm ? [{ datastream, at, atMs: alarm.atMs }] : []
  })
  const together = alarmCluster(alarms, rule.radiusM ?? 0).toSorted((a, b) => a.atMs - b.atMs || a.datastream - b.datastream)
  // A device that is silent has no alarm: silence is what it is built for.
  return { count: together.length, atMost: () => together.length, datastreams: together.map(({ datastream }) => datastream) }
}

function countParts({ rule, watched, parts }: Judged, atMs: number, stateAt: StateAt): Count {
  const found = parts.map((part) => {
    const own = { rule: part, parts: [], watched: watched.filter(({ property }) => property === part.property) }
    const moments = momentsBetween(own, atMs - rule.windowMin * MINUTE_MS + 1, atMs).toReversed()
    let reached = stateAt(own, atMs).reached
    for (const moment of moments) reached ??= stateAt(own, moment).reached
    const mayHold = () => own.watched.some(({ points }) => points.hasUpTo(atMs)) && !stateAt(own, atMs).isOver()
    return { reached, mayHold }
  })
  const holding = found.flatMap(({ reached }) => reached ?? []).toSorted((a, b) => a.atMs - b.atMs)
  return {
    count: holding.length,
    atMost: () => found.filter(({ reached, mayHold }) => reached !== undefined || mayHold()).length,
    datastreams: holding.map(({ datastream }) => datastream),
  }
}
