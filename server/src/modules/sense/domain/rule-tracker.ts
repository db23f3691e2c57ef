import type { AreaRef, PackRule } from "@holdfast/contracts"
import { episodesBetween } from "./episodes.ts"
import type { Watched } from "./judged.ts"
import { measuredBefore, needsClock } from "./moments.ts"
import { changesFor, type Issued, type SignalChange } from "./signal-changes.ts"

const MINUTE_MS = 60_000
/** A measurement that comes later than this still counts in the windows that it lies in, but wakes nobody about the past. */
export const LATE_MAX_MS = 6 * 60 * MINUTE_MS

/** How far back a rule must be able to see to judge anything that may still change; what its parts need comes on top. */
export function memoryMs(rule: Pick<PackRule, "windowMin" | "holdMin">, parts: readonly PackRule[] = []): number {
  // Twice the window: how far apart measurements usually are is read from those before it.
  const ownMs = (2 * rule.windowMin + rule.holdMin) * MINUTE_MS + LATE_MAX_MS
  return Math.max(ownMs, ...parts.map((part) => ownMs + (2 * part.windowMin + part.holdMin) * MINUTE_MS))
}

/** One rule in one area: what it watches, and the signals that were raised about it. */
export class RuleTracker {
  readonly hazard: string
  readonly rule: PackRule
  readonly area: AreaRef
  /** The rules that a rule about rules is about. */
  readonly parts: readonly PackRule[]
  /** Counts the changes that the city made to the rule. */
  readonly version: number
  readonly watched: Watched[] = []
  #issued: Issued[]

  constructor(options: {
    hazard: string
    rule: PackRule
    area: AreaRef
    issued: readonly Issued[]
    parts?: readonly PackRule[] | undefined
    version?: number | undefined
  }) {
    this.hazard = options.hazard
    this.rule = options.rule
    this.area = options.area
    this.parts = options.parts ?? []
    this.version = options.version ?? 0
    this.#issued = [...options.issued]
  }

  /**
   * What must change after measurements from `touchedFromMs` on came or changed; the clock alone gives now for it. Changes nothing
   * itself: see `accept`.
   */
  decide({ touchedFromMs, nowMs }: { readonly touchedFromMs: number; readonly nowMs: number }): SignalChange[] {
    const missing = this.rule.over === "missing"
    const byClock = needsClock(this.rule)
    const newestMs = newestOf(this.watched)
    const untilMs = missing ? nowMs : byClock ? Math.max(newestMs, touchedFromMs) : newestMs
    // What ended between two measurements is judged when the second one comes.
    const sinceMs = byClock ? Math.min(touchedFromMs, measuredBefore(this, touchedFromMs) + 1) : touchedFromMs
    const beforeMs = Number.isFinite(sinceMs) ? sinceMs : touchedFromMs
    const fromMs = missing ? nowMs : Math.max(beforeMs, nowMs - LATE_MAX_MS)
    if (fromMs > untilMs) return []
    const going = this.#issued.find(({ beganMs, endedMs }) => beganMs < fromMs && (endedMs === null || endedMs >= fromMs))
    const span = { fromMs, untilMs, openSinceMs: going?.beganMs ?? null }
    return changesFor(episodesBetween(this, span), this.#issued, span)
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

/** When one of them measured last; -Infinity where none did. */
function newestOf(watched: readonly Watched[]): number {
  let newestMs = -Infinity
  for (const { points } of watched) newestMs = Math.max(newestMs, points.newestMs)
  return newestMs
}
