import type { KnownEvent, Level } from "@holdfast/contracts"
import { rankOf } from "../../domain/rule-state.ts"
import type { Raised } from "./rule-trial.ts"

const MINUTE_MS = 60_000
/** A signal that was over longer before an event than this was about something else. */
export const LEAD_MAX_MS = 6 * 60 * MINUTE_MS

export interface Score {
  readonly hits: number
  readonly misses: number
  readonly falseAlarms: readonly Raised[]
  readonly meanLeadMin: number | null
  readonly events: readonly (KnownEvent & { readonly isHit: boolean; readonly leadMin: number | null })[]
}

/**
 * Signals held to what is known to have happened. An event is hit by a signal of its area that reached its level before it ended,
 * and that was not over more than six hours before it began; the lead time runs from that level's being reached to the beginning
 * of the event, and is negative when it came after. A false alarm is a signal that was near no event, at whatever level.
 */
export function scoreSignals(signals: readonly Raised[], events: readonly KnownEvent[]): Score {
  const judged = events.map((event) => {
    const leads = signals.flatMap((signal) => {
      const reachedMs = isNear(signal, event) ? reachedAt(signal, event.level) : undefined
      return reachedMs === undefined || reachedMs > Date.parse(event.until)
        ? []
        : (Date.parse(event.from) - reachedMs) / MINUTE_MS
    })
    return { ...event, isHit: leads.length > 0, leadMin: leads.length > 0 ? Math.max(...leads) : null }
  })
  const leads = judged.flatMap(({ leadMin }) => leadMin ?? [])
  return {
    hits: leads.length,
    misses: judged.length - leads.length,
    falseAlarms: signals.filter((signal) => !events.some((event) => isNear(signal, event))),
    meanLeadMin: leads.length === 0 ? null : leads.reduce((sum, lead) => sum + lead, 0) / leads.length,
    events: judged,
  }
}

function isNear({ area, fromMs, untilMs }: Raised, event: KnownEvent): boolean {
  const isSamePlace = covers(area.id, event.area) || covers(event.area, area.id)
  return isSamePlace && fromMs <= Date.parse(event.until) && (untilMs ?? Infinity) >= Date.parse(event.from) - LEAD_MAX_MS
}

function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`)
}

/** When a level or a higher one was reached first; undefined when it never was. */
function reachedAt({ rises }: Raised, level: Level | undefined): number | undefined {
  return rises.find((rise) => level === undefined || rankOf(rise.level) >= rankOf(level))?.atMs
}
