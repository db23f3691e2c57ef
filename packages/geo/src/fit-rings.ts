import { boundsOf, boxRing } from "./bounds.ts"
import { crossesItself } from "./crosses-itself.ts"
import type { Ring } from "./lon-lat.ts"
import { ringAreaM2 } from "./polygon-area.ts"
import { weighPoints } from "./simplify.ts"

/** How the tolerance grows while it is still too much. */
const COARSER = 1.2
/** How often a ring that would cross itself is tried with half the tolerance, before it stays as it was. */
const FINER_TRIES = 8

interface Weighed {
  readonly ring: Ring
  readonly weights: Float64Array
}

/**
 * Outlines of areas in at most `positionsMax` positions together, closed, and crossing themselves nowhere: simplified as little as
 * that takes, the largest ring of each area first. What fits stays as it is. Of an area with more than `ringsMax` rings the smallest
 * are left out, and so are islands smaller than what is simplified away; the largest ring always stays, if need be as its box.
 *
 * @param areas the outer rings of each area
 * @param positionsMax at least five for each area
 */
export function fitRings(
  areas: readonly (readonly Ring[])[],
  { positionsMax, ringsMax }: { readonly positionsMax: number; readonly ringsMax: number },
): Ring[][] {
  const largest = areas.map((rings) => largestFirst(rings).slice(0, ringsMax))
  if (count(largest) <= positionsMax) return largest
  const weighed = largest.map((rings) => rings.map((ring): Weighed => ({ ring, weights: weighPoints(ring) })))
  for (let tolerance = firstTolerance(weighed, positionsMax); ; tolerance *= COARSER) {
    const coarse = weighed.map((rings) =>
      rings.flatMap((one, i) => coarser(one, tolerance) ?? (i === 0 ? [boxRing(boundsOf(one.ring))] : [])),
    )
    // The cheap question first: whether a ring crosses itself is only asked of what would fit.
    if (count(coarse) > positionsMax) continue
    const sound = weighed.map((rings) =>
      rings.flatMap((one, i) => soundAt(one, tolerance) ?? (i === 0 ? [boxRing(boundsOf(one.ring))] : [])),
    )
    if (count(sound) <= positionsMax) return sound
  }
}

/** The weight that as many positions reach as may stay: no smaller tolerance can do. */
function firstTolerance(weighed: readonly (readonly Weighed[])[], positionsMax: number): number {
  const inside = weighed.flat().flatMap(({ weights }) => [...weights.subarray(1, -1)])
  return Float64Array.from(inside).sort().at(-positionsMax) || Number.EPSILON
}

/** In a list, so that nothing is one too; undefined when no area is left. */
function coarser({ ring, weights }: Weighed, tolerance: number): [Ring] | undefined {
  const kept = ring.filter((_, i) => weights[i]! > tolerance)
  return kept.length >= 4 ? [kept] : undefined
}

function soundAt(one: Weighed, tolerance: number): [Ring] | undefined {
  const coarse = coarser(one, tolerance)
  if (!coarse || coarse[0].length === one.ring.length || !crossesItself(coarse[0])) return coarse
  for (let tries = 1, finer = tolerance / 2; tries <= FINER_TRIES; tries += 1, finer /= 2) {
    const [ring] = coarser(one, finer)!
    if (!crossesItself(ring)) return [ring]
  }
  return [one.ring]
}

function largestFirst(rings: readonly Ring[]): Ring[] {
  return rings
    .map((ring) => ({ ring, size: Math.abs(ringAreaM2(ring)) }))
    .toSorted((a, b) => b.size - a.size)
    .map(({ ring }) => ring)
}

const count = (areas: readonly (readonly Ring[])[]) => areas.flat().reduce((sum, ring) => sum + ring.length, 0)
