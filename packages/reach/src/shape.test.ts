import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { AreaIndex } from "./area-index.ts"
import { BORDER, INSIDE, OUTSIDE } from "./edges.ts"
import { Population } from "./population.ts"
import { planarPolygons, stencilsOf } from "./shape.ts"
import { Stencil } from "./stencil.ts"
import { integer, type Lattice, latticePolygon, latticeWhere, touchesByBruteForce } from "./test/lattice.ts"

const SIZE = 12

test("property: each point is where the even-odd rule puts it, and a box that is said to be inside or outside is", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = new Random(seed)
    const polygon = latticePolygon(random, SIZE)
    const stencil = new Stencil(polygon, random.pick([1, 3, 16, 40]))
    const at = (x: number, y: number) => latticeWhere(x, y, polygon)
    for (let x = -1; x <= SIZE + 1; x += 0.5)
      for (let y = -1; y <= SIZE + 1; y += 0.5) expect(stencil.pointAt(x, y), `seed ${seed}, ${x} ${y}`).toBe(at(x, y))
    for (let box = 0; box < 40; box += 1) {
      const [west, south] = [integer(random, -1, SIZE), integer(random, -1, SIZE)]
      const [east, north] = [west + integer(random, 0, 4), south + integer(random, 0, 4)]
      const where = stencil.boxAt(west, south, east, north)
      if (where === BORDER) continue
      for (let x = west; x <= east; x += 0.5)
        for (let y = south; y <= north; y += 0.5) expect(at(x, y), `seed ${seed}, ${x} ${y}`).toBe(where)
    }
  }
})

test("property: areas that touch, nest, share borders, or degenerate are found as by brute force", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = new Random(seed)
    const areas = Array.from({ length: 60 }, (_, i) => {
      const [x, y] = [integer(random, -8, 20), integer(random, -8, 20)]
      return { id: String(i), shape: [latticePolygon(random, integer(random, 1, 6), x, y)] }
    })
    const shape = Array.from({ length: integer(random, 1, 3) }, () => latticePolygon(random, SIZE, integer(random, -3, 3)))
    const index = new AreaIndex(areas)
    const found = Array.from(index.find(stencilsOf(shape)), (place) => index.ids[place]!)
    const expected = areas.filter((area) => shape.some((part) => touchesByBruteForce(area.shape[0]!, part)))
    expect(found.toSorted(), `seed ${seed}`).toEqual(expected.map(({ id }) => id).toSorted())
  }
})

test("property: residents are counted once each, border included", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = new Random(seed)
    const cells = Array.from({ length: 900 }, (_, i) => ({
      x: (i % 30) / 2,
      y: Math.floor(i / 30) / 2,
      n: integer(random, 0, 50),
    }))
    const population = new Population({
      lon: Float64Array.from(cells, ({ x }) => x),
      lat: Float64Array.from(cells, ({ y }) => y),
      residents: Uint32Array.from(cells, ({ n }) => n),
    })
    const shape = Array.from({ length: integer(random, 1, 4) }, () => latticePolygon(random, SIZE))
    const inside = cells.filter(({ x, y }) => shape.some((polygon) => latticeWhere(x, y, polygon) > 0))
    expect(population.count(stencilsOf(shape)), `seed ${seed}`).toBe(inside.reduce((sum, { n }) => sum + n, 0))
  }
})

test("numbers that round never put a point on the wrong side of a border", () => {
  // Kettner and others, 2008: around (0.5, 0.5) doubles cannot tell on which side of this line a point lies; whole numbers can.
  const unit = 2 ** -53
  const stencil = new Stencil(
    [
      [
        [0.5, 0.5],
        [24, 24],
        [12, 24],
        [0.5, 0.5],
      ],
    ],
    16,
  )
  for (let i = 0; i < 40; i += 1) {
    for (let j = 0; j < 40; j += 1) {
      const expected = i === j ? BORDER : j > i && 23 * j < 47 * i ? INSIDE : OUTSIDE
      expect(stencil.pointAt(0.5 + i * unit, 0.5 + j * unit), `${i} ${j}`).toBe(expected)
    }
  }
})

test("what crosses the date line is found on both sides of it", () => {
  const square = (west: number, id: string) => ({
    id,
    shape: [
      [
        [
          [west, 10],
          [west + 1, 10],
          [west + 1, 11],
          [west, 11],
          [west, 10],
        ] satisfies Lattice,
      ],
    ],
  })
  const index = new AreaIndex([square(178, "fiji"), square(-179, "samoa"), square(0, "greenwich"), square(-178, "beyond")])
  const find = (polygons: ReturnType<typeof planarPolygons>) =>
    Array.from(index.find(stencilsOf(polygons)), (place) => index.ids[place]!).toSorted()
  const across: Lattice = [
    [178.5, 9],
    [-178.5, 9],
    [-178.5, 12],
    [178.5, 12],
    [178.5, 9],
  ]
  expect(find(planarPolygons([{ polygons: [[across]], circles: [] }]))).toEqual(["fiji", "samoa"])
  expect(find(planarPolygons([{ polygons: [], circles: [{ center: [180, 10.5], radiusKm: 130 }] }]))).toEqual(["fiji", "samoa"])
  expect(find(planarPolygons([{ polygons: [], circles: [{ center: [0, 89], radiusKm: 9_000 }] }]))).toHaveLength(4)
})
