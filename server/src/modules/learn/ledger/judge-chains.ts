import type { KnownEvent, LedgerLine, LedgerTotals, LedgerVerdict } from "@holdfast/contracts"
import { type Raised, scoreSignals } from "../../sense/index.ts"
import type { Chain } from "./chains.ts"

export interface Judged {
  readonly verdict: LedgerVerdict
  readonly leadMin: number | null
}

/**
 * Holds chains of one hazard to what is known to have happened, as a rule's signals are held to it when it is tried on history: by the
 * same places, levels, and times. Where nobody has recorded anything, nothing is judged.
 */
export function judgeChains(
  chains: readonly Chain[],
  events: readonly KnownEvent[],
): { readonly judged: ReadonlyMap<Chain, Judged>; readonly missed: readonly KnownEvent[] } {
  const held = chains.filter((chain) => !wasInError(chain))
  const judged = new Map<Chain, Judged>()
  for (const chain of chains)
    judged.set(chain, wasInError(chain) ? { verdict: "sent-in-error", leadMin: null } : judge(chain, events))
  const { events: scored } = scoreSignals(held.flatMap(toRaised), events)
  return { judged, missed: events.filter((_, index) => !scored[index]!.isHit) }
}

function judge(chain: Chain, events: readonly KnownEvent[]): Judged {
  const { hits, falseAlarms, events: scored } = scoreSignals(toRaised(chain), events)
  if (hits > 0) {
    const first = scored.filter(({ isHit }) => isHit).toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0]!
    return { verdict: "hit", leadMin: first.leadMin }
  }
  if (chain.endedMs === null) return { verdict: "in-force", leadMin: null }
  const isNearNone = falseAlarms.length === chain.areas.length
  return { verdict: events.length > 0 && isNearNone ? "false-alarm" : "unknown", leadMin: null }
}

function wasInError({ warnings }: Chain): boolean {
  return warnings.at(-1)!.state === "sent-in-error"
}

/** A chain as what a rule raises: in each of its areas, from the first message, with the level that each message had. */
function toRaised({ warnings, areas, level, sentMs, endedMs }: Chain): Raised[] {
  return areas.map((area) => ({
    ...{ area, level, fromMs: sentMs, untilMs: endedMs, peak: null },
    rises: warnings
      .filter((warning) => warning.areas.some(({ id }) => id === area.id))
      .map((warning) => ({ level: warning.level, atMs: Date.parse(warning.sentAt!) })),
  }))
}

/** Sums lines up under one heading. A median of nothing is null. */
export function totalsOf(
  heading: Pick<LedgerTotals, "id" | "name" | "misses">,
  lines: readonly Pick<LedgerLine, "verdict" | "leadMin" | "signalToSentMin">[],
): LedgerTotals {
  const count = (verdict: LedgerVerdict) => lines.filter((line) => line.verdict === verdict).length
  return {
    ...heading,
    warnings: lines.length,
    hits: count("hit"),
    falseAlarms: count("false-alarm"),
    unknown: count("unknown"),
    sentInError: count("sent-in-error"),
    medianLeadMin: median(lines.flatMap(({ leadMin }) => leadMin ?? [])),
    medianSignalToSentMin: median(lines.flatMap(({ signalToSentMin }) => signalToSentMin ?? [])),
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
