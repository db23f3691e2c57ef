import { createHash } from "node:crypto"
import { distanceM, doubleArea, pointInMultiPolygon } from "@holdfast/geo"
import { describe, expect, test } from "vitest"
import { generateCity } from "./index.ts"

const city = generateCity({ seed: 7, people: 2_000_000 })
const of = (kind: string) => city.areas.filter((area) => area.kind === kind)
const byId = new Map(city.areas.map((area) => [area.id, area]))

test("the same seed gives the same city on every machine", () => {
  const hash = createHash("sha256").update(JSON.stringify({ ...city, terrain: [...city.terrain.heightsM] }))
  expect(hash.digest("hex").slice(0, 16)).toBe("eb8d0425a5c4009d")
})

test("a city of 22 million has the same streets, cells, and not too many sites", { timeout: 60_000 }, () => {
  const larger = generateCity({ seed: 7, people: 22_000_000 })
  expect(larger.areas.find(({ kind }) => kind === "city")!.population).toBe(22_000_000)
  expect(larger.areas.map(({ id }) => id)).toEqual(city.areas.map(({ id }) => id))
  expect(larger.sites.length).toBeLessThan(6_000)
})

describe("areas", () => {
  test("are a tree with believable counts, and everybody is counted once at each level", () => {
    expect([of("city").length, of("district").length]).toEqual([1, 16])
    expect(of("street").length).toBeGreaterThan(100)
    expect(of("cell").length).toBeGreaterThan(1_500)
    expect(of("cell").length).toBeLessThan(8_000)
    for (const kind of ["city", "district", "street", "cell"])
      expect([kind, of(kind).reduce((sum, { population }) => sum + population, 0)]).toEqual([kind, 2_000_000])
    for (const { id, parent } of city.areas) if (parent) expect(id.startsWith(`${parent}/`) && byId.has(parent)).toBe(true)
    expect(new Set(city.areas.map(({ id }) => id)).size).toBe(city.areas.length)
    expect(new Set(of("street").map(({ name }) => name["zh-CN"])).size).toBe(of("street").length)
  })
  test("share their edges exactly: each level covers the city without gap or overlap", () => {
    const area = (kind: string) =>
      of(kind).reduce((sum, { geometry }) => sum + geometry.flat().reduce((rings, ring) => rings + doubleArea(ring), 0), 0)
    const whole = area("city")
    for (const kind of ["district", "street", "cell"]) expect(area(kind) / whole).toBeCloseTo(1, 9)
    const sides = new Map<string, number>()
    for (const { geometry } of of("district"))
      for (const ring of geometry.flat())
        for (let i = 1; i < ring.length; i += 1) {
          const key = [ring[i - 1]!.join(), ring[i]!.join()].toSorted().join(" ")
          sides.set(key, (sides.get(key) ?? 0) + 1)
        }
    expect(Math.max(...sides.values())).toBe(2)
  })
  test("are each of one turn: no cell is turned over", () => {
    for (const { id, geometry } of of("cell")) expect([id, doubleArea(geometry[0]![0]!) > 0]).toEqual([id, true])
  })
})

test("sites stand in the cell that they name, each with its own name and id", () => {
  expect(new Set(city.sites.map(({ id }) => id)).size).toBe(city.sites.length)
  expect(new Set(city.sites.map(({ name }) => name["zh-CN"])).size).toBe(city.sites.length)
  const standing = city.sites.filter(({ area, at }) => pointInMultiPolygon(at, byId.get(area)!.geometry))
  expect(standing.length / city.sites.length).toBeGreaterThan(0.97)
  for (const { kind, capacity } of city.sites) if (kind === "shelter") expect(capacity).toBeGreaterThan(0)
})

test("bridges cross the river, and no other road does", () => {
  const bridges = city.sites.filter(({ kind }) => kind === "bridge")
  expect(bridges.length).toBeGreaterThan(5)
  const river = city.features.find(({ kind }) => kind === "river")!.geometry
  if (river.type !== "MultiPolygon") throw new Error("the river is an area")
  for (const { layer, geometry } of city.features) {
    if (layer !== "road" || geometry.type !== "MultiLineString") continue
    for (const at of geometry.coordinates.flat()) {
      if (!pointInMultiPolygon(at, river.coordinates)) continue
      expect(Math.min(...bridges.map((bridge) => distanceM(bridge.at, at)))).toBeLessThan(1_200)
    }
  }
})

test("stations measure over the whole city", () => {
  const count = (kind: string) => city.stations.filter((station) => station.kind === kind).length
  expect([count("rain-gauge"), count("river-gauge"), count("air-station"), count("gas-alarm")]).toEqual([40, 12, 16, 30])
  for (const { id, area, datastreams } of city.stations) {
    expect(byId.has(area.id)).toBe(true)
    expect(datastreams.every((stream) => stream.id.startsWith(id))).toBe(true)
  }
})

test("smoke detectors hang in public buildings only, close enough to speak for each other", () => {
  const alarms = city.stations.filter(({ kind }) => kind === "smoke-alarm")
  expect(alarms.length).toBe(48)
  const open = city.sites.filter(({ kind }) => ["school", "hospital", "venue"].includes(kind))
  for (const { at } of alarms) {
    expect(Math.min(...open.map((site) => distanceM(site.at, at)))).toBeLessThan(25)
    expect(alarms.filter((other) => distanceM(other.at, at) <= 50).length).toBe(3)
  }
})
