import type { CapPolygon } from "../model.ts"

/** Segments in one leaf of the tree of boxes. */
const LEAF = 8
/** Up to here each segment is compared with each, which is faster than any tree. */
const FEW = 24
/** Pairs of boxes and segments that are compared for each segment, before a border counts as too tangled to be checked. */
const EFFORT_PER_SEGMENT = 400

/** Coordinates and boxes of the ring in hand: one place for all rings, because most of them are small and there are thousands. */
let xs = new Float64Array(1_024)
let ys = new Float64Array(1_024)
let boxes = new Float64Array(1_024)
let segments = 0
let leaves = 0
let effort = 0
let sumX = 0
let sumY = 0
const NOTHING = -1

/**
 * Where the border of a closed ring crosses itself; `tangled` when that would take too long to find out. Parts that only touch, such
 * as the two sides of a cut that leads to a hole, do not cross. A ring over the 180th meridian is taken as it continues there.
 */
export function findCrossing(ring: CapPolygon): readonly [lon: number, lat: number] | "tangled" | undefined {
  if (ring.length < 5) return undefined
  take(ring)
  effort = segments * EFFORT_PER_SEGMENT
  let found: number
  if (segments <= FEW) found = compare(0, segments, 0, segments)
  else {
    makeBoxes()
    found = within(1)
  }
  if (found !== NOTHING) return ring[found]
  return effort < 0 ? "tangled" : undefined
}

/** Longitudes without jumps, so that a ring over the 180th meridian is in one piece. */
function take(ring: CapPolygon): void {
  segments = ring.length - 1
  if (ring.length > xs.length) {
    xs = new Float64Array(ring.length * 2)
    ys = new Float64Array(ring.length * 2)
  }
  let turns = 0
  let before = ring[0]![0]
  sumX = 0
  sumY = 0
  for (let i = 0; i <= segments; i += 1) {
    const position = ring[i]!
    const lon = position[0]
    if (lon - before > 180) turns -= 360
    else if (before - lon > 180) turns += 360
    before = lon
    const x = lon + turns
    const y = position[1]
    xs[i] = x
    ys[i] = y
    sumX += x
    sumY += y
  }
}

/**
 * Whether all of the border of a closed ring is seen from its middle in one turn, as of most areas that people draw: then it crosses
 * itself nowhere, no position comes twice in a row, and it encloses something.
 */
export function isStar(ring: CapPolygon): boolean {
  take(ring)
  // Any point that sees all of it will do: that the last position counts twice does no harm.
  const middleX = sumX / (segments + 1)
  const middleY = sumY / (segments + 1)
  let sign = 0
  let turns = 0
  let x = xs[0]! - middleX
  let y = ys[0]! - middleY
  for (let i = 1; i <= segments; i += 1) {
    const nextX = xs[i]! - middleX
    const nextY = ys[i]! - middleY
    const cross = x * nextY - y * nextX
    if (cross === 0 || cross * sign < 0) return false
    sign = cross
    if (y < 0 && nextY >= 0) turns += 1
    x = nextX
    y = nextY
  }
  return turns === 1
}

/** A tree over runs of segments, node 1 at its top: only boxes that overlap are looked into. West, south, east, north. */
function makeBoxes(): void {
  leaves = 1
  while (leaves * LEAF < segments) leaves *= 2
  if (boxes.length < leaves * 8) boxes = new Float64Array(leaves * 8)
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    let west = Infinity
    let south = Infinity
    let east = -Infinity
    let north = -Infinity
    const end = leaf * LEAF < segments ? Math.min((leaf + 1) * LEAF, segments) : -1
    for (let i = leaf * LEAF; i <= end; i += 1) {
      const x = xs[i]!
      const y = ys[i]!
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
    const at = (leaves + leaf) * 4
    boxes[at] = west
    boxes[at + 1] = south
    boxes[at + 2] = east
    boxes[at + 3] = north
  }
  for (let node = leaves - 1; node >= 1; node -= 1) {
    const at = node * 4
    const left = node * 8
    boxes[at] = Math.min(boxes[left]!, boxes[left + 4]!)
    boxes[at + 1] = Math.min(boxes[left + 1]!, boxes[left + 5]!)
    boxes[at + 2] = Math.max(boxes[left + 2]!, boxes[left + 6]!)
    boxes[at + 3] = Math.max(boxes[left + 3]!, boxes[left + 7]!)
  }
}

/** Each gives the number of a segment that crosses another, or `NOTHING`. */
function within(node: number): number {
  if (node >= leaves) return compareLeaves(node, node)
  const left = within(node * 2)
  if (left !== NOTHING) return left
  const right = within(node * 2 + 1)
  return right === NOTHING ? between(node * 2, node * 2 + 1) : right
}

function between(one: number, other: number): number {
  effort -= 1
  if (effort < 0) return NOTHING
  const a = one * 4
  const b = other * 4
  if (boxes[a]! > boxes[b + 2]! || boxes[b]! > boxes[a + 2]! || boxes[a + 1]! > boxes[b + 3]! || boxes[b + 1]! > boxes[a + 3]!)
    return NOTHING
  if (one >= leaves) return compareLeaves(one, other)
  for (let pair = 0; pair < 4; pair += 1) {
    const found = between(one * 2 + (pair >> 1), other * 2 + (pair & 1))
    if (found !== NOTHING) return found
  }
  return NOTHING
}

function compareLeaves(one: number, other: number): number {
  effort -= LEAF
  const first = (one - leaves) * LEAF
  const second = (other - leaves) * LEAF
  return compare(first, Math.min(first + LEAF, segments), second, Math.min(second + LEAF, segments))
}

/** Compares two runs of segments, neighbours left out: they meet where they should. */
function compare(first: number, firstEnd: number, second: number, secondEnd: number): number {
  for (let i = first; i < firstEnd; i += 1) {
    const ax = xs[i]!
    const ay = ys[i]!
    const bx = xs[i + 1]!
    const by = ys[i + 1]!
    const west = ax < bx ? ax : bx
    const east = ax < bx ? bx : ax
    const south = ay < by ? ay : by
    const north = ay < by ? by : ay
    for (let j = Math.max(second, i + 2); j < secondEnd; j += 1) {
      const cx = xs[j]!
      const dx = xs[j + 1]!
      if ((cx < west && dx < west) || (cx > east && dx > east)) continue
      const cy = ys[j]!
      const dy = ys[j + 1]!
      if ((cy < south && dy < south) || (cy > north && dy > north)) continue
      const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
      const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
      if (!((c < 0 && d > 0) || (c > 0 && d < 0))) continue
      const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
      const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
      if ((a < 0 && b > 0) || (a > 0 && b < 0)) return j
    }
  }
  return NOTHING
}
