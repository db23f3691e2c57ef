import type { PackRule } from "@holdfast/contracts"
import { type Reached, rankOf, stateAt, type Watched } from "./rule-state.ts"

/** A time through which a rule held in an area: from reaching a level until every value fell under the clearing limit. */
export interface Episode {
  readonly fromMs: number
  /** Null while it goes on. */
  readonly untilMs: number | null
  /** What was seen at the highest level; undefined when it began before this reading and no level was reached in it. */
  readonly peak: Reached | undefined
}

/**
 * The episodes between two times, read from the measurements alone: whichever order they came in, the same measurements give
 * the same episodes.
 *
 * @param openSinceMs the beginning of an episode that goes on at `fromMs`; null when there is none
 */
export function episodesBetween(
  rule: PackRule,
  watched: readonly Watched[],
  { fromMs, untilMs, openSinceMs }: { readonly fromMs: number; readonly untilMs: number; readonly openSinceMs: number | null },
): Episode[] {
  const episodes: Episode[] = []
  let current: { fromMs: number; peak: Reached | undefined } | undefined =
    openSinceMs === null ? undefined : { fromMs: openSinceMs, peak: undefined }
  // Missing data are seen by the world's clock; everything else at the times of the measurements.
  for (const atMs of rule.over === "missing" ? [untilMs] : momentsBetween(watched, fromMs, untilMs)) {
    const { reached, isOver } = stateAt(rule, watched, atMs)
    if (reached) {
      current ??= { fromMs: atMs, peak: reached }
      if (!current.peak || rankOf(reached.level) > rankOf(current.peak.level)) current.peak = reached
    } else if (current && isOver()) {
      episodes.push({ ...current, untilMs: atMs })
      current = undefined
    }
  }
  if (current) episodes.push({ ...current, untilMs: null })
  return episodes
}

function momentsBetween(watched: readonly Watched[], fromMs: number, untilMs: number): number[] {
  const moments = new Set<number>()
  for (const { points } of watched) for (const { atMs } of points.between(fromMs - 1, untilMs)) moments.add(atMs)
  return [...moments].toSorted((a, b) => a - b)
}
