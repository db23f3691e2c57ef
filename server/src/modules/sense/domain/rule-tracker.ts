import type { AreaRef, PackRule } from "@holdfast/contracts"
import { episodesBetween } from "./episodes.ts"
import type { Watched } from "./rule-state.ts"
import { changesFor, type Issued, type SignalChange } from "./signal-changes.ts"

const MINUTE_MS = 60_000
/** A measurement that comes later than this still counts in the windows that it lies in, but wakes nobody about the past. */
export const LATE_MAX_MS = 6 * 60 * MINUTE_MS

/** How far back a rule must be able to see to judge anything that may still change. */
export function memoryMs(rule: Pick<PackRule, "windowMin" | "holdMin">): number {
  // Twice the window: how far apart measurements usually are is read from those before it.
  return (2 * rule.windowMin + rule.holdMin) * MINUTE_MS + LATE_MAX_MS
}

/** One rule in one area: what it watches, and the signals that were raised about it. */
export class RuleTracker {
  readonly hazard: string
  readonly rule: PackRule
  readonly area: AreaRef
  readonly watched: Watched[] = []
  #issued: Issued[]

  constructor(options: { hazard: string; rule: PackRule; area: AreaRef; issued: readonly Issued[] }) {
    this.hazard = options.hazard
    this.rule = options.rule
    this.area = options.area
    this.#issued = [...options.issued]
  }

  /** What must change after measurements from `touchedFromMs` on came or changed. Changes nothing itself: see `accept`. */
  decide({ touchedFromMs, nowMs }: { readonly touchedFromMs: number; readonly nowMs: number }): SignalChange[] {
    const missing = this.rule.over === "missing"
    const newestMs = Math.max(...this.watched.map(({ points }) => points.newest?.atMs ?? -Infinity))
    const untilMs = missing ? nowMs : newestMs
    const fromMs = missing ? nowMs : Math.max(touchedFromMs, nowMs - LATE_MAX_MS)
    if (fromMs > untilMs) return []
    const going = this.#issued.find(({ beganMs, endedMs }) => beganMs < fromMs && (endedMs === null || endedMs >= fromMs))
    const span = { fromMs, untilMs, openSinceMs: going?.beganMs ?? null }
    return changesFor(episodesBetween(this.rule, this.watched, span), this.#issued, span)
  }

  /** Takes up what was stored. `raised` gives the id of each new signal. */
  accept(changes: readonly SignalChange[], raised: ReadonlyMap<SignalChange, string>, nowMs: number): void {
    for (const change of changes) {
      if (change.kind === "raise") {
        const { beganMs, endedMs, seen } = change
        this.#issued.push({ id: raised.get(change)!, level: seen.level, beganMs, endedMs })
      } else {
        this.#issued = this.#issued.map((signal) => {
          if (signal.id !== change.id) return signal
          return change.kind === "rise" ? { ...signal, level: change.seen.level } : { ...signal, endedMs: change.endedMs }
        })
      }
    }
    this.#issued = this.#issued.filter(({ endedMs }) => endedMs === null || endedMs >= nowMs - LATE_MAX_MS)
  }
}
