import type { Level } from "@holdfast/contracts"
import type { Episode } from "./episodes.ts"
import type { Reached } from "./judged.ts"
import { rankOf } from "./rule-state.ts"

/** A signal that was raised, as far as deciding about the next one needs it. */
export interface Issued {
  readonly id: string
  readonly level: Level
  readonly beganMs: number
  readonly endedMs: number | null
}

export type SignalChange =
  | { readonly kind: "raise"; readonly beganMs: number; readonly endedMs: number | null; readonly seen: Reached }
  | { readonly kind: "rise"; readonly id: string; readonly seen: Reached }
  | { readonly kind: "clear"; readonly id: string; readonly endedMs: number }

/**
 * What must change so that the signals say what the episodes say. A signal that was raised stays raised: late or corrected
 * measurements may raise its level or end it, and may add one for an episode that nobody knew of; they never take one back,
 * lower one, join two, or open a cleared one again.
 *
 * @param fromMs from when on the episodes were read; what ended before is left alone
 */
export function changesFor(
  episodes: readonly Episode[],
  issued: readonly Issued[],
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): SignalChange[] {
  const changes: SignalChange[] = []
  const explained = new Set<string>()
  const openBefore = issued.find(({ endedMs }) => endedMs === null)
  const ended = new Map<string, number>()
  for (const episode of episodes) {
    const matches = issued
      .map((signal) => ({ ...signal, endedMs: ended.get(signal.id) ?? signal.endedMs }))
      .filter((signal) => overlaps(signal, episode))
    const signal = matches.find(({ endedMs }) => endedMs === null) ?? matches.at(-1)
    if (signal && !(signal.endedMs !== null && episode.untilMs === null)) {
      explained.add(signal.id)
      if (episode.peak && rankOf(episode.peak.level) > rankOf(signal.level)) {
        changes.push({ kind: "rise", id: signal.id, seen: episode.peak })
      }
      if (signal.endedMs === null && episode.untilMs !== null) {
        changes.push({ kind: "clear", id: signal.id, endedMs: episode.untilMs })
        ended.set(signal.id, episode.untilMs)
      }
    } else if (episode.peak) {
      changes.push({ kind: "raise", beganMs: episode.fromMs, endedMs: episode.untilMs, seen: episode.peak })
    }
  }
  // One that no episode explains any more, because a correction took its reason away, is over now.
  if (openBefore && openBefore.beganMs >= fromMs && !explained.has(openBefore.id)) {
    changes.unshift({ kind: "clear", id: openBefore.id, endedMs: Math.max(untilMs, openBefore.beganMs) })
  }
  return changes
}

function overlaps(signal: Issued, episode: Episode): boolean {
  const beganBeforeEnd = episode.untilMs === null || signal.beganMs <= episode.untilMs
  const endedAfterBegin = signal.endedMs === null || signal.endedMs >= episode.fromMs
  return beganBeforeEnd && endedAfterBegin
}
