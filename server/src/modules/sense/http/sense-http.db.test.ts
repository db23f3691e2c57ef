import type { ObservedProperty } from "@holdfast/contracts"
import fc from "fast-check"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startSense } from "../index.ts"

const { world, clock } = await openTestWorld()
const name = (text: string) => ({ "zh-CN": `${text}站`, en: text })
const rainfall: ObservedProperty = {
  id: "rainfall",
  name: { "zh-CN": "雨量", en: "Rainfall" },
  unit: "mm",
  result: "number",
  subject: "place",
}
const rule = {
  ...{ id: "now", name: name("now"), property: "rainfall", jurisdiction: "x", over: "latest" as const, windowMin: 60 },
  ...{ levels: { red: 100, blue: 30 }, holdMin: 0, clearShare: 0.8 },
}
const sense = await startSense({
  world,
  rules: [{ hazard: "rainstorm", rule }],
  properties: [rainfall],
  areaOf: ([lon]) => (lon > 120 && lon < 121 ? { id: "city/xihe", name: name("Xihe") } : undefined),
  onError: () => {},
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-role"]
      ? { role: String(headers["x-test-role"]), ...(headers["x-test-area"] ? { area: String(headers["x-test-area"]) } : {}) }
      : undefined,
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

const root = "/sensorthings/v1.1"
const call = async (method: "GET" | "POST", url: string, body?: unknown, headers: Record<string, string> = {}) => {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  const answer = await app.inject({ method, url, headers: { "content-type": "application/json", ...headers }, ...payload })
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) }
}
const engineer = { "x-test-role": "engineer" }
const duty = { "x-test-role": "duty-officer" }
const minute = (n: number) => new Date(clock.now().getTime() - (100 - n) * 60_000).toISOString()

beforeAll(async () => {
  await sense.createStations([
    {
      ...{ id: "gauge-1", kind: "rain-gauge", name: name("Liuyin"), at: [120.5, 30.2] },
      ...{ area: { id: "city/liuyin", name: name("Liuyin") }, datastreams: [{ id: "gauge-1-rainfall", property: "rainfall" }] },
    },
  ])
})

describe("SensorThings", () => {
  test("has a root whose sets all answer, with absolute links", async () => {
    const { body } = await call("GET", `${root}/`)
    expect(body.value.map((set: { name: string }) => set.name)).toEqual([
      ...["Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors", "ObservedProperties"],
      ...["Observations", "FeaturesOfInterest"],
    ])
    for (const { url } of body.value) {
      const found = await call("GET", new URL(url).pathname)
      expect(found).toMatchObject({ status: 200, body: { value: expect.any(Array) } })
      for (const entity of found.body.value) {
        const self = await call("GET", new URL(entity["@iot.selfLink"]).pathname)
        expect(self.body).toEqual(entity)
        for (const key of Object.keys(entity).filter((found) => found.endsWith("@iot.navigationLink"))) {
          expect((await call("GET", new URL(entity[key]).pathname)).status).toBe(200)
        }
      }
    }
  })
  test("creates a station of things and places, and refuses homes, what moves, what nobody registered", async () => {
    const place = {
      ...{ name: "Bridge", description: "East bank", encodingType: "application/geo+json" },
      location: { type: "Point", coordinates: [120.6, 30.1] },
    }
    const thing = {
      name: "Gauge 2",
      description: "On the bridge",
      properties: { kind: "rain-gauge", key: "gauge-2" },
      Locations: [place],
    }
    expect((await call("POST", `${root}/Things`, thing)).status).toBe(401)
    expect((await call("POST", `${root}/Things`, thing, duty)).status).toBe(403)
    const created = await call("POST", `${root}/Things`, thing, engineer)
    expect(created).toMatchObject({ status: 201, body: { properties: { area: "city/xihe" } } })
    expect(created.headers.location).toBe(created.body["@iot.selfLink"])
    const refused = async (set: string, body: unknown) => (await call("POST", `${root}/${set}`, body, engineer)).body.code
    expect(await refused("Things", thing)).toBe("SENSE_KEY_TAKEN")
    expect(await refused("Things", { ...thing, properties: { kind: "household-meter" } })).toBe("SENSE_KIND_REFUSED")
    expect(await refused("Things", { ...thing, properties: { kind: "rain-gauge", religion: "x" } })).toBe("SENSE_MESSAGE_INVALID")
    expect(await refused("ObservedProperties", { name: "Ethnicity", definition: "urn:x", description: "x" })).toBe(
      "SENSE_MESSAGE_INVALID",
    )
    expect(await refused("ObservedProperties", { name: "Mood" })).toBe("SENSE_MESSAGE_INVALID")
    const away = { ...place, location: { type: "Point", coordinates: [0, 0] } }
    const outside = await call("POST", `${root}/Things`, { ...thing, properties: { kind: "buoy" }, Locations: [away] }, engineer)
    expect(outside.body.properties).toEqual({ key: expect.any(String), kind: "buoy", mobility: "buoy" })

    const sensor = await call(
      "POST",
      `${root}/Sensors`,
      { name: "Tipping bucket", description: "0.1 mm", encodingType: "text/html", metadata: "manual" },
      engineer,
    )
    const datastream = {
      ...{ name: "Rain", description: "Rain", unitOfMeasurement: { name: "millimetre", symbol: "mm", definition: "ucum:mm" } },
      observationType: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
      ...{
        Thing: { "@iot.id": created.body["@iot.id"] },
        Sensor: { "@iot.id": sensor.body["@iot.id"] },
        ObservedProperty: { "@iot.id": 1 },
      },
    }
    const truth = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation"
    expect(await refused("Datastreams", { ...datastream, observationType: truth })).toBe("SENSE_RESULT_REFUSED")
    expect(await refused("Datastreams", { ...datastream, ObservedProperty: { "@iot.id": 99 } })).toBe("SENSE_MESSAGE_INVALID")
    const { body } = await call("POST", `${root}/Datastreams`, datastream, engineer)
    expect((await call("POST", `${root}/Datastreams(${body["@iot.id"]})/Observations`, { result: 1 })).status).toBe(201)
  })
  test("keeps a measurement once, and pages through a series without a gap", async () => {
    const series = `${root}/Datastreams(1)/Observations`
    const first = await call("POST", series, { phenomenonTime: minute(0), result: 0 })
    expect(first).toMatchObject({ status: 201, body: { result: 0, phenomenonTime: minute(0) } })
    expect((await call("GET", new URL(String(first.headers.location)).pathname)).body).toEqual(first.body)
    const again = await call("POST", `${root}/Observations`, {
      Datastream: { "@iot.id": 1 },
      phenomenonTime: minute(0),
      result: 0,
    })
    expect(again.headers.location).toBe(first.headers.location)
    const rows = Array.from({ length: 24 }, (_, i) => [minute(i + 1), i + 1])
    const sent = {
      Datastream: { "@iot.id": 1 },
      components: ["phenomenonTime", "result"],
      dataArray: [...rows, [minute(30), "wet"]],
    }
    const links = await call("POST", `${root}/CreateObservations`, [sent])
    expect(links).toMatchObject({ status: 201 })
    expect(links.body).toHaveLength(25)
    expect(links.body[24]).toMatch(/^error SENSE_RESULT_REFUSED: The result “wet”/)

    let next: string | undefined = `${series}?$top=10&$count=true&$orderby=phenomenonTime desc`
    const seen: number[] = []
    while (next) {
      const page: Awaited<ReturnType<typeof call>> = await call("GET", next)
      expect(page.body["@iot.count"]).toBe(25)
      seen.push(...page.body.value.map(({ result }: { result: number }) => result))
      const link: string | undefined = page.body["@iot.nextLink"]
      next = link && new URL(link).pathname + new URL(link).search
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => 24 - i))
    expect((await call("GET", `${series}?$skip=20&$top=2`)).body.value).toMatchObject([{ result: 20 }, { result: 21 }])
  })
  test.each([
    ["GET", "/Nothing", 404],
    ["GET", "/Things(99)", 404],
    ["GET", "/Things(abc)", 404],
    ["GET", "/Things(99)/Datastreams", 404],
    ["GET", "/Things?$filter=mood eq 'x'", 400],
    ["GET", "/Things?$filter=name eq", 400],
    ["GET", "/Things?$top=-1", 400],
    ["GET", "/Observations?$orderby=mood", 400],
    ["GET", "/Things?$expand=Moods", 400],
    ["GET", "/Things?$search=x", 400],
    ["POST", "/Things(1)", 401],
    ["POST", "/Observations", 400],
    ["POST", "/Datastreams(99)/Observations", 404],
  ] as const)("refuses %s %s in words", async (method, path, status) => {
    const answer = await call(method, encodeURI(`${root}${path}`), method === "POST" ? { result: 1 } : undefined)
    expect(answer).toMatchObject({
      status,
      body: { code: expect.stringMatching(/^(SENSE|PLATFORM|IDENTITY)_/), detail: expect.any(String) },
    })
  })
  test("answers anything at all without breaking", async () => {
    const body = fc.oneof(fc.json(), fc.string())
    const path = fc.constantFrom("/Observations", "/Datastreams(1)/Observations", "/CreateObservations")
    await fc.assert(
      fc.asyncProperty(path, body, async (where, payload) => {
        const headers = { "content-type": "application/json" }
        const { statusCode } = await app.inject({ method: "POST", url: root + where, headers, payload })
        expect([201, 400, 404]).toContain(statusCode)
      }),
      { seed: 20260731, numRuns: 200 },
    )
  })
})

describe("signals and stations", () => {
  test("a signal is acknowledged only with the right, and only in one's own area", async () => {
    await call("POST", `${root}/Datastreams(1)/Observations`, { phenomenonTime: minute(90), result: 42 })
    expect((await call("GET", "/api/signals")).status).toBe(401)
    const { body } = await call("GET", "/api/signals?state=open", undefined, duty)
    expect(body.signals).toMatchObject([{ level: "blue", value: 42, area: { id: "city/liuyin" } }])
    const url = `/api/signals/${body.signals[0].id}`
    expect((await call("POST", `${url}/acknowledge`, { level: "blue" }, { "x-test-role": "leader" })).status).toBe(403)
    expect((await call("POST", `${url}/acknowledge`, { level: "blue" }, { ...duty, "x-test-area": "city/xihe" })).status).toBe(
      403,
    )
    expect((await call("POST", `${url}/acknowledge`, { level: "blue" }, duty)).body).toMatchObject({ state: "acknowledged" })
    expect((await call("POST", `${url}/acknowledge`, { level: "blue" }, duty)).status).toBe(409)
    expect((await call("GET", url, undefined, duty)).body).toMatchObject({ state: "acknowledged" })
    expect((await call("GET", `/api/signals/${crypto.randomUUID()}`, undefined, duty)).status).toBe(404)
  })
  test("a station shows its newest value, a series its measurements and thresholds", async () => {
    const { body } = await call("GET", "/api/stations", undefined, duty)
    expect(body.stations[0]).toMatchObject({
      id: "gauge-1",
      datastream: "gauge-1-rainfall",
      unit: "mm",
      value: 42,
      valueAt: minute(90),
    })
    const from = encodeURIComponent(minute(23))
    const series = await call("GET", `/api/series?datastream=gauge-1-rainfall&from=${from}`, undefined, duty)
    expect(series.body.points.map(({ value }: { value: number }) => value)).toEqual([23, 24, 42])
    expect(series.body.thresholds).toEqual([
      { level: "blue", value: 30 },
      { level: "red", value: 100 },
    ])
    expect((await call("GET", "/api/series?datastream=x", undefined, duty)).status).toBe(404)
  })
})
