import type { LonLat, Polygon, Ring } from "./lon-lat.ts"
import { pointInPolygon } from "./point-in-polygon.ts"
import { doubleArea } from "./polygon-area.ts"

interface Piece {
  readonly outer: Ring
  readonly holes: readonly Ring[]
}
/** What lies on one side of a cut: parts of rings that begin and end on it, and rings that it does not meet. */
interface Side {
  readonly chains: { readonly from: Cut; readonly to: Cut; readonly between: readonly LonLat[] }[]
  readonly rings: Ring[]
}
/** Where a ring meets the cut. */
type Cut = LonLat

/**
 * The same ground as rings without holes, for formats that know none, such as CAP: a polygon is cut along a parallel through each
 * hole. The rings share the positions of their cuts, so they leave no gap and overlap nowhere. A polygon without holes is its outer
 * ring as it stands. A hole of no height is no hole.
 *
 * @param polygon valid: rings closed, holes inside, none crossing another
 */
export function cutHoles([outer, ...holes]: Polygon): Ring[] {
  if (!outer) return []
  if (holes.length === 0) return [outer]
  const done: Ring[] = []
  const open: Piece[] = [{ outer: turned(outer, 1), holes: holes.map((hole) => turned(hole, -1)) }]
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [hole, ...others] = piece.holes
    if (!hole) {
      done.push(piece.outer)
      continue
    }
    const lat = latitudeThrough(hole, piece)
    if (lat === undefined) open.push({ outer: piece.outer, holes: others })
    else open.push(...splitAt(piece, lat))
  }
  return done
}

/** Inside the hole and on no corner: the middle of the widest stretch of latitudes without one. */
function latitudeThrough(hole: Ring, { outer, holes }: Piece): number | undefined {
  const of = hole.map(([, lat]) => lat)
  const [south, north] = [Math.min(...of), Math.max(...of)]
  const lats = [outer, ...holes]
    .flat()
    .map(([, lat]) => lat)
    .filter((lat) => lat >= south && lat <= north)
    .toSorted((a, b) => a - b)
  let best: { lat: number; width: number } | undefined
  for (let i = 1; i < lats.length; i += 1) {
    const [from, to] = [lats[i - 1]!, lats[i]!]
    const lat = (from + to) / 2
    if (lat > from && lat < to && to - from > (best?.width ?? 0)) best = { lat, width: to - from }
  }
  return best?.lat
}

function splitAt({ outer, holes }: Piece, lat: number): Piece[] {
  const [above, below]: [Side, Side] = [
    { chains: [], rings: [] },
    { chains: [], rings: [] },
  ]
  const [up, down]: [Cut[], Cut[]] = [[], []]
  for (const ring of [outer, ...holes]) cutRing(ring, lat, { above, below, up, down })
  // What is inside lies left of each ring: east of where it goes down, west of where it goes up.
  const byLon = (a: Cut, b: Cut) => a[0] - b[0]
  up.sort(byLon)
  down.sort(byLon)
  const partner = new Map([...down.map((cut, i) => [cut, up[i]!] as const), ...up.map((cut, i) => [cut, down[i]!] as const)])
  return [...pieces(above, partner), ...pieces(below, partner)]
}

function cutRing(
  ring: Ring,
  lat: number,
  { above, below, up, down }: { readonly above: Side; readonly below: Side; readonly up: Cut[]; readonly down: Cut[] },
): void {
  const corners = ring.slice(0, -1)
  const isAbove = (at: LonLat) => at[1] > lat
  const first = corners.findIndex((at, i) => isAbove(at) !== isAbove(corners.at(i - 1)!))
  if (first < 0) {
    ;(isAbove(corners[0]!) ? above : below).rings.push(ring)
    return
  }
  const cutBetween = (from: LonLat, to: LonLat): Cut => [from[0] + ((to[0] - from[0]) * (lat - from[1])) / (to[1] - from[1]), lat]
  const begin = cutBetween(corners.at(first - 1)!, corners[first]!)
  let from = begin
  let between: LonLat[] = []
  for (let i = 0; i < corners.length; i += 1) {
    const at = corners[(first + i) % corners.length]!
    const next = corners[(first + i + 1) % corners.length]!
    between.push(at)
    if (isAbove(at) === isAbove(next)) continue
    const to = i === corners.length - 1 ? begin : cutBetween(at, next)
    ;(isAbove(at) ? down : up).push(to)
    ;(isAbove(at) ? above : below).chains.push({ from, to, between })
    from = to
    between = []
  }
}

/** Joins the chains of one side along the cut. Rings that the cut does not meet are holes there. */
function pieces({ chains, rings }: Side, partner: ReadonlyMap<Cut, Cut>): Piece[] {
  const starting = new Map(chains.map((chain) => [chain.from, chain]))
  const outers: Ring[] = []
  for (let chain = chains[0]; chain; [chain] = starting.values()) {
    const joined: LonLat[] = []
    for (let next: typeof chain | undefined = chain; next; next = starting.get(partner.get(next.to)!)) {
      starting.delete(next.from)
      joined.push(next.from, ...next.between, next.to)
    }
    outers.push(closed(joined))
  }
  return outers.map((outer) => ({ outer, holes: rings.filter((hole) => holderOf(hole, outers) === outer) }))
}

/** A hole may touch its outer ring at a corner, so most of its corners decide. */
function holderOf(hole: Ring, outers: readonly Ring[]): Ring | undefined {
  if (outers.length === 1) return outers[0]
  const inside = (outer: Ring) => hole.filter((at) => pointInPolygon(at, [outer])).length
  return outers.toSorted((a, b) => inside(b) - inside(a))[0]
}

function closed(line: readonly LonLat[]): Ring {
  const ring = line.filter((at, i) => i === 0 || at[0] !== line[i - 1]![0] || at[1] !== line[i - 1]![1])
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
}

function turned(ring: Ring, direction: 1 | -1): Ring {
  return Math.sign(doubleArea(ring)) === direction ? ring : ring.toReversed()
}
