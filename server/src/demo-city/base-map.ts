import { dissolve, type LocalPlane, smoothLine, smoothRing } from "@holdfast/geo"
import type { Random } from "@holdfast/kernel"
import { chains } from "./chains.ts"
import type { Land } from "./land.ts"
import type { Mesh } from "./mesh.ts"
import { bilingual } from "./names.ts"
import type { Cover } from "./people.ts"
import { type PlannedFeature, type Point, rounded } from "./plan.ts"
import type { Roads } from "./roads.ts"
import type { Seed, Street } from "./settle.ts"
import { widen } from "./water.ts"

const LANES_BOTH_WAYS_FROM = 0.5
const LANES_FROM = 0.36

/** Everything that is drawn below the districts' borders: water, built-up land, parks and woods, roads, railways. */
export function drawBaseMap(options: {
  land: Land
  plane: LocalPlane
  mesh: Mesh
  seeds: readonly Seed[]
  streets: readonly Street[]
  covers: readonly Cover[]
  roads: Roads
  random: Random
}): PlannedFeature[] {
  const { land, plane, mesh, seeds, streets, covers, roads, random } = options
  const project = (at: Point) => rounded(plane.toLonLat(at))
  const polygon = (
    layer: PlannedFeature["layer"],
    kind: string,
    rings: readonly (readonly Point[])[][],
    name: PlannedFeature["name"] = null,
  ) =>
    ({
      layer,
      kind,
      name,
      geometry: { type: "MultiPolygon", coordinates: rings.map((polygon) => polygon.map((ring) => ring.map(project))) },
    }) satisfies PlannedFeature
  const lines = (
    layer: PlannedFeature["layer"],
    kind: string,
    paths: readonly (readonly Point[])[],
    name: PlannedFeature["name"] = null,
  ) =>
    ({
      layer,
      kind,
      name,
      geometry: { type: "MultiLineString", coordinates: paths.map((path) => path.map(project)) },
    }) satisfies PlannedFeature
  const covered = (cover: Cover, rounds: number) =>
    dissolve(
      mesh.cells.filter((cell, i) => cell.length > 0 && covers[i] === cover),
      mesh.corners,
    ).map((loops) =>
      loops.map((loop) =>
        smoothRing(
          [...loop, loop[0]!].map((corner) => mesh.corners[corner]!),
          rounds,
        ),
      ),
    )
  const each = <T>(items: readonly T[], make: (item: T) => PlannedFeature) => items.map(make)
  const road = (kind: "trunk" | "main" | "minor") =>
    chains(roads.sides[kind]).map((line) => line.map((corner) => mesh.corners[corner]!))

  return [
    ...each(covered("built", 1), (rings) => polygon("built", "built", [rings])),
    ...each(covered("forest", 3), (rings) => polygon("park", "forest", [rings])),
    ...each(covered("park", 2), (rings) => polygon("park", "park", [rings])),
    polygon("water", "river", [[widen(land.river.line, land.river.halfWidthsM)]], bilingual("临江", "Lin River")),
    polygon("water", "lake", [[land.lake]], bilingual("东湖", "East Lake")),
    ...each(land.brooks, ({ line, halfWidthsM }) =>
      polygon("water", "brook", [[widen(smoothLine(line, 1), smoothWidths(halfWidthsM, line.length))]]),
    ),
    lines("road", "minor", [...road("minor"), ...lanes()]),
    lines(
      "road",
      "main",
      road("main").map((line) => smoothLine(line, 1)),
    ),
    lines(
      "road",
      "trunk",
      road("trunk").map((line) => smoothLine(line, 2)),
    ),
    ...each(railways, ({ name, path }) => lines("rail", "rail", [smoothLine(path, 4)], name)),
  ]

  /** Lanes through dense blocks, in the direction in which their street is laid out. */
  function lanes(): Point[][] {
    return seeds.flatMap((seed, i) => {
      const [along, across] = [random.float(), random.float()]
      const density = land.density(seed.at)
      if (covers[i] !== "built" || seed.pair !== undefined || density < LANES_FROM) return []
      const ring = mesh.cells[i]!.map((corner) => mesh.corners[corner]!)
      const { turn } = streets[seed.street]!
      const paths: Point[][] = []
      if (along < 0.9) paths.push(chord(ring, seed.at, turn))
      if (across < 0.85 && density > LANES_BOTH_WAYS_FROM) paths.push(chord(ring, seed.at, turn + Math.PI / 2))
      return paths.filter((path) => path.length === 2)
    })
  }
}

function smoothWidths(widths: readonly number[], points: number): number[] {
  const after = points > 2 ? 2 * points - 2 : points
  return Array.from(
    { length: after },
    (_, i) => widths[Math.min(widths.length - 1, Math.round((i / (after - 1)) * (widths.length - 1)))]!,
  )
}

/** The straight way through a convex cell in a given direction. */
function chord(ring: readonly Point[], [x, y]: Point, turn: number): Point[] {
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)]
  const hits: number[] = []
  for (const [i, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!
    const [ex, ey] = [x2 - x1, y2 - y1]
    const d = dx * ey - dy * ex
    const s = ((x1 - x) * dy - (y1 - y) * dx) / -d
    if (Math.abs(d) > 1e-9 && s >= 0 && s < 1) hits.push(((x1 - x) * ey - (y1 - y) * ex) / d)
  }
  const [from, to] = [Math.max(...hits.filter((t) => t < 0)), Math.min(...hits.filter((t) => t > 0))]
  if (!Number.isFinite(from) || !Number.isFinite(to)) return []
  return [
    [x + from * dx, y + from * dy],
    [x + to * dx, y + to * dy],
  ]
}

const railways: readonly { name: PlannedFeature["name"]; path: readonly Point[] }[] = [
  {
    name: bilingual("临江铁路", "Linjiang Railway"),
    path: [
      [-32_000, 2_000],
      [-20_000, 1_500],
      [-12_500, 5_500],
      [-7_500, 6_300],
      [-2_000, 6_600],
      [2_500, 8_600],
      [6_000, 11_200],
      [13_000, 11_000],
      [20_000, 11_500],
      [32_000, 13_500],
    ],
  },
  {
    name: bilingual("南环铁路", "South Link Railway"),
    path: [
      [4_000, -32_000],
      [4_600, -20_500],
      [2_800, -14_000],
      [4_300, -8_000],
      [3_400, -2_000],
      [4_200, 3_000],
      [2_500, 8_600],
      [3_500, 14_500],
      [5_600, 20_000],
      [6_500, 32_000],
    ],
  },
]
