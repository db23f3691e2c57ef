import type { PackRule } from "@holdfast/contracts"
import type { Judged, Reached, Watched } from "./judged.ts"
import { measuredBetween, momentsBetween, needsClock } from "./moments.ts"
import { blockerAt, blocks, lowestOf, rankOf, reachedAt, stateAt } from "./rule-state.ts"
import { atMostBetween, risesWhenMeasured } from "./rule-value.ts"

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
  const quiet = openSinceMs === null && !mayReach(judged.rule, judged.watched, fromMs, untilMs)
  return quiet ? [] : read(judged, momentsOf(judged, fromMs, untilMs), openSinceMs)
}

/** A time at which to judge, and those who may reach a level at it. */
type Moment = readonly [atMs: number, among: readonly Watched[]]

function read(judged: Judged, moments: readonly Moment[], openSinceMs: number | null): Episode[] {
  const episodes: Episode[] = []
  let current: { fromMs: number; peak: Reached | undefined } | undefined =
    openSinceMs === null ? undefined : { fromMs: openSinceMs, peak: undefined }
  // Who kept the signal up the last time most probably still does.
  let blocker: ReturnType<typeof blockerAt>
  for (const [atMs, among] of moments) {
    const isCounted = judged.rule.over === "cluster" || judged.rule.over === "rules"
    const counted = isCounted ? stateAt(judged, atMs) : undefined
    const reached = counted ? counted.reached : reachedAt(judged, atMs, among)
    if (reached) {
      current ??= { fromMs: atMs, peak: reached }
      if (!current.peak || rankOf(reached.level) > rankOf(current.peak.level)) current.peak = reached
    } else if (current) {
      if (counted ? !counted.isOver() : isBlocked()) continue
      episodes.push({ ...current, untilMs: atMs })
      current = undefined
    }

    function isBlocked(): boolean {
      if (typeof blocker === "object" && blocks(judged.rule, blocker, atMs)) return true
      blocker = blockerAt(judged, atMs)
      return blocker !== undefined
    }
  }
  if (current) episodes.push({ ...current, untilMs: null })
  return episodes
}

/**
 * Missing data are seen by the world's clock; everything else at the times of the measurements, and clusters by both. Where a
 * value falls until its own next measurement, only those who measured are asked, after all have been asked once.
 */
function momentsOf({ rule, watched }: Judged, fromMs: number, untilMs: number): Moment[] {
  if (rule.over === "missing") return [[untilMs, watched]]
  const hot = watched.filter((one) => mayReach(rule, [one], fromMs, untilMs))
  if (risesWhenMeasured(rule)) {
    const isHot = new Set(hot)
    return measuredBetween(watched, fromMs, untilMs).map(([atMs, measured], i) => [
      atMs,
      i === 0 ? hot : measured.filter((one) => isHot.has(one)),
    ])
  }
  const moments = momentsBetween({ rule, watched }, fromMs, untilMs)
  if (needsClock(rule) && moments.at(-1) !== untilMs) moments.push(untilMs)
  return moments.map((atMs) => [atMs, hot])
}

/** Whether one of some datastreams may have reached a level between two times. */
function mayReach(rule: PackRule, among: readonly Watched[], fromMs: number, untilMs: number): boolean {
  const lowest = lowestOf(rule)
  return among.some(({ points }) => atMostBetween(rule, points, { fromMs, untilMs }) >= lowest)
}
