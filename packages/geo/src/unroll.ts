import { boundsMeet, boundsOf } from "./bounds.ts"
import type { LonLat, MultiPolygon, Polygon, Ring } from "./lon-lat.ts"

/** A ring whose longitudes go on past ±180 instead of jumping: each position with how many times around it is. */
interface Unrolled {
  readonly at: readonly LonLat[]
  readonly turns: readonly number[]
}

const WORLD = [-180, -90, 180, 90] as const

/**
 * A polygon on the Earth as polygons of one plane, longitude by latitude. A side of more than 180° is the short way around, across
 * the date line; one of exactly 360° runs along a whole parallel. What goes past ±180 is given once more from the other side, so that
 * between −180 and 180 nothing is missing. A ring around a pole is closed over the pole that is nearer to its positions.
 *
 * Positions keep their very numbers where they need not move, so a polygon away from the date line comes back as it was.
 */
export function unroll([outer, ...holes]: Polygon): MultiPolygon {
  if (!outer || outer.length === 0) return []
  const shell = unrollRing(outer)
  const bounds = boundsOf(moved(shell, 0))
  const placed = holes.map((hole) => {
    const rolled = unrollRing(hole)
    const turn = [0, 1, -1].find((by) => isWithin(moved(rolled, by), bounds)) ?? 0
    return { rolled, turn }
  })
  return [0, 1, -1]
    .map((by) => [moved(shell, by), ...placed.map(({ rolled, turn }) => moved(rolled, turn + by))])
    .filter(([ring], i) => i === 0 || reachesIn(ring!))
}

function unrollRing(ring: Ring): Unrolled {
  const turns: number[] = []
  let turn = 0
  for (const [i, [lon]] of ring.entries()) {
    const step = i === 0 ? 0 : lon - ring[i - 1]![0]
    if (Math.abs(step) > 180 && Math.abs(step) < 360) turn -= Math.sign(step)
    turns.push(turn)
  }
  if (turn === 0) return { at: ring, turns }
  const pole = ring.reduce((sum, [, lat]) => sum + lat, 0) < 0 ? -90 : 90
  const [first] = ring
  return { at: [...ring, [first![0], pole], [first![0], pole], first!], turns: [...turns, turn, 0, 0] }
}

function moved({ at, turns }: Unrolled, by: number): LonLat[] {
  return at.map(([lon, lat], i) => [lon + 360 * (turns[i]! + by), lat])
}

function isWithin(ring: Ring, [west, , east]: readonly [number, number, number, number]): boolean {
  return ring.every(([lon]) => west <= lon && lon <= east)
}

/** Whether a copy lies between −180 and 180 with more than its edge. */
function reachesIn(ring: Ring): boolean {
  const bounds = boundsOf(ring)
  return boundsMeet(bounds, WORLD) && bounds[0] < 180 && bounds[2] > -180
}
