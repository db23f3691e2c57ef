import { expect, test } from "vitest"
import { placeShape } from "./place-shape.ts"
import { proposeName } from "./propose-name.ts"
import { readText } from "./read-text.ts"

const ring = [
  [113, 30],
  [113.1, 30],
  [113.1, 30.1],
]
const hole = [
  [113.05, 30.02],
  [113.06, 30.02],
  [113.06, 30.03],
]
const polygons = (text: string, latitudeFirst = false) => readText(text, { latitudeFirst }).map((shape) => shape.polygons)

test("positions are found however they are written", () => {
  for (const text of [
    "113,30\n113.1,30\n113.1,30.1",
    "113 30; 113.1 30; 113.1 30.1",
    "113，30；113.1，30；113.1，30.1",
    "113°, 30° / 113.1°, 30° / 113.1°, 30.1°",
    "lon\tlat\n113\t30\n113.1\t30\n113.1\t30.1\n",
    "[[113, 30], [113.1, 30], [113.1, 30.1]]",
    "113,30,12.5\n113.1,30,12\n113.1,30.1,11.5",
  ])
    expect([text, polygons(text)]).toEqual([text, [[[ring]]]])
  expect(() => readText("1 2 3 4 5 6 7")).toThrow("AREAS_NO_POLYGON")
  // A million spaces between two numbers are looked at once.
  expect(() => readText(`1${" ".repeat(1_000_000)}x${" ".repeat(1_000_000)}2`)).toThrow("AREAS_NO_POLYGON")
  expect(polygons("30 113\n30 113.1\n30.1 113.1", true)).toEqual([[[ring]]])
})

test("well-known text and GeoJSON give their polygons with holes and names, and nothing else", () => {
  const wkt = (line: number[][]) => `(${line.map((at) => at.join(" ")).join(", ")})`
  expect(polygons(`POLYGON (${wkt(ring)}, ${wkt(hole)})`)).toEqual([[[ring, hole]]])
  expect(polygons(`SRID=4326;MULTIPOLYGON ((${wkt(ring)}, ${wkt(hole)}), (${wkt(hole)}))`)).toEqual([[[ring, hole], [hole]]])
  const collection = {
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: { name: " 洪泛区 " }, geometry: { type: "Polygon", coordinates: [ring] } },
      { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [113, 30] } },
      { type: "GeometryCollection", geometries: [{ type: "MultiPolygon", coordinates: [[hole]] }] },
    ],
  }
  expect(readText(JSON.stringify(collection))).toEqual([
    { field: "features[0]", name: "洪泛区", polygons: [[ring]] },
    { field: "features[2]", name: undefined, polygons: [[hole]] },
  ])
  expect(() => readText('{"type":"Point","coordinates":[1,2]}')).toThrow("AREAS_NO_POLYGON")
})

test("what would become another area than was meant is refused", () => {
  for (const [text, code] of [
    ["LINESTRING (114 30, 114.2 30, 114.2 30.2)", "AREAS_NO_POLYGON"],
    ["MULTIPOINT Z (114 30 1, 114.2 30 1, 114.2 30.2 1)", "AREAS_NO_POLYGON"],
    [
      "GEOMETRYCOLLECTION (POLYGON ((114 30, 114.2 30, 114.2 30.2, 114 30), (114.1 30, 114.1 30.1, 114.15 30)))",
      "AREAS_UNREADABLE",
    ],
    ["SRID=4326;CURVEPOLYGON ((114 30, 114.2 30, 114.2 30.2, 114 30))", "AREAS_UNREADABLE"],
    ["114.0 30.0\n114.2 30.0\n114.2\n30.2\n114.1 30.3\n114.0 30.2", "AREAS_UNREADABLE"],
  ] as const)
    expect(() => readText(text)).toThrow(code)
})

test("a polygon without an outer ring takes its holes with it", () => {
  const whole = [...ring, ring[0]!] as [number, number][]
  const given = [[whole.slice(0, 2), hole], [whole]] as [number, number][][][]
  const placed = placeShape(given, { system: "wgs84", city: [112, 29, 114, 31], field: "text" })
  expect(placed).toMatchObject({ polygons: [[whole]], movedM: 0 })
})

test("a shape is named after the places it lies in, and after their districts when they are many", () => {
  const area = (id: string) => ({ id, name: { "zh-CN": id, en: id } })
  const parentOf = ({ id }: { id: string }) => (id.includes("/") ? area(id.slice(0, id.indexOf("/"))) : undefined)
  const partly = (...ids: string[]) => ids.map((id, i) => ({ area: area(id), share: 0.5 - i / 10 }))
  const name = (whole: string[], parts: string[]) =>
    proposeName({ kind: "parts" }, { whole: whole.map(area), partly: partly(...parts) }, parentOf).en
  expect(name(["x", "y"], [])).toBe("x, y")
  expect(name(["x/1"], ["x/2"])).toBe("Part of x/1, x/2")
  expect(name(["x/1"], ["y/1", "x/2", "x/3"])).toBe("Part of x, y")
  expect(name([], ["a/1", "b/1", "c/1", "d/1"])).toBe("Parts of a, b, c, and more")
})
