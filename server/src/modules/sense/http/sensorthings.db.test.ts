import pino from "pino"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startSense } from "../index.ts"

/** The checks of creating, changing, and deleting (SensorThings 1.1, 10), through the address that clients use. */
const { world, clock } = await openTestWorld()
const name = { "zh-CN": "西河", en: "Xihe" }
const sense = await startSense({
  world,
  rules: [],
  properties: [],
  areaOf: ([lon]) => (lon > 120 && lon < 122 ? { id: "city/xihe", name } : undefined),
  onError: () => {},
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async () => ({ role: "engineer" }),
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

const root = "/sensorthings/v1.1"
type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE"
/** What a client sees of an entity, as far as these tests look. */
type Body = ReturnType<typeof JSON.parse>
const call = async (method: Method, url: string, body?: unknown, contentType = "application/json") => {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body), headers: { "content-type": contentType } }
  const path = url.startsWith("http") ? url.replace(/^https?:\/\/[^/]+/, "") : root + url
  const answer = await app.inject({ method, url: encodeURI(path), ...payload })
  return { status: answer.statusCode, headers: answer.headers, body: (answer.body ? JSON.parse(answer.body) : undefined) as Body }
}
const made = async (set: string, body: unknown): Promise<number> => {
  const answer = await call("POST", set, body)
  expect(answer).toMatchObject({ status: 201 })
  expect(answer.headers.location).toBe(answer.body["@iot.selfLink"])
  return answer.body["@iot.id"]
}
const sets = [
  ...["Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors", "ObservedProperties"],
  ...["Observations", "FeaturesOfInterest"],
]
const counts = async () =>
  Object.fromEntries(
    await Promise.all(sets.map(async (set) => [set, (await call("GET", `/${set}?$count=true&$top=0`)).body["@iot.count"]])),
  )
const gained = async (work: () => Promise<unknown>) => {
  const before = await counts()
  await work()
  const after = await counts()
  return Object.fromEntries(sets.filter((set) => after[set] !== before[set]).map((set) => [set, after[set] - before[set]]))
}
const minute = (n: number) => new Date(clock.now().getTime() - (500 - n) * 60_000).toISOString()

const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
const place = (lon = 121) => ({
  ...{ name: "East bank", description: "Of the river", encodingType: "application/vnd.geo+json" },
  location: { type: "Point", coordinates: [lon, 30] },
})
const sensor = {
  name: "DS18B20",
  description: "Thermometer",
  encodingType: "application/pdf",
  metadata: "https://example.org/ds.pdf",
}
const property = {
  name: "Water temperature",
  definition: "http://qudt.org/vocab/quantitykind/Temperature",
  description: "Of the surface",
}
const series = (more: object = {}) => ({
  ...{ name: "Temperature", description: "At the bank", observationType: `${OM}OM_Measurement` },
  unitOfMeasurement: { name: "degree Celsius", symbol: "°C", definition: "ucum:Cel" },
  ...{ Sensor: sensor, ObservedProperty: property, ...more },
})
const station = (more: object = {}) => ({ name: "Gauge", description: "By the bridge", ...more })

let thing = 0
let datastream = 0
beforeEach(async () => {
  const body = station({ Locations: [place()], Datastreams: [series()] })
  thing = await made("/Things", body)
  datastream = (await call("GET", `/Things(${thing})/Datastreams`)).body.value[0]["@iot.id"]
})

describe("creating", () => {
  test("what needs nothing else, each with its own address", async () => {
    for (const [set, body] of Object.entries({
      Things: station({ properties: { owner: "waterworks", deep: { 雨: ["☔", 1, null] } } }),
      Locations: place(),
      Sensors: sensor,
      ObservedProperties: property,
      FeaturesOfInterest: { ...place(), location: undefined, feature: { type: "Point", coordinates: [121, 30] } },
    })) {
      const id = await made(`/${set}`, body)
      const { body: entity } = await call("GET", `/${set}(${id})`)
      expect(entity).toMatchObject(JSON.parse(JSON.stringify(body)))
    }
  })
  test.each([
    ["/Things", { description: "x" }, "name"],
    ["/Things", { name: "x" }, "description"],
    ["/Locations", { ...place(), encodingType: undefined }, "encodingType"],
    ["/Locations", { ...place(), location: undefined }, "location"],
    ["/Sensors", { ...sensor, metadata: undefined }, "metadata"],
    ["/ObservedProperties", { ...property, definition: undefined }, "definition"],
    ["/Datastreams", series(), "Thing"],
    ["/Datastreams", series({ Thing: { "@iot.id": 1 }, Sensor: undefined }), "Sensor"],
    ["/Datastreams", series({ Thing: { "@iot.id": 1 }, ObservedProperty: undefined }), "ObservedProperty"],
    ["/Observations", { result: 1 }, "Datastream"],
    ["/Things", { ...station(), mood: 1 }, "mood"],
    ["/Things", "text", "/"],
    ["/Datastreams", series({ Thing: { "@iot.id": 999_999 } }), "Thing"],
  ])("%s %j lacks %s, and nothing is kept", async (set, body, field) => {
    let answer: Body
    expect(await gained(async () => (answer = await call("POST", set, body)))).toEqual({})
    expect(answer).toMatchObject({ status: 400, body: { code: "SENSE_MESSAGE_INVALID", detail: expect.stringContaining(field) } })
  })
  test("all of it in one body, related, or nothing of it", async () => {
    const body = (result: unknown) =>
      station({
        Locations: [place()],
        Datastreams: [
          series({
            Observations: [
              { phenomenonTime: minute(1), result: 1 },
              {
                phenomenonTime: minute(2),
                result,
                FeatureOfInterest: { ...place(), location: undefined, feature: { type: "Point", coordinates: [121.5, 30] } },
              },
            ],
          }),
        ],
      })
    expect(await gained(() => made("/Things", body(2)))).toEqual({
      ...{ Things: 1, Locations: 1, HistoricalLocations: 1, Datastreams: 1, Sensors: 1, ObservedProperties: 1 },
      ...{ Observations: 2, FeaturesOfInterest: 2 },
    })
    expect(await gained(() => call("POST", "/Things", body("warm")))).toEqual({})
    expect((await call("POST", "/Things", body("warm"))).body.code).toBe("SENSE_RESULT_REFUSED")
  })
  test("below another, which links it", async () => {
    const id = await made(`/Things(${thing})/Datastreams`, series())
    expect((await call("GET", `/Things(${thing})/Datastreams(${id})`)).status).toBe(200)
    expect((await call("POST", `/Things(999999)/Datastreams`, series())).status).toBe(404)
    expect((await call("POST", `/Things(${thing})`, station())).status).toBe(400)
    const other = await made("/Things", station())
    expect((await call("POST", `/Things(${other})/Datastreams(${id})/Observations`, { result: 1 })).status).toBe(404)
    const conflict = { phenomenonTime: minute(1), result: 1, Datastream: { "@iot.id": datastream } }
    expect((await call("POST", `/Datastreams(${id})/Observations`, conflict)).status).toBe(400)
  })
})

describe("measurements", () => {
  test("are about the place of their Thing, made once; a new place makes a new feature", async () => {
    const about = async (n: number) => {
      const id = await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(n), result: n })
      return (await call("GET", `/Observations(${id})/FeatureOfInterest`)).body["@iot.id"]
    }
    const first = await about(1)
    expect(await about(2)).toBe(first)
    await made(`/Things(${thing})/Locations`, place(121.5))
    const second = await about(3)
    expect(second).not.toBe(first)
    expect((await call("DELETE", `/FeaturesOfInterest(${second})`)).status).toBe(204)
    expect((await call("GET", `/Datastreams(${datastream})/Observations?$count=true`)).body["@iot.count"]).toBe(2)
    expect(await about(4)).not.toBe(second)
  })
  test("of a Thing that stands nowhere need a feature", async () => {
    const nowhere = await made("/Things", station({ Datastreams: [series()] }))
    const { body } = await call("GET", `/Things(${nowhere})/Datastreams`)
    const address = `/Datastreams(${body.value[0]["@iot.id"]})/Observations`
    expect((await call("POST", address, { result: 1 })).status).toBe(400)
    const feature = { ...place(), location: undefined, feature: { type: "Point", coordinates: [121, 30] } }
    await made(address, { phenomenonTime: minute(1), result: 1, FeatureOfInterest: feature })
    const id = await made("/FeaturesOfInterest", feature)
    const linked = await made(address, { phenomenonTime: minute(2), result: 1, FeatureOfInterest: { "@iot.id": id } })
    expect((await call("GET", `/Observations(${linked})/FeatureOfInterest`)).body["@iot.id"]).toBe(id)
    const missing = { phenomenonTime: minute(3), result: 1, FeatureOfInterest: { "@iot.id": 999_999 } }
    expect((await call("POST", address, missing)).status).toBe(400)
  })
  test("a place that is no GeoJSON is kept and makes no feature (check 35)", async () => {
    const elsewhere = { name: "By words", description: "Of the river", encodingType: "text/plain", location: "By the bridge" }
    const id = await made("/Things", station({ Locations: [elsewhere], Datastreams: [series()] }))
    expect((await call("GET", `/Things(${id})/Locations`)).body.value).toMatchObject([{ location: "By the bridge" }])
    const { body } = await call("GET", `/Things(${id})/Datastreams`)
    const address = `/Datastreams(${body.value[0]["@iot.id"]})/Observations`
    expect((await call("POST", address, { phenomenonTime: minute(1), result: 1 })).status).toBe(400)
  })
  test("have no resultTime unless they say one, and keep quality, validity, and parameters", async () => {
    const more = {
      ...{ phenomenonTime: `${minute(1)}/${minute(2)}`, result: 3.5, resultQuality: { DQ_Status: { code: "good" } } },
      ...{ validTime: `${minute(3)}/${minute(4)}`, parameters: { depth_m: 2, mode: "manual" } },
    }
    const id = await made(`/Datastreams(${datastream})/Observations`, more)
    expect((await call("GET", `/Observations(${id})`)).body).toMatchObject({ ...more, resultTime: null })
    expect(await made(`/Datastreams(${datastream})/Observations`, more)).toBe(id)
    const words = { phenomenonTime: minute(5), result: 1, parameters: { remark: "Mr Li complained" } }
    expect((await call("POST", `/Datastreams(${datastream})/Observations`, words)).status).toBe(400)
  })
  test("of several values come as lists", async () => {
    const multi = await made("/MultiDatastreams", {
      ...{ name: "Wind", description: "Speed and gusts", observationType: `${OM}OM_ComplexObservation` },
      multiObservationDataTypes: [`${OM}OM_Measurement`, `${OM}OM_TruthObservation`],
      unitOfMeasurements: [
        { name: "metre per second", symbol: "m/s", definition: "ucum:m/s" },
        { name: null, symbol: null, definition: null },
      ],
      ...{ Thing: { "@iot.id": thing }, Sensor: sensor },
      ObservedProperties: [property, { ...property, name: "Gusty", properties: { result: "boolean" } }],
    })
    const address = `/MultiDatastreams(${multi})/Observations`
    const id = await made(address, { phenomenonTime: minute(1), result: [7.5, true] })
    expect((await call("GET", `/Observations(${id})?$expand=MultiDatastream`)).body).toMatchObject({
      result: [7.5, true],
      MultiDatastream: { name: "Wind" },
    })
    expect(await made(address, { phenomenonTime: minute(1), result: [7.5, true] })).toBe(id)
    for (const result of [[1], [1, 2], "x", 7]) {
      expect((await call("POST", address, { phenomenonTime: minute(2), result })).body.code).toBe("SENSE_RESULT_REFUSED")
    }
    expect((await call("GET", `/Datastreams(${multi})`)).status).toBe(404)
    expect((await call("GET", `/MultiDatastreams(${multi})/ObservedProperties`)).body.value).toHaveLength(2)
  })
  test("carry the span, the result times, and the area of their series", async () => {
    await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(1), resultTime: minute(3), result: 1 })
    const last = await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(2), result: 2 })
    const read = async () => (await call("GET", `/Datastreams(${datastream})`)).body
    expect(await read()).toMatchObject({
      phenomenonTime: `${minute(1)}/${minute(2)}`,
      resultTime: `${minute(3)}/${minute(3)}`,
      observedArea: { type: "Point", coordinates: [121, 30] },
    })
    await call("PATCH", `/Observations(${last})`, { phenomenonTime: minute(5) })
    expect(await read()).toMatchObject({ phenomenonTime: `${minute(1)}/${minute(5)}` })
    await call("DELETE", `/Observations(${last})`)
    expect(await read()).toMatchObject({ phenomenonTime: `${minute(1)}/${minute(1)}` })
    await call("PATCH", `/Datastreams(${datastream})`, { phenomenonTime: `${minute(100)}/${minute(101)}` })
    expect(await read()).toMatchObject({ phenomenonTime: `${minute(1)}/${minute(1)}` })
  })
})

describe("changing", () => {
  test("PATCH changes what it names, and only that", async () => {
    const before = (await call("GET", `/Things(${thing})`)).body
    const { status, body } = await call("PATCH", `/Things(${thing})`, { name: "Gauge 7", id: 12, "@iot.id": 13 })
    expect(status).toBe(200)
    expect(body).toEqual({ ...before, name: "Gauge 7" })
    expect((await call("PATCH", `/Things(${thing})`, {})).body).toEqual(body)
    expect((await call("PATCH", `/Things(${thing})`, { name: null })).status).toBe(400)
    expect((await call("PATCH", "/Things(999999)", { name: "x" })).status).toBe(404)
    expect((await call("PATCH", "/Things", { name: "x" })).status).toBe(400)
    expect((await call("PATCH", `/Things(${thing})`, { Locations: [place()] })).status).toBe(400)
    expect((await call("PATCH", `/Datastreams(${datastream})`, { Sensor: sensor })).status).toBe(400)
  })
  test("PATCH links again", async () => {
    const other = await made("/Sensors", { ...sensor, name: "Other" })
    await call("PATCH", `/Datastreams(${datastream})`, { Sensor: { "@iot.id": other } })
    expect((await call("GET", `/Datastreams(${datastream})/Sensor`)).body.name).toBe("Other")
    const second = await made("/Things", station({ name: "Second" }))
    await call("PATCH", `/Things(${second})`, { Datastreams: [{ "@iot.id": datastream }] })
    expect((await call("GET", `/Datastreams(${datastream})/Thing`)).body.name).toBe("Second")
  })
  test("a new place is told by the history; an older one changes nothing", async () => {
    const id = await made("/Locations", place(121.7))
    await call("PATCH", `/Things(${thing})`, { Locations: [{ "@iot.id": id }] })
    expect((await call("GET", `/Things(${thing})/Locations`)).body.value.map((found: Body) => found["@iot.id"])).toEqual([id])
    expect((await call("GET", `/Things(${thing})/HistoricalLocations`)).body.value).toHaveLength(2)
    const old = await made("/Locations", place(121.8))
    const history = { Thing: { "@iot.id": thing }, Locations: [{ "@iot.id": old }] }
    await made("/HistoricalLocations", { ...history, time: "2020-01-01T00:00:00Z" })
    expect((await call("GET", `/Things(${thing})/Locations`)).body.value[0]["@iot.id"]).toBe(id)
    await made("/HistoricalLocations", { ...history, time: new Date(clock.now().getTime() + 60_000).toISOString() })
    expect((await call("GET", `/Things(${thing})/Locations`)).body.value[0]["@iot.id"]).toBe(old)
  })
  test("what stands does not wander", async () => {
    let last: Awaited<ReturnType<typeof call>> | undefined
    for (let i = 0; i < 25 && last?.status !== 429; i += 1)
      last = await call("POST", `/Things(${thing})/Locations`, place(121 + i / 100))
    expect(last?.body.code).toBe("SENSE_MOVES_TOO_OFTEN")
  })
  test("PUT replaces: what is left out is gone, what is mandatory must be there", async () => {
    await call("PATCH", `/Things(${thing})`, { properties: { colour: "red" } })
    expect((await call("PUT", `/Things(${thing})`, { name: "New" })).status).toBe(400)
    const { body } = await call("PUT", `/Things(${thing})`, { name: "New", description: "New" })
    expect(body).toMatchObject({ name: "New", description: "New" })
    expect(body.properties).not.toHaveProperty("colour")
    expect((await call("GET", `/Things(${thing})/Datastreams`)).body.value).toHaveLength(1)
  })
  test("JSON Patch adds, replaces, removes, and refuses a path that is not there", async () => {
    const patch = (operations: unknown) => call("PATCH", `/Things(${thing})`, operations, "application/json-patch+json")
    expect((await patch([{ op: "add", path: "/properties/colour", value: "red" }])).body).toMatchObject({
      properties: { colour: "red" },
    })
    expect((await patch([{ op: "replace", path: "/name", value: "Patched" }])).body.name).toBe("Patched")
    expect((await patch([{ op: "remove", path: "/properties/colour" }])).body.properties).not.toHaveProperty("colour")
    expect((await patch([{ op: "remove", path: "/properties/none" }])).status).toBe(400)
    expect((await patch({ op: "add" })).status).toBe(400)
  })
  test("a corrected measurement keeps its id", async () => {
    const id = await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(1), result: 1 })
    expect((await call("PATCH", `/Observations(${id})`, { result: 2 })).body).toMatchObject({ "@iot.id": id, result: 2 })
    expect((await call("GET", `/Observations(${id})`)).body.result).toBe(2)
    expect((await call("PATCH", `/Observations(${id})`, { result: "wet" })).status).toBe(400)
  })
})

describe("deleting", () => {
  test.each([
    ["Things", () => `/Things(${thing})`, { Things: -1, HistoricalLocations: -1, Datastreams: -1, Observations: -1 }],
    ["Datastreams", () => `/Datastreams(${datastream})`, { Datastreams: -1, Observations: -1 }],
    [
      "Sensors",
      async () => (await call("GET", `/Datastreams(${datastream})/Sensor`)).body["@iot.selfLink"],
      { Sensors: -1, Datastreams: -1, Observations: -1 },
    ],
    [
      "ObservedProperties",
      async () => (await call("GET", `/Datastreams(${datastream})/ObservedProperty`)).body["@iot.selfLink"],
      { ObservedProperties: -1, Datastreams: -1, Observations: -1 },
    ],
    [
      "Locations",
      async () => (await call("GET", `/Things(${thing})/Locations`)).body.value[0]["@iot.selfLink"],
      { Locations: -1, HistoricalLocations: -1 },
    ],
    [
      "FeaturesOfInterest",
      async () =>
        (await call("GET", `/Datastreams(${datastream})/Observations?$expand=FeatureOfInterest`)).body.value[0].FeatureOfInterest[
          "@iot.selfLink"
        ],
      { FeaturesOfInterest: -1, Observations: -1 },
    ],
  ] as const)("%s takes along what cannot be without it, and nothing else", async (_set, address, wanted) => {
    await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(1), result: 1 })
    const url = await address()
    expect(await gained(async () => expect((await call("DELETE", url)).status).toBe(204))).toEqual(wanted)
    expect((await call("GET", url)).status).toBe(404)
    expect((await call("DELETE", url)).status).toBe(404)
  })
  test("a link alone, with $ref", async () => {
    const { body } = await call("GET", `/Things(${thing})/Locations`)
    const id = body.value[0]["@iot.id"]
    expect((await call("DELETE", `/Things(${thing})/Locations(${id})/$ref`)).status).toBe(204)
    expect((await call("GET", `/Things(${thing})/Locations`)).body.value).toEqual([])
    expect((await call("GET", `/Locations(${id})`)).status).toBe(200)
  })
})

test("where a buoy was is forgotten after a day; its measurements stay", async () => {
  const buoy = await made("/Things", station({ properties: { kind: "buoy" }, Locations: [place()], Datastreams: [series()] }))
  const { body } = await call("GET", `/Things(${buoy})/Datastreams`)
  const id = await made(`/Datastreams(${body.value[0]["@iot.id"]})/Observations`, { phenomenonTime: minute(1), result: 1 })
  await made(`/Things(${buoy})/Locations`, place(121.2))
  expect((await call("GET", `/Things(${buoy})/HistoricalLocations`)).body.value).toHaveLength(2)
  clock.advanceByMs(25 * 3_600_000)
  expect((await call("GET", `/Things(${buoy})/HistoricalLocations`)).body.value).toEqual([])
  const lost = await gained(() => sense.sweep(clock.now()))
  expect(lost).toEqual({ Locations: -2, FeaturesOfInterest: -1 })
  expect((await call("GET", `/Observations(${id})`)).body.result).toBe(1)
  expect((await call("GET", `/Things(${buoy})/Locations`)).body.value).toEqual([])
})

test("many at once make one feature", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      call("POST", `/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(i), result: i }),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const { body } = await call("GET", `/Datastreams(${datastream})/Observations?$expand=FeatureOfInterest($select=id)&$select=id`)
  expect(new Set(body.value.map((found: Body) => found.FeatureOfInterest["@iot.id"])).size).toBe(1)
})
