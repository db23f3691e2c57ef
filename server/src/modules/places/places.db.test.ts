import fs from "node:fs"
import path from "node:path"
import type { Area, AreaSummary } from "@holdfast/contracts"
import { VectorTile } from "@mapbox/vector-tile"
import { PbfReader } from "pbf"
import pino from "pino"
import sharp from "sharp"
import { describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { ensureDemoCity } from "../../demo-city/index.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { importPlaces } from "./import-places.ts"
import { importCommand, startPlaces } from "./index.ts"

const { world } = await openTestWorld()
const places = await startPlaces({ world })
const demo = await ensureDemoCity(places, { seed: 7, people: 2_000_000 })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => (headers["x-test-role"] ? { role: String(headers["x-test-role"]) } : undefined),
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: places.routes,
})
const engineer = { role: "engineer" }

describe("the demo city", () => {
  test("is founded once, with one entry in the log", async () => {
    expect(demo.founded).toBe(true)
    expect((await ensureDemoCity(places, { seed: 8, people: 1_000 })).founded).toBe(false)
    await world.log.drain()
    expect((await world.log.after(0, 10)).map(({ module, verb }) => `${module}.${verb}`)).toEqual(["places.generate-demo-city"])
    expect(demo.stations()).toHaveLength(146)
  })
  test("is the same after a restart", async () => {
    const again = await startPlaces({ world })
    expect(again.listAreas()).toEqual(places.listAreas())
    await again.stop()
  })
  test("has only shapes that the database finds sound, with their middles inside", async () => {
    const { findBrokenShapes, listAllAreas } = await import("./store/area-store.ts")
    const areas = await listAllAreas(world.db.query)
    expect(
      await findBrokenShapes(
        world.db.query,
        areas.map(({ shape }) => shape),
      ),
    ).toEqual(new Map())
    for (const { id, center } of places.listAreas("street")) expect(places.findAreaAt(center)!.id.startsWith(`${id}/`)).toBe(true)
  })
})

test("the smallest area at a point is a cell; outside there is none", () => {
  const street = places.listAreas("street")[0]!
  expect(places.findAreaAt(street.center)).toMatchObject({ kind: "cell", parent: street.id })
  expect(places.findAreaAt([100, 20])).toBeUndefined()
  expect(() => places.getArea("linjiang/nowhere")).toThrow("PLACES_AREA_NOT_FOUND")
})

test("a summary counts everybody once, also when an area and its part are named", async () => {
  const district = places.getArea("linjiang/xihe")
  const street = places.listAreas("street").find(({ parent }) => parent === district.id)!
  const summary = await places.summarize([district.id, street.id, district.id])
  // The card of people on duty counts everybody; what is published is rounded.
  expect(Math.abs(summary.population - district.population!)).toBeLessThan(3)
  const sites = await places.listSites({ area: district.id })
  expect(Object.values(summary.sites).reduce((sum, count) => sum + count, 0)).toBe(sites.length)
  expect(summary.sites["school"]).toBe((await places.listSites({ area: district.id, kinds: ["school"] })).length)
  const neighbours = summary.neighbours.map(({ id }) => id)
  expect(neighbours).toContain("linjiang/gutai")
  expect(neighbours).not.toContain(district.id)
  expect(neighbours.every((id) => places.getArea(id).kind === "district")).toBe(true)
})

test("an outline joins areas without an inner border", async () => {
  const outline = await places.outline(["linjiang/xihe", "linjiang/gutai"])
  expect(outline).toHaveLength(1)
  expect(outline[0]![0]![0]).toEqual(outline[0]![0]!.at(-1))
  await expect(places.outline(["linjiang/nowhere"])).rejects.toThrow("PLACES_AREA_NOT_FOUND")
})

test("a shape from outside touches districts, the whole city as one, or none, also when it crosses itself", async () => {
  const box = (west: number, south: number, east: number, north: number): [number, number][] => [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  const touching = async (...rings: [number, number][][]) =>
    (await places.areasTouching({ type: "MultiPolygon", coordinates: rings.map((ring) => [ring]) })).map(({ id }) => id)
  const [west, south, east, north] = places.getArea("linjiang").bounds
  expect(await touching(box(west, south, east, north))).toEqual(["linjiang"])
  expect(await touching(box(0, 0, 1, 1))).toEqual([])
  const { center } = places.getArea("linjiang/xihe")
  expect(await places.areasTouching({ type: "Point", coordinates: center })).toMatchObject([{ id: "linjiang/xihe" }])
  const [lon, lat] = center
  const bow = [
    [lon, lat],
    [lon + 0.001, lat + 0.001],
    [lon + 0.001, lat],
    [lon, lat + 0.001],
    [lon, lat],
  ] as [number, number][]
  expect(await touching(bow)).toEqual(["linjiang/xihe"])
})

describe("HTTP", () => {
  const get = (url: string, headers = {}) => app.inject({ url: `/api${url}`, headers })
  test("areas, sites, and summaries", async () => {
    expect((await get("/places/areas?kind=district")).json().areas).toHaveLength(16)
    expect((await get("/places/areas/linjiang/xihe")).json()).toMatchObject({ name: { "zh-CN": "西河区" } })
    expect((await get("/places/areas/linjiang/nowhere")).statusCode).toBe(404)
    const { sites } = (await get("/places/sites?kind=shelter,hospital&area=linjiang/xihe")).json()
    expect(new Set(sites.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(["shelter", "hospital"]))
    expect((await get("/places/sites?kind=person")).statusCode).toBe(400)
    expect((await get("/places/summary?areas=linjiang/xihe,linjiang/gutai")).json().population).toBeGreaterThan(100_000)
    expect((await get("/places/outline?areas=linjiang/xihe")).json().type).toBe("MultiPolygon")
  })
  test("figures of residents are rounded for everybody, and exact for people on duty", async () => {
    const { areas } = (await get("/places/areas")).json<{ areas: Area[] }>()
    const figures = areas.flatMap(({ population }) => (population === null ? [] : [population]))
    expect(figures.filter((figure) => figure % 5 !== 0 || (figure > 0 && figure < 10))).toEqual([])
    const parts = areas.filter(({ parent }) => parent === "linjiang").map(({ id }) => id)
    const address = `/places/summary?areas=${parts.join(",")}`
    const published = areas.filter(({ id }) => parts.includes(id)).reduce((sum, { population }) => sum + population!, 0)
    expect((await get(address)).json<AreaSummary>().population).toBe(published)
    expect((await get(address, { "x-test-role": "duty-officer" })).json<AreaSummary>().population).toBe(2_000_000)
  })
  test("tiles are read by another program, come packed or plain, and are not sent twice", async () => {
    const tile = "/tiles/12/3397/1680.mvt"
    const plain = await get(tile, { "accept-encoding": "identity" })
    expect(plain.headers["content-type"]).toBe("application/vnd.mapbox-vector-tile")
    const { layers } = new VectorTile(new PbfReader(plain.rawPayload))
    expect(Object.keys(layers)).toEqual(expect.arrayContaining(["land", "built", "water", "road", "district", "street", "site"]))
    expect(layers["district"]!.feature(0).properties).toHaveProperty("name:zh")
    const packed = await get(tile, { "accept-encoding": "gzip" })
    expect(packed.headers["content-encoding"]).toBe("gzip")
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length)
    expect((await get(tile, { "if-none-match": String(packed.headers["etag"]) })).statusCode).toBe(304)
    expect((await get("/tiles/3/99/0.mvt")).statusCode).toBe(404)
    expect((await get("/tiles/a/0/0.mvt")).statusCode).toBe(400)
  })
  test("the shaded relief fits its bounds", async () => {
    const image = await get("/places/hillshade.png")
    const { width, height, channels } = await sharp(image.rawPayload).metadata()
    expect([image.headers["content-type"], channels]).toEqual(["image/png", 2])
    const { bounds } = (await get("/places/hillshade.json")).json()
    expect(bounds).toHaveLength(4)
    expect(width! / height!).toBeGreaterThan(1)
  })
})

describe("import", () => {
  const middle = places.getArea("linjiang/xihe").center
  const header = "id,kind,name_zh,name_en,lon,lat,capacity"
  const good = `${header}\ntest-school,school,试验小学,Test School,${middle.join(",")},\n`
  const sites = (text: string, crs = "wgs84") => importPlaces(world, engineer, { kind: "sites", format: "csv", crs, text })

  test("good rows are kept, bad rows are named; the second time nothing changes", async () => {
    const text = `${good}test-far,school,远,Far,2.35,48.86,\n,school,无名,None,118,30,\ntest-hall,venue,礼堂,Hall,${middle.join(",")},many\n`
    expect(await sites(text)).toEqual({
      rows: 4,
      good: 1,
      changed: 1,
      bad: 3,
      badRows: [
        { line: 3, field: "geometry", value: "2.35 48.86", rule: "outside-city" },
        { line: 4, field: "id", value: "", rule: "required" },
        { line: 5, field: "capacity", value: "many", rule: "whole-number" },
      ],
    })
    expect(await sites(text)).toMatchObject({ good: 1, changed: 0 })
    expect((await places.listSites({ area: "linjiang/xihe" })).map(({ id }) => id)).toContain("test-school")
  })
  test('the coordinate system is asked for and undone; "unknown" is refused', async () => {
    await expect(sites(good, "unknown")).rejects.toThrow("PLACES_CRS_UNKNOWN")
    await sites(good, "GCJ-02")
    const moved = (await places.listSites({ kinds: ["school"], area: "linjiang" })).find(({ id }) => id === "test-school")!
    expect(Math.abs(moved.at[0] - middle[0])).toBeGreaterThan(0.003)
  })
  test("areas from GeoJSON: a new street, one that crosses itself, and a cell that hangs on it", async () => {
    const [lon, lat] = middle
    const feature = (id: string, kind: string, ring: number[][]) => ({
      type: "Feature",
      properties: { id, kind, parent: id.slice(0, id.lastIndexOf("/")), name_zh: "新", name_en: "New", population: 10 },
      geometry: { type: "Polygon", coordinates: [ring] },
    })
    const square = [
      [lon, lat],
      [lon + 0.01, lat],
      [lon + 0.01, lat + 0.01],
      [lon, lat + 0.01],
      [lon, lat],
    ]
    const bow = [
      [lon, lat],
      [lon + 0.01, lat + 0.01],
      [lon + 0.01, lat],
      [lon, lat + 0.01],
      [lon, lat],
    ]
    const text = JSON.stringify(
      {
        type: "FeatureCollection",
        features: [
          feature("linjiang/xihe/new", "street", square),
          feature("linjiang/xihe/bow", "street", bow),
          feature("linjiang/xihe/bow/001", "cell", square),
        ],
      },
      null,
      1,
    )
    const report = await importPlaces(world, engineer, { kind: "areas", format: "geojson", crs: "cgcs2000", text })
    expect(report).toMatchObject({ good: 1, changed: 1, bad: 2 })
    expect(report.badRows.map(({ rule }) => rule)).toEqual(["crosses-itself", "parent-unknown"])
    expect(report.badRows[0]!.line).toBeGreaterThan(1)
    await expect.poll(() => places.listAreas("street").map(({ id }) => id)).toContain("linjiang/xihe/new")
  })
  test("the command reads a file, also one in GB 18030, and refuses what it does not know", async () => {
    const file = path.join(temporaryFolder(), "sites.csv")
    const gb = Buffer.from([0xca, 0xd4, 0xd1, 0xe9])
    fs.writeFileSync(
      file,
      Buffer.concat([Buffer.from(`${header}\ntest-gb,school,`), gb, Buffer.from(`,GB,${middle.join(",")},\n`)]),
    )
    expect(await importCommand.run(world, { file, kind: "sites", crs: "wgs84" })).toMatchObject({ good: 1, bad: 0 })
    expect((await places.listSites({ kinds: ["school"] })).find(({ id }) => id === "test-gb")!.name["zh-CN"]).toBe("试验")
    await expect(importCommand.run(world, { file: "x.shp", kind: "sites", crs: "wgs84" })).rejects.toThrow(
      "PLACES_FORMAT_UNKNOWN",
    )
    await expect(importCommand.run(world, { file: `${file}.csv`, kind: "sites", crs: "wgs84" })).rejects.toThrow(
      "PLACES_FILE_UNREADABLE",
    )
  })
})
