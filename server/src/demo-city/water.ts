import { type Bounds, boundsOf, smoothRing } from "@holdfast/geo"
import type { Random } from "@holdfast/kernel"
import { layeredNoise } from "./noise.ts"
import type { Point } from "./plan.ts"

const STEP_M = 300
const FROM: Point = [-36_000, -11_500]
const TO: Point = [36_000, 8_500]

export interface River {
  readonly line: readonly Point[]
  /** Half the width at each point of the line, in metres. */
  readonly halfWidthsM: readonly number[]
  bankOf(at: Point): "north" | "south"
  /** To the middle of the river. */
  distanceM(at: Point): number
}

/**
 * A river as rivers run: its direction swings as a sine of the way along it (Langbein and Leopold, 1966), each bend somewhat
 * different from the last, turned and stretched so that it enters and leaves at given points.
 */
export function layRiver(random: Random): River {
  const raw: [number, number][] = [[0, 0]]
  const wander = layeredNoise(random, 30_000, 2)
  let phase = random.between(0.2, 0.8)
  for (let i = 0; i < 320; i += 1) {
    const alongM = i * STEP_M
    phase += (2 * Math.PI * STEP_M) / (23_000 + 5_000 * wander(alongM, 0))
    const heading = (0.95 + 0.35 * wander(alongM, 90_000)) * Math.sin(phase)
    const [x, y] = raw[i]!
    raw.push([x + STEP_M * Math.cos(heading), y + STEP_M * Math.sin(heading)])
  }
  const line = fit(raw, FROM, TO)
  const course = new Course(line)
  return {
    line,
    halfWidthsM: line.map((_, i) => 250 + 70 * wander(i * STEP_M, 50_000) + i * 0.24),
    bankOf: (at) => course.bankOf(at),
    distanceM: (at) => course.distanceM(at),
  }
}

function fit(raw: readonly Point[], from: Point, to: Point): Point[] {
  const end = raw.at(-1)!
  const scale = Math.hypot(to[0] - from[0], to[1] - from[1]) / Math.hypot(...end)
  const turn = Math.atan2(to[1] - from[1], to[0] - from[0]) - Math.atan2(end[1], end[0])
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)]
  return raw.map(([x, y]) => [from[0] + x * cos - y * sin, from[1] + x * sin + y * cos])
}

/** A line given a width: the outline of the water. */
export function widen(line: readonly Point[], halfWidthsM: readonly number[]): Point[] {
  const side = (sign: number) =>
    line.map((at, i): Point => {
      const [nx, ny] = normalAt(line, i)
      return [at[0] + sign * nx * halfWidthsM[i]!, at[1] + sign * ny * halfWidthsM[i]!]
    })
  const left = side(1)
  return [...left, ...side(-1).toReversed(), left[0]!]
}

/** One metre to the left of the way along a line. */
export function normalAt(line: readonly Point[], i: number): Point {
  const [a, b] = [line[Math.max(0, i - 1)]!, line[Math.min(line.length - 1, i + 1)]!]
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  return [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]
}

/** A lake with bays. */
export function layLake(random: Random, [x, y]: Point, radiusM: number): Point[] {
  const shape = layeredNoise(random, 1.6, 3)
  const ring = Array.from({ length: 40 }, (_, i): Point => {
    const angle = (i / 40) * 2 * Math.PI
    const radius = radiusM * (1 + 0.5 * shape(Math.cos(angle) * 2, Math.sin(angle) * 2))
    return [x + radius * 1.25 * Math.cos(angle), y + radius * 0.85 * Math.sin(angle)]
  })
  return smoothRing([...ring, ring[0]!], 2) as Point[]
}

/** A brook from the hills to the river, wandering around the straight way and growing wider. */
export function layBrook(random: Random, from: Point, river: River): { line: Point[]; halfWidthsM: number[] } {
  const to = river.line.reduce((best, at) => (distance(at, from) < distance(best, from) ? at : best))
  const wander = layeredNoise(random, 4_000, 3)
  const count = Math.ceil(distance(from, to) / 250)
  const [nx, ny] = [-(to[1] - from[1]) / distance(from, to), (to[0] - from[0]) / distance(from, to)]
  const line = Array.from({ length: count + 1 }, (_, i): Point => {
    const t = i / count
    const aside = 1_900 * wander(i * 250, 0) * Math.sin(Math.PI * t)
    return [from[0] + (to[0] - from[0]) * t + nx * aside, from[1] + (to[1] - from[1]) * t + ny * aside]
  })
  return { line, halfWidthsM: line.map((_, i) => 12 + (30 * i) / count) }
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** A line in pieces with boxes around them: it is asked for its distance some hundred thousand times. */
class Course {
  readonly #pieces: readonly { readonly line: readonly Point[]; readonly box: Bounds }[]

  #nearest = 0

  constructor(line: readonly Point[]) {
    const pieces: { line: readonly Point[]; box: Bounds }[] = []
    for (let i = 0; i < line.length - 1; i += 10) {
      const part = line.slice(i, i + 11)
      pieces.push({ line: part, box: boundsOf(part) })
    }
    this.#pieces = pieces
  }

  distanceM(at: Point): number {
    // The piece that was nearest last time is a good first guess, so that most others need no look.
    let best = squaredDistance(at, this.#pieces[this.#nearest]!.line)
    for (const [i, { line, box }] of this.#pieces.entries()) {
      const dx = Math.max(box[0] - at[0], 0, at[0] - box[2])
      const dy = Math.max(box[1] - at[1], 0, at[1] - box[3])
      if (dx * dx + dy * dy >= best) continue
      const squared = squaredDistance(at, line)
      if (squared < best) [best, this.#nearest] = [squared, i]
    }
    return Math.sqrt(best)
  }

  /** North when a ray to the north crosses the river an even number of times. */
  bankOf([x, y]: Point): "north" | "south" {
    let crossed = 0
    for (const { line, box } of this.#pieces) {
      if (x < box[0] || x > box[2]) continue
      for (let i = 1; i < line.length; i += 1) {
        const [a, b] = [line[i - 1]!, line[i]!]
        if (a[0] <= x !== b[0] <= x && a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0]) > y) crossed += 1
      }
    }
    return crossed % 2 === 0 ? "north" : "south"
  }
}

function squaredDistance([x, y]: Point, line: readonly Point[]): number {
  let best = Infinity
  for (let i = 1; i < line.length; i += 1) {
    const [x1, y1] = line[i - 1]!
    const [dx, dy] = [line[i]![0] - x1, line[i]![1] - y1]
    const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    best = Math.min(best, (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2)
  }
  return best
}
