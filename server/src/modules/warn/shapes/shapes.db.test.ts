import { readCap } from "@holdfast/cap"
import type { NewShape, ReadShape, ShapeSource, Warning, WarningCard } from "@holdfast/contracts"
import { distanceM, gcj02ToBd09, type LonLat, toWkbHex, wgs84ToGcj02 } from "@holdfast/geo"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { ensureDemoCity } from "../../../demo-city/index.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startPlaces } from "../../places/index.ts"
import { startWarn } from "../index.ts"
import { listMessages } from "../store/message-store.ts"
import { cityOf } from "../test/city.ts"

const { world, clock } = await openTestWorld()
const places = await startPlaces({ world })
await ensureDemoCity(places, { seed: 7, people: 2_000_000 })
const warn = await startWarn({ ...cityOf(world), places })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => {
    const [role, account, area] = String(headers["x-test-who"]).split(" ")
    return { role: role!, account: account!, ...(area && { area }) }
  },
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: warn.routes,
})
afterAll(async () => {
  await app.close()
  await warn.stop()
  await places.stop()
})
const li = "duty-officer li"

async function ask<T>(method: "GET" | "POST" | "PATCH", url: string, who: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api${url}`, headers: { "x-test-who": who }, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json<T & { code: string; detail: string }>() }
}
async function read(source: ShapeSource): Promise<ReadShape[]> {
  const { status, body } = await ask<{ shapes: ReadShape[] }>("POST", "/warning-shapes", li, { source })
  expect([status, body.detail]).toEqual([200, undefined])
  return body.shapes
}
const refusal = async (source: ShapeSource) => {
  const { status, body } = await ask("POST", "/warning-shapes", li, { source })
  return [status, body.code]
}
const taken = ({ shape: { id, name, geometry, origin, system } }: ReadShape): NewShape => ({ id, name, geometry, origin, system })
const text = (value: unknown, system: "wgs84" | "gcj02" | "bd09" = "wgs84", latitudeFirst = false): ShapeSource => ({
  from: "text",
  text: typeof value === "string" ? value : JSON.stringify(value),
  system,
  origin: typeof value === "string" ? "coordinates" : "geojson",
  latitudeFirst,
})

const xihe = places.getArea("linjiang/xihe")
const [lon, lat] = xihe.center
const square = (half: number, [x, y]: LonLat = [lon, lat]): [number, number][] => [
  [x - half, y - half],
  [x + half, y - half],
  [x + half, y + half],
  [x - half, y + half],
  [x - half, y - half],
]
const polygon = (...coordinates: (readonly LonLat[])[]) => ({ type: "Polygon", coordinates })

test("a shape is read back in names, with what is partly inside, next to it, and outside the city", async () => {
  const [site] = await places.listSites({ kinds: ["school"], area: xihe.id })
  const [around] = await read({ from: "near", place: site!.id, radiusKm: 1 })
  expect(around!.shape.geometry).toEqual({ type: "Circle", center: site!.at, radiusKm: 1 })
  expect(around!.shape.name.en).toBe(`Within 1 km of ${site!.name.en}`)
  expect(around!.reading.areaKm2).toBeCloseTo(Math.PI, 1)
  const street = places.findAreaAt(site!.at)!.parent!
  const inside = [...around!.reading.whole, ...around!.reading.partly.map(({ area }) => area)].map(({ id }) => id)
  expect(inside).toContain(street)
  expect(around!.reading.neighbours.map(({ id }) => id).filter((id) => inside.includes(id))).toEqual([])
  // A district as its own outline is exactly that district, with its people; none of it is outside.
  const outline = await places.outline([xihe.id])
  const [whole] = await read(text({ type: "MultiPolygon", coordinates: outline }))
  expect(whole!.reading).toMatchObject({ whole: [{ id: xihe.id }], partly: [], outside: { km2: 0 } })
  expect(whole!.reading.residents / (await places.summarize([xihe.id])).population).toBeCloseTo(1, 2)
  const city = places.getArea("linjiang")
  const [edge] = await read({ from: "circle", center: [city.bounds[0], city.center[1]], radiusKm: 30, system: "wgs84" })
  expect(edge!.reading.outside.share).toBeGreaterThan(0.1)
  expect(edge!.reading.outside.km2 / edge!.reading.areaKm2).toBeCloseTo(edge!.reading.outside.share, 2)
  const [river] = (await ask<{ lines: { key: string; name: { en: string } }[] }>("GET", "/warning-shapes/lines", li)).body.lines
  const [banks] = await read({ from: "along", line: river!.key, radiusKm: 0.5 })
  expect(banks!.shape.name.en).toContain(river!.name.en)
  expect(banks!.shape.areas.length).toBeGreaterThan(3)
})

test("each coordinate system comes to the same place, within a metre; holes stay, crossings are mended and said", async () => {
  const wgs = square(0.01)
  const gcj = wgs.map((at) => wgs84ToGcj02(at))
  for (const [system, given] of [
    ["gcj02", gcj],
    ["bd09", gcj.map((at) => gcj02ToBd09(at))],
  ] as const) {
    const [moved] = await read(text(given.map(([x, y]) => `${y} ${x}`).join("\n"), system, true))
    const corners = moved!.outline.flat(2)
    expect(wgs.every((at) => corners.some((corner) => distanceM(corner, at) < 1))).toBe(true)
    expect(moved!.notes).toMatchObject([{ code: "moved" }])
    expect(moved!.notes[0]!.amount).toBeGreaterThan(100)
  }
  const [holed] = await read(text(polygon(square(0.02), square(0.005))))
  expect(holed!.outline.map((rings) => rings.length)).toEqual([2])
  const [a, b, c, d] = square(0.01)
  const [mended] = await read(text(polygon([a!, c!, b!, d!, a!])))
  expect(mended!.notes.map(({ code }) => code)).toEqual(["mended"])
  expect(mended!.outline).toHaveLength(2)
  const coast = Array.from({ length: 9_000 }, (_, i): [number, number] => {
    const angle = (i / 9_000) * 2 * Math.PI
    const out = 0.03 * (1 + 0.1 * Math.sin(40 * angle))
    return [lon + out * Math.cos(angle), lat + out * Math.sin(angle)]
  })
  const [simpler] = await read(text(polygon(coast)))
  expect(simpler!.outline.flat(2).length).toBeLessThanOrEqual(2_000)
  expect(simpler!.notes.map(({ code }) => code)).toEqual(["simplified"])
})

test("what cannot be meant is refused, with the reason", async () => {
  const turned = square(0.01).map(([x, y]): [number, number] => [y, x])
  const tangle = Array.from(
    { length: 400 },
    (_, i) => [lon + 0.01 * Math.sin(i * i), lat + 0.01 * Math.cos(i * i * 1.7)] as const,
  )
  for (const [source, code] of [
    [text(polygon(turned)), "AREAS_SWAPPED"],
    [text(square(0.01).join("\n"), "wgs84", true), "AREAS_SWAPPED"],
    [text(polygon(square(0.01, [12.5, 41.9]))), "AREAS_ELSEWHERE"],
    [
      text(
        polygon([
          [1e308, 0],
          [0, 1e308],
          [1, 1],
        ]),
      ),
      "AREAS_POSITION",
    ],
    [text('{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[4,5]]]}'), "AREAS_UNREADABLE"],
    [text({ type: "Polygon", coordinates: 7 }), "AREAS_UNREADABLE"],
    [text({ type: "Point", coordinates: [lon, lat] }), "AREAS_NO_POLYGON"],
    [text("no numbers here"), "AREAS_NO_POLYGON"],
    [text(polygon(square(0.00001))), "AREAS_TOO_SMALL"],
    [text(polygon(square(4))), "AREAS_TOO_WIDE"],
    [text(polygon(tangle)), "AREAS_TANGLED"],
    [text(polygon(Array.from({ length: 10_001 }, () => [lon, lat] as const))), "AREAS_TOO_MANY_POSITIONS"],
    [{ from: "near", place: "nowhere", radiusKm: 1 }, "AREAS_PLACE_NOT_FOUND"],
    [{ from: "along", line: "water/nowhere", radiusKm: 1 }, "AREAS_LINE_NOT_FOUND"],
  ] satisfies [ShapeSource, string][]) {
    expect(await refusal(source)).toEqual([code.endsWith("FOUND") ? 404 : 400, code])
  }
  expect((await ask("POST", "/warning-shapes", li, { source: { ...text("1 2"), system: "unknown" } })).status).toBe(400)
  expect((await ask("POST", "/warning-shapes", li, { source: text(" ".repeat(10_000_000)) })).status).toBe(413)
  expect((await ask("POST", "/warning-shapes", "resident x", { source: text("1 2") })).status).toBe(403)
})

async function drafted(): Promise<Warning> {
  const { body } = await ask<Warning>("POST", "/warnings", li, { hazard: "rainstorm", level: "red", areas: [xihe.id] })
  return body
}
async function edit(warning: Warning, changes: object, who = li) {
  const { body } = await ask<Warning>("GET", `/warnings/${warning.id}`, li)
  return ask<Warning>("PATCH", `/warnings/${warning.id}`, who, { version: body.version, ...changes })
}
async function sent(shapes: NewShape[], areas: string[] = []): Promise<Warning> {
  const warning = await drafted()
  const texts = {
    "zh-CN": { headline: "暴雨红色预警", description: "大雨。", instruction: "现在就去高处。" },
    en: { headline: "Red rainstorm warning", description: "Heavy rain.", instruction: "Go to high ground now." },
  }
  const edited = await edit(warning, { areas, shapes, texts })
  expect([edited.status, edited.body.detail]).toEqual([200, undefined])
  const { beside } = (await ask<WarningCard>("GET", `/warnings/${warning.id}/card`, li)).body
  expect((await ask("POST", `/warnings/${warning.id}/submit`, li, { people: beside.size.people })).body.detail).toBeUndefined()
  const { body } = await ask<Warning>("GET", `/warnings/${warning.id}`, li)
  const step = { version: body.version, read: ["zh-CN", "en"] }
  const approved = await ask<Warning>("POST", `/warnings/${warning.id}/approve`, "approver zhao", step)
  expect([approved.status, approved.body.detail]).toEqual([200, undefined])
  return approved.body
}
const stateOf = async ({ id }: Warning) => (await ask<Warning>("GET", `/warnings/${id}`, li)).body.state

test("an officer of one district cannot warn another's ground by drawing", async () => {
  const warning = await drafted()
  const donghu = places.getArea("linjiang/donghu")
  const [there] = await read({ from: "circle", center: donghu.center, radiusKm: 0.5, system: "wgs84" })
  const [here] = await read({ from: "circle", center: xihe.center, radiusKm: 0.5, system: "wgs84" })
  const own = `${li} ${xihe.id}`
  expect((await edit(warning, { shapes: [taken(there!)] }, own)).status).toBe(403)
  expect((await edit(warning, { shapes: [taken(here!)] }, own)).status).toBe(200)
  expect((await edit(warning, { areas: [], shapes: [] })).body.code).toBe("AREAS_NONE")
  const [a, b, c, d] = square(0.01)
  const geometry = { type: "MultiPolygon", coordinates: [[[a!, c!, b!, d!, a!]]] }
  expect((await edit(warning, { shapes: [{ ...taken(here!), geometry }] })).body.code).toBe("AREAS_NOT_SOUND")
})

test("what is drawn goes out as drawn: counted, frozen, and in the chain by its ground", async () => {
  const [holed] = await read(text(polygon(square(0.01), square(0.002))))
  const first = await sent([taken(holed!)])
  expect(first.areas.every(({ id, drawn }) => drawn && id.startsWith("linjiang/"))).toBe(true)
  const { body: card } = await ask<WarningCard>("GET", `/warnings/${first.id}/card`, li)
  expect(card.population).toBe(holed!.reading.residents)
  expect(card.ground!.areaKm2).toBeCloseTo(holed!.reading.areaKm2, 1)
  // CAP knows no holes: its rings cover the same ground, to the decimetre that it is written in.
  const reading = readCap((await listMessages(world.db.query, 1))[0]!.xml)
  const area = reading.ok ? reading.alert.info[0]!.area : []
  expect(area.map(({ areaDesc }) => areaDesc)).toEqual([holed!.shape.name["zh-CN"]])
  const rings = area[0]!.polygon.map((ring) => toWkbHex({ type: "MultiPolygon", coordinates: [[ring]] }))
  const drawn = toWkbHex({ type: "MultiPolygon", coordinates: holed!.outline })
  const compared = await sql<{ apart: number; total: number; whole: number }>`
    select st_area(st_symdifference(st_union(ring::geometry), ${drawn}::geometry)) as apart,
      sum(st_area(ring::geometry)) as total, st_area(${drawn}::geometry) as whole
    from unnest(${rings}::text[]) as ring`.execute(world.db.query)
  const { apart, total, whole } = compared.rows[0]!
  expect(rings.length).toBeGreaterThan(1)
  expect(apart / whole).toBeLessThan(1e-4)
  expect(total / whole).toBeCloseTo(1, 4)
  await expect(
    sql`update warn.ground set geom = geom where warning = ${first.id}::uuid`.execute(world.db.query),
  ).rejects.toThrow()
  await expect(sql`update warn.warning set shapes = '[]' where id = ${first.id}::uuid`.execute(world.db.query)).rejects.toThrow()

  clock.advanceByMs(60_000)
  // The street that it touches is named, but not all of the drawing lies in it; a wider circle covers all.
  const [beside] = await read({ from: "circle", center: [lon + 0.012, lat], radiusKm: 1, system: "wgs84" })
  const second = await sent([taken(beside!)])
  expect([await stateOf(first), await stateOf(second)]).toEqual(["sent", "sent"])
  const [wide] = await read({ from: "circle", center: [lon, lat], radiusKm: 6, system: "wgs84" })
  clock.advanceByMs(60_000)
  const third = await sent([taken(wide!)])
  expect([await stateOf(first), await stateOf(second), await stateOf(third)]).toEqual(["updated", "updated", "sent"])
  const circle = readCap((await listMessages(world.db.query, 1))[0]!.xml)
  expect(circle.ok && circle.alert.info[0]!.area[0]!.circle).toMatchObject([{ radiusKm: 6 }])
  // Taken back, both are in force again, with their grounds.
  clock.advanceByMs(60_000)
  await ask("POST", `/warnings/${third.id}/retract`, li, {})
  const back = (await warn.listInForce()).filter(({ reissues }) => reissues === first.id || reissues === second.id)
  expect(back.map(({ shapes }) => shapes.length)).toEqual([1, 1])
  // A district by name covers what is drawn in it, measured.
  clock.advanceByMs(60_000)
  await sent(
    [],
    places.listAreas("district").map(({ id }) => id),
  )
  expect(await Promise.all(back.map(stateOf))).toEqual(["updated", "updated"])
})
