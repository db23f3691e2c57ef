import { VectorTile } from "@mapbox/vector-tile"
import fc from "fast-check"
import { PbfReader } from "pbf"
import { expect, test } from "vitest"
import { tileAt, tileBounds } from "./mercator.ts"
import { encodeVectorTile } from "./vector-tile.ts"

const tile = tileAt([118.62, 30.74], 12)
const [west, south, east, north] = tileBounds(tile)
const at = (x: number, y: number): [number, number] => [west + (east - west) * x, south + (north - south) * y]
const decode = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes))

test("an independent reader finds layers, properties, and geometry again", () => {
  const bytes = encodeVectorTile(tile, {
    road: [
      { geometry: { type: "line", lines: [[at(0, 0.5), at(1, 0.5)]] }, properties: { class: "trunk", lanes: 4, slope: -0.5 } },
    ],
    site: [{ geometry: { type: "point", points: [at(0.25, 0.75)] }, properties: { "name:zh": "柳荫小学" } }],
    empty: [{ geometry: { type: "point", points: [[0, 0]] }, properties: {} }],
  })
  const { layers } = decode(bytes)
  expect(Object.keys(layers)).toEqual(["road", "site"])
  expect(layers["road"]!.extent).toBe(4096)
  const road = layers["road"]!.feature(0)
  expect(road.properties).toEqual({ class: "trunk", lanes: 4, slope: -0.5 })
  const [[from, to]] = road.loadGeometry() as unknown as [[{ x: number; y: number }, { x: number; y: number }]]
  expect(to.x - from.x).toBe(4096)
  const site = layers["site"]!.feature(0)
  expect(site.properties).toEqual({ "name:zh": "柳荫小学" })
  expect([site.loadGeometry()[0]![0]!.x, Math.abs(site.loadGeometry()[0]![0]!.y - 1024) <= 1]).toEqual([1024, true])
})

test("outer rings and holes run in opposite directions, whichever way they came", () => {
  const outer = [at(0.1, 0.1), at(0.9, 0.1), at(0.9, 0.9), at(0.1, 0.9), at(0.1, 0.1)]
  const hole = [at(0.4, 0.4), at(0.6, 0.4), at(0.6, 0.6), at(0.4, 0.6), at(0.4, 0.4)]
  for (const polygon of [
    [outer, hole],
    [outer.toReversed(), hole],
    [outer, hole.toReversed()],
  ]) {
    const feature = decode(
      encodeVectorTile(tile, { land: [{ geometry: { type: "polygon", polygons: [polygon] }, properties: {} }] }),
    ).layers["land"]!.feature(0)
    const found = feature.toGeoJSON(tile.x, tile.y, tile.z).geometry
    expect([found.type, (found as { coordinates: unknown[] }).coordinates.length]).toEqual(["Polygon", 2])
  }
})

test("property: any polygon gives a tile that can be read, and nothing lies beyond the buffer", () => {
  const number = fc.double({ min: -1, max: 2, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 30 }), (points) => {
      const ring = [...points, points[0]!].map(([x, y]) => at(x, y))
      const layer = decode(
        encodeVectorTile(tile, { any: [{ geometry: { type: "polygon", polygons: [[ring]] }, properties: {} }] }),
      ).layers["any"]
      for (const { x, y } of layer?.feature(0).loadGeometry().flat() ?? []) {
        expect(Math.max(Math.abs(x - 2048), Math.abs(y - 2048))).toBeLessThanOrEqual(2048 + 128)
      }
    }),
  )
})
