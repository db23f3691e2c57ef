import type { Judged, Reached } from "./judged.ts"
import { momentsBetween, needsClock } from "./moments.ts"
import { rankOf, stateAt } from "./rule-state.ts"

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
  judged: Judged,
  { fromMs, untilMs, openSinceMs }: { readonly fromMs: number; readonly untilMs: number; readonly openSinceMs: number | null },
): Episode[] {
  const episodes: Episode[] = []
  let current: { fromMs: number; peak: Reached | undefined } | undefined =
    openSinceMs === null ? undefined : { fromMs: openSinceMs, peak: undefined }
  for (const atMs of judgedMoments(judged, fromMs, untilMs)) {
    const { reached, isOver } = stateAt(judged, atMs)
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

/** Missing data are seen by the world's clock; everything else at the times of the measurements, and clusters by both. */
function judgedMoments(judged: Judged, fromMs: number, untilMs: number): number[] {
  if (judged.rule.over === "missing") return [untilMs]
  const moments = momentsBetween(judged, fromMs, untilMs)
  if (needsClock(judged.rule) && moments.at(-1) !== untilMs) moments.push(untilMs)
  return moments
}
