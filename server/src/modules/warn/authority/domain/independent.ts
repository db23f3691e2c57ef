import { type Level, type LonLat, levels, type Signal } from "@holdfast/contracts"

const rank = (level: Level) => levels.indexOf(level)
/** Two instruments on one mast hear the same bang: only such as stand apart confirm each other. */
const APART_DEGREES = 0.001

export interface Confirmed {
  readonly signal: Signal
  readonly by: Signal
}

/**
 * What two independent gauges say: two signals of one rule for one area that stand, both at the level or above, of different things at
 * different places, each with a value that was measured. The first of each pair is the newer one, whose words a warning takes.
 *
 * @param placeOf where the thing of a datastream stands; one that moves or is not known confirms nothing
 */
export function findConfirmed(
  standing: readonly Signal[],
  about: { readonly hazard: string; readonly level: Level },
  placeOf: (datastream: string) => LonLat | undefined,
): Confirmed[] {
  const able = standing.filter(
    ({ hazard, level, state, value, threshold }) =>
      hazard === about.hazard && level === about.level && state !== "cleared" && value !== null && threshold !== null,
  )
  // One at a higher level confirms the lower; what goes out is of the level that was allowed.
  const confirming = standing.filter(
    ({ hazard, level, state, value }) =>
      hazard === about.hazard && rank(level) >= rank(about.level) && state !== "cleared" && value !== null,
  )
  const found = new Map<string, Confirmed>()
  for (const signal of able) {
    const by = confirming.find(
      (other) => other.rule.id === signal.rule.id && other.area.id === signal.area.id && areApart(signal, other, placeOf),
    )
    if (by && !found.has(signal.area.id)) found.set(signal.area.id, { signal, by })
  }
  return [...found.values()]
}

function areApart(one: Signal, other: Signal, placeOf: (datastream: string) => LonLat | undefined): boolean {
  const [here, there] = [one, other].map(({ because }) => because[0] && placeOf(because[0].datastream))
  return here !== undefined && there !== undefined && Math.hypot(here[0] - there[0], here[1] - there[1]) > APART_DEGREES
}
