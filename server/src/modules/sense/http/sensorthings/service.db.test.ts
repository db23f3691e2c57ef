import fs from "node:fs"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../../test/worlds.ts"
import { buildHttp } from "../../../../platform/http/index.ts"
import { startSense } from "../../index.ts"
import { conformanceOf } from "../../sensorthings/conformance.ts"
import { ReadGate } from "../../sensorthings/read/index.ts"

/** Formats, data arrays, batches, doors, and limits of SensorThings over HTTP, as a client meets them. */
const { world, clock } = await openTestWorld()
const sense = await startSense({ world, rules: [], properties: [], areaOf: () => undefined, onError: () => {} })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => (headers["x-test-role"] ? { role: String(headers["x-test-role"]) } : undefined),
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close())

const root = "/sensorthings/v1.1"
type Body = ReturnType<typeof JSON.parse>
type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "OPTIONS" | "HEAD"
const engineer = { "x-test-role": "engineer" }
const raw = async (method: Method, url: string, payload?: string, headers: Record<string, string> = {}) => {
  const path = url.startsWith("http") ? url.replace(/^https?:\/\/[^/]+/, "") : root + url
  const json = payload === undefined ? {} : { "content-type": "application/json" }
  return app.inject({
    method,
    url: path,
    headers: { ...engineer, ...json, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}
const call = async (method: Method, url: string, body?: unknown) => {
  const {
    statusCode: status,
    headers,
    body: text,
  } = await raw(method, encodeURI(url), body === undefined ? undefined : JSON.stringify(body))
  return { status, headers, body: (text ? JSON.parse(text) : undefined) as Body }
}
const made = async (set: string, body: unknown): Promise<number> => {
  const answer = await call("POST", set, body)
  expect(answer).toMatchObject({ status: 201 })
  return answer.body["@iot.id"]
}
const count = async (set: string): Promise<number> => (await call("GET", `/${set}?$count=true&$top=0`)).body["@iot.count"]
const minute = (n: number) => new Date(clock.now().getTime() - (500 - n) * 60_000).toISOString()

const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
const place = {
  name: "East bank",
  description: "Of the river",
  encodingType: "application/geo+json",
  location: { type: "Point", coordinates: [121, 30] },
}
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
const degrees = { name: "degree Celsius", symbol: "°C", definition: "ucum:Cel" }
const series = {
  ...{
    name: "Temperature",
    description: '=1+1, at the "bank"',
    observationType: `${OM}OM_Measurement`,
    unitOfMeasurement: degrees,
  },
  ...{ Sensor: sensor, ObservedProperty: property },
}
const station = { name: "Gauge", description: "By the bridge", Locations: [place], Datastreams: [series] }
const feature = {
  name: "Reach",
  description: "Of the river",
  encodingType: "application/geo+json",
  feature: { type: "Point", coordinates: [121.5, 30] },
}
const link = (id: number) => ({ "@iot.id": id })

let thing = 0
let datastream = 0
let other = 0
let multi = 0
beforeAll(async () => {
  thing = await made("/Things", station)
  datastream = (await call("GET", `/Things(${thing})/Datastreams`)).body.value[0]["@iot.id"]
  other = await made(`/Things(${thing})/Datastreams`, series)
  multi = await made("/MultiDatastreams", {
    ...{
      name: "Wind",
      description: "Speed and gusts",
      observationType: `${OM}OM_ComplexObservation`,
      Thing: link(thing),
      Sensor: sensor,
    },
    multiObservationDataTypes: [`${OM}OM_Measurement`, `${OM}OM_Measurement`],
    unitOfMeasurements: [degrees, degrees],
    ObservedProperties: [property, property],
  })
  for (let n = 1; n <= 3; n += 1) await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(n), result: n })
  await made(`/Datastreams(${other})/Observations`, { phenomenonTime: minute(4), result: 4, resultQuality: "good" })
  await made(`/MultiDatastreams(${multi})/Observations`, { phenomenonTime: minute(5), result: [5, 6] })
})

/** Where each class that the root lists is proved: a file, and the titles of its tests. */
const writing = "../sensorthings.db.test.ts"
const reading = "../../sensorthings/read/read.db.test.ts"
const here = "./service.db.test.ts"
const overMqtt = "../../mqtt/mqtt.db.test.ts"
const model = `${writing} | what needs nothing else, each with its own address`
const proofs: Readonly<Record<string, string>> = {
  "datamodel/entity-control-information": "../sense-http.db.test.ts | has a root whose sets all answer, with absolute links",
  "datamodel/thing": model,
  "datamodel/location": model,
  "datamodel/historical-location": `${writing} | a new place is told by the history`,
  "datamodel/datastream": `${writing} | carry the span, the result times, and the area of their series`,
  "datamodel/sensor": model,
  "datamodel/observed-property": model,
  "datamodel/observation": `${writing} | have no resultTime unless they say one, and keep quality, validity, and parameters`,
  "datamodel/feature-of-interest": `${writing} | are about the place of their Thing, made once`,
  "resource-path/resource-path-to-entities": `${reading} | lead along chains, and nowhere when a link is missing | end at properties and raw values`,
  "request-data/order": `${reading} | the seed of the OGC suite`,
  "request-data/expand": `${reading} | go deep, and filter on the way`,
  "request-data/select": `${reading} | show what was asked, and what is expanded`,
  "request-data/status-code": "../sense-http.db.test.ts | refuses %s %s in words",
  "request-data/query-status-code": "../sense-http.db.test.ts | refuses %s %s in words",
  "request-data/orderby": `${reading} | several keys, paths, and nulls first`,
  "request-data/top": `${reading} | $top=0 shows nothing`,
  "request-data/skip": `${reading} | $skip past the end`,
  "request-data/count": `${reading} | the seed of the OGC suite`,
  "request-data/filter": `${reading} | $filter on Observations`,
  "request-data/built-in-filter-operations": `${reading} | 14 div (result add 1) mod 3 mul 3 eq 3`,
  "request-data/built-in-query-functions": `${reading} | $filter on other sets | every function that the standard names`,
  "request-data/pagination": `${reading} | visit each once, also while others come`,
  "create-update-delete/create-entity": model,
  "create-update-delete/link-to-existing-entities": `${writing} | below another, which links it | PATCH links again`,
  "create-update-delete/deep-insert": `${writing} | all of it in one body, related, or nothing of it`,
  "create-update-delete/deep-insert-status-code": `${writing} | all of it in one body, related, or nothing of it`,
  "create-update-delete/update-entity": `${writing} | PATCH changes what it names, and only that`,
  "create-update-delete/update-entity-put": `${writing} | PUT replaces`,
  "create-update-delete/update-entity-jsonpatch": `${writing} | JSON Patch adds, replaces, removes`,
  "create-update-delete/delete-entity": `${writing} | takes along what cannot be without it, and nothing else`,
  "create-update-delete/historical-location-auto-creation": `${writing} | a new place is told by the history`,
  "create-update-delete/historical-location-manual-creation": `${writing} | a new place is told by the history`,
  "batch-request/batch-request": `${here} | answers each part in its order | keeps nothing of a change set that fails`,
  "multi-datastream/properties": `${writing} | of several values come as lists`,
  "multi-datastream/relations": `${writing} | of several values come as lists`,
  "multi-datastream/constraints": `${writing} | of several values come as lists`,
  "data-array/data-array": `${here} | dataArray groups Observations by series | are stored row by row`,
  "create-observations-via-mqtt/observations-creation": `${overMqtt} | a message that is acknowledged is in the database`,
  "receive-updates-via-mqtt/receive-updates": `${overMqtt} | a measurement is told to its set, its series, itself | a change over HTTP is told to the entity`,
}

test("the root names its sets and the classes that tests prove (checks 1 to 3)", async () => {
  const { body } = await call("GET", "/")
  expect(body.value).toHaveLength(9)
  expect(body.serverSettings.conformance).toEqual(conformanceOf({ withMqtt: false }))
  const prefix = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
  expect(Object.keys(proofs).toSorted()).toEqual(
    conformanceOf({ withMqtt: true })
      .map((name) => name.replace(prefix, ""))
      .toSorted(),
  )
  for (const [name, proof] of Object.entries(proofs)) {
    const [file, ...titles] = proof.split(" | ")
    const text = fs.readFileSync(new URL(file!, import.meta.url), "utf8")
    expect(titles.length).toBeGreaterThan(0)
    for (const title of titles) expect(text, `${name} is proved in ${file}`).toContain(title)
  }
})

describe("result formats", () => {
  test("dataArray groups Observations by series (check 100)", async () => {
    const { body } = await call("GET", "/Observations?$resultFormat=dataArray&$count=true&$top=4&$orderby=id")
    expect(body).toMatchObject({
      "@iot.count": 5,
      "@iot.nextLink": expect.stringContaining("resultFormat=dataArray"),
      value: [
        {
          "Datastream@iot.navigationLink": expect.stringMatching(/\/Datastreams\(\d+\)$/),
          components: ["id", "phenomenonTime", "resultTime", "result"],
          "dataArray@iot.count": 3,
          dataArray: [1, 2, 3].map((n) => [expect.any(Number), minute(n), null, n]),
        },
        {
          components: ["id", "phenomenonTime", "resultTime", "result", "resultQuality"],
          dataArray: [[expect.any(Number), minute(4), null, 4, "good"]],
        },
      ],
    })
    const next = (await raw("GET", body["@iot.nextLink"])).json()
    expect(next.value).toMatchObject([
      { "MultiDatastream@iot.navigationLink": expect.any(String), dataArray: [[expect.any(Number), minute(5), null, [5, 6]]] },
    ])
    const narrow = await call("GET", `/Datastreams(${datastream})/Observations?$resultFormat=dataArray&$select=result,id&$top=1`)
    expect(narrow.body.value[0]).toMatchObject({ components: ["result", "id"], dataArray: [[1, expect.any(Number)]] })
  })
  test("CSV is one line for each entity, with what is single beside it", async () => {
    const answer = await raw(
      "GET",
      `/Datastreams(${datastream})/Observations?$resultFormat=CSV&$select=phenomenonTime,result&$expand=Datastream($select=name,description)&$top=2`,
    )
    expect(answer.headers["content-type"]).toContain("text/csv")
    expect(answer.headers["link"]).toMatch(/^<http.*skiptoken.*>; rel="next"$/)
    expect(answer.body).toBe(
      `phenomenonTime,result,Datastream/name,Datastream/description\r\n${[1, 2].map((n) => `${minute(n)},${n},Temperature,"'=1+1, at the ""bank"""\r\n`).join("")}`,
    )
    const one = await raw("GET", `/Things(${thing})?$resultFormat=CSV`)
    expect(one.body).toMatch(/^id,name,description,properties\r\n\d+,Gauge,By the bridge,"\{""key""/)
  })
  test.each([
    ["Things", "By the bridge", [121, 30]],
    ["Locations", "Of the river", [121, 30]],
    ["Observations", 1, [121, 30]],
    ["FeaturesOfInterest", "Of the river", [121, 30]],
    ["HistoricalLocations", undefined, [121, 30]],
  ])("GeoJSON has %s with their geometry", async (set, value, coordinates) => {
    const answer = await raw("GET", `/${set}?$resultFormat=GeoJSON&$top=1&$count=true`)
    expect(answer.headers["content-type"]).toContain("application/geo+json")
    const body = JSON.parse(answer.body) as Body
    expect(body).toMatchObject({
      type: "FeatureCollection",
      "@iot.count": expect.any(Number),
      features: [{ type: "Feature", id: expect.any(Number), geometry: { type: "Point", coordinates } }],
    })
    const { properties } = body.features[0]
    if (value !== undefined) expect(Object.values(properties)).toContain(value)
    for (const name of ["location", "feature", "Locations", "FeatureOfInterest"]) expect(properties).not.toHaveProperty(name)
    const selected = await call("GET", `/${set}?$resultFormat=GeoJSON&$top=1&$select=id`)
    expect(selected.body.features[0]).toMatchObject({ geometry: { coordinates }, properties: { "@iot.id": expect.any(Number) } })
    if (body["@iot.nextLink"]) expect(body["@iot.nextLink"]).not.toContain("expand")
  })
  test.each([
    "/Things?$resultFormat=dataArray",
    "/Observations?$resultFormat=dataArray&$expand=Datastream",
    "/Observations?$resultFormat=dataArray&$select=Datastream",
    "/Things?$resultFormat=CSV&$expand=Datastreams",
    "/Sensors?$resultFormat=GeoJSON",
    "/Things(1)/name?$resultFormat=CSV",
    "/Things/$ref?$resultFormat=CSV",
    "/Things?$resultFormat=PDF",
  ])("%s is refused", async (url) =>
    expect(await call("GET", url)).toMatchObject({ status: 400, body: { code: "SENSE_QUERY_REFUSED" } }),
  )
})

describe("many measurements at once", () => {
  const group = (more: object) => ({
    Datastream: link(datastream),
    components: ["phenomenonTime", "result", "FeatureOfInterest/id"],
    ...more,
  })
  test("are stored row by row, with a link or an error for each (checks 101 to 104)", async () => {
    const id = await made("/FeaturesOfInterest", feature)
    const before = await count("Observations")
    const answer = await call("POST", "/CreateObservations", [
      group({
        "dataArray@iot.count": 5,
        dataArray: [
          [minute(20), 1, id],
          [minute(21), "wet", id],
          [minute(22), 3, 999_999],
          [minute(23), 4, null],
          [minute(24), 5],
        ],
      }),
      { Datastream: link(other), components: ["result"], dataArray: [[1]] },
      { Datastream: link(999_999), components: ["phenomenonTime", "result"], dataArray: [[minute(1), 1]] },
      {
        MultiDatastream: link(multi),
        components: ["phenomenonTime", "result"],
        dataArray: [
          [minute(30), [1, 2]],
          [minute(31), [1]],
        ],
      },
    ])
    expect(answer.status).toBe(201)
    const self = /\/Observations\(\d+\)$/
    const error = (what: string) => expect.stringMatching(new RegExp(`^error SENSE_.*${what}`))
    expect(answer.body).toEqual([
      ...[
        expect.stringMatching(self),
        error("wet"),
        error("FeatureOfInterest"),
        expect.stringMatching(self),
        error("breaks the rule: 3"),
        error("phenomenonTime"),
      ],
      ...[error("999999"), expect.stringMatching(self), error("MultiDatastream")],
    ])
    expect(await count("Observations")).toBe(before + 3)
    const about = async (n: number) => (await call("GET", `${answer.body[n]}/FeatureOfInterest`)).body["@iot.id"]
    expect(await about(0)).toBe(id)
    expect(await about(3)).toBe(
      (await call("GET", `/Datastreams(${datastream})/Observations?$top=1&$expand=FeatureOfInterest`)).body.value[0]
        .FeatureOfInterest["@iot.id"],
    )
  })
  test("of a Thing that stands nowhere name their feature", async () => {
    const nowhere = await made("/Things", { ...station, Locations: [] })
    const [{ "@iot.id": lost }] = (await call("GET", `/Things(${nowhere})/Datastreams`)).body.value
    const id = await made("/FeaturesOfInterest", feature)
    const { body } = await call("POST", "/CreateObservations", [
      {
        Datastream: link(lost),
        components: ["phenomenonTime", "result", "FeatureOfInterest/id"],
        dataArray: [
          [minute(1), 1, id],
          [minute(2), 1, null],
        ],
      },
    ])
    expect(body).toEqual([expect.stringMatching(/Observations\(\d+\)$/), expect.stringMatching(/^error .*FeatureOfInterest/)])
  })
  test("come as lines of JSON too", async () => {
    const lines = [
      { Datastream: link(datastream), phenomenonTime: minute(40), result: 1 },
      { Datastream: link(datastream), result: "wet" },
    ].map((line) => JSON.stringify(line))
    const { statusCode, body } = await raw("POST", "/CreateObservations", [...lines, "{", ""].join("\n"), {
      "content-type": "application/x-ndjson",
    })
    expect(statusCode).toBe(201)
    expect(JSON.parse(body)).toEqual([
      expect.stringMatching(/Observations\(\d+\)$/),
      expect.stringMatching(/^error SENSE_RESULT/),
      expect.stringMatching(/^error SENSE_MESSAGE/),
    ])
  })
})

describe("a batch", () => {
  const http = (request: string, body?: object, id?: string) =>
    [
      `Content-Type: application/http`,
      ...(id ? [`Content-ID: ${id}`] : []),
      "",
      `${request} HTTP/1.1`,
      "Content-Type: application/json",
      "",
      ...(body ? [JSON.stringify(body)] : ["", ""]),
    ].join("\r\n")
  const enclosed = (boundary: string, parts: readonly string[]) =>
    [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ""].join("\r\n")
  const changes = (parts: readonly string[]) =>
    `Content-Type: multipart/mixed; boundary="in ner"\r\n\r\n${enclosed("in ner", parts)}`
  const send = async (text: string, boundary = "b", headers: Record<string, string> = {}) => {
    const answer = await raw("POST", "/$batch", text, { "content-type": `multipart/mixed; boundary=${boundary}`, ...headers })
    return {
      status: answer.statusCode,
      type: String(answer.headers["content-type"]),
      text: answer.body,
      codes: [...answer.body.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code)),
    }
  }
  test("answers each part in its order, and a change set as one (checks 105 and 107)", async () => {
    const before = await count("Things")
    const parts = [
      http(`GET ${root}/Things(${thing})?$select=name`),
      changes([
        http("POST Sensors", { ...sensor, name: "Batch sensor" }, "sensor1"),
        http("POST Things", { name: "Batch", description: "$sensor1 stays", Locations: [place] }, "thing"),
        http("POST $thing/Datastreams", { ...series, Sensor: { "@iot.id": "$sensor1" } }, "series"),
        http("POST $series/Observations", { phenomenonTime: minute(1), result: 7 }, "obs"),
        http("PATCH $thing", { name: "Batch 2" }),
      ]),
      http("GET Things(999999)"),
    ]
    const { status, type, text, codes } = await send(enclosed("b", parts))
    expect(status).toBe(200)
    expect(type).toMatch(/^multipart\/mixed; boundary=batch_/)
    expect(codes).toEqual([200, 201, 201, 201, 201, 200, 404])
    expect(text).toContain("Content-ID: sensor1")
    expect(await count("Things")).toBe(before + 1)
    const { body } = await call("GET", "/Things?$filter=name eq 'Batch 2'&$expand=Datastreams($expand=Sensor,Observations)")
    expect(body.value[0]).toMatchObject({
      description: "$sensor1 stays",
      Datastreams: [{ Sensor: { name: "Batch sensor" }, Observations: [{ result: 7 }] }],
    })
  })
  test("keeps nothing of a change set that fails, and says why once (check 106)", async () => {
    const before = [await count("Things"), await count("Sensors"), await count("Observations")]
    const { text, codes } = await send(
      enclosed("b", [
        changes([
          http("POST Sensors", sensor),
          http(`POST Datastreams(${datastream})/Observations`, { phenomenonTime: minute(90), result: 1 }),
          http("POST Things", { name: "x" }),
        ]),
        http("POST Sensors", sensor),
      ]),
    )
    expect(codes).toEqual([400, 201])
    expect(text).toContain("SENSE_MESSAGE_INVALID")
    expect([await count("Things"), await count("Sensors"), await count("Observations")]).toEqual([
      before[0],
      before[1]! + 1,
      before[2],
    ])
    expect(
      (await call("GET", `/Datastreams(${datastream})/Observations?$filter=phenomenonTime eq ${minute(90)}`)).body.value,
    ).toEqual([])
  })
  test("may be written with LF, a quoted boundary, and absolute addresses (check 108)", async () => {
    const text = enclosed("a b", [
      http(`GET http://city${root}/Things(${thing})/name`),
      `${http("GET Things")}\r\n\r\n`,
    ]).replaceAll("\r\n", "\n")
    expect((await send(text, '"a b"')).codes).toEqual([200, 200])
  })
  test("as JSON, with groups that hold together (check 109)", async () => {
    const before = await count("Sensors")
    const requests = [
      { id: "1", method: "get", url: `Things(${thing})?$select=name` },
      { id: "s", atomicityGroup: "a", method: "post", url: "Sensors", body: { ...sensor, name: "JSON" } },
      {
        id: "d",
        atomicityGroup: "a",
        method: "post",
        url: `Things(${thing})/Datastreams`,
        body: { ...series, Sensor: { "@iot.id": "$s" } },
      },
      { id: "x", atomicityGroup: "b", method: "post", url: "Sensors", body: sensor },
      { id: "y", atomicityGroup: "b", method: "delete", url: "Sensors(999999)" },
      { id: "z", method: "get", url: "Things(1)/$batch" },
    ]
    const { status, body } = await call("POST", "/$batch", { requests })
    expect(status).toBe(200)
    expect(body.responses).toMatchObject([
      { id: "1", status: 200, body: { name: "Gauge" } },
      { id: "s", status: 201, location: expect.stringMatching(/Sensors\(\d+\)$/) },
      { id: "d", status: 201, body: { name: "Temperature" } },
      { id: "x", status: 404 },
      { id: "y", status: 404, body: { code: "SENSE_ENTITY_NOT_FOUND", message: expect.any(String) } },
      { id: "z", status: 404 },
    ])
    expect(await count("Sensors")).toBe(before + 1)
    const sensorOf = await call("GET", `${body.responses[2].body["@iot.selfLink"]}/Sensor`)
    expect(sensorOf.body.name).toBe("JSON")
  })
  test("gives no more rights than its parts have alone", async () => {
    const nobody = await raw(
      "POST",
      "/$batch",
      JSON.stringify({ requests: [{ id: "1", method: "POST", url: "Sensors", body: sensor }] }),
      { "x-test-role": "" },
    )
    expect(JSON.parse(nobody.body).responses).toMatchObject([{ status: 401 }])
  })
  test.each([
    ["no end", "--b\r\n\r\n"],
    ["no request line", enclosed("b", ["Content-Type: application/http\r\n\r\nnothing"])],
    ["no headers", enclosed("b", ["nothing"])],
    ["another type", enclosed("b", ["Content-Type: text/plain\r\n\r\nGET Things HTTP/1.1"])],
    ["wrong JSON", enclosed("b", ["Content-Type: application/http\r\n\r\nPOST Things HTTP/1.1\r\n\r\n{"])],
    ["an address that cannot be decoded", enclosed("b", [http("GET Things%ff")])],
    [
      "too many requests",
      enclosed(
        "b",
        Array.from({ length: 501 }, () => http("GET Things")),
      ),
    ],
    ["nothing", ""],
  ])("with %s is refused before anything is done", async (_what, text) => {
    const { status, text: body } = await send(enclosed("b", []) === text ? "x" : text)
    expect(status).toBe(400)
    expect(body).toContain("SENSE_BATCH_REFUSED")
  })
  test.each([
    ["reads in a change set", [http("GET Things")]],
    ["refers to nothing", [http("POST $nobody/Datastreams", series)]],
    ["uses a name twice", [http("POST Sensors", sensor, "a"), http("POST Sensors", sensor, "a")]],
    [
      "refers to a measurement",
      [http(`POST Datastreams(1)/Observations`, { phenomenonTime: minute(95), result: 1 }, "o"), http("DELETE $o")],
    ],
  ])("that %s has that part refused", async (_what, parts) => {
    const before = await count("Sensors")
    expect((await send(enclosed("b", [changes(parts)]))).codes).toEqual([400])
    expect(await count("Sensors")).toBe(before)
  })
})

describe("doors", () => {
  test("errors are problem+json with the sentence as message too (check 42)", async () => {
    const answer = await raw("POST", "/Things", "{")
    expect(answer.headers["content-type"]).toContain("application/problem+json")
    const body = JSON.parse(answer.body) as Body
    expect(body).toMatchObject({
      status: 400,
      code: "PLATFORM_REQUEST_INVALID",
      type: "urn:holdfast:problem:PLATFORM_REQUEST_INVALID",
    })
    expect(body.message).toBe(body.detail)
    expect((await raw("POST", "/Things", "<a/>", { "content-type": "application/xml" })).statusCode).toBe(400)
    expect((await raw("POST", "/Things", "name", { "content-type": "text/plain" })).statusCode).toBe(400)
  })
  test("pages of other origins may ask (check 125)", async () => {
    const asked = await raw("OPTIONS", "/Things", undefined, {
      origin: "https://map.example",
      "access-control-request-method": "POST",
    })
    expect(asked.statusCode).toBe(204)
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": expect.stringContaining("PATCH"),
    })
    expect(asked.headers).not.toHaveProperty("access-control-allow-credentials")
    const refused = await raw("GET", "/Nothing", undefined, { origin: "https://map.example" })
    expect(refused).toMatchObject({ statusCode: 404, headers: { "access-control-allow-origin": "*" } })
    expect((await raw("HEAD", "/Things")).statusCode).toBe(200)
  })
  test("DELETE with a content type and no body is understood", async () => {
    const id = await made("/Sensors", sensor)
    expect((await raw("DELETE", `/Sensors(${id})`, "")).statusCode).toBe(204)
  })
})

describe("addresses", () => {
  test.each([
    ["a property that is null has no content (check 12)", "/Observations(1)/resultTime", 204, ""],
    ["a raw value is text (check 13)", "/Observations(1)/phenomenonTime/$value", 200, minute(1)],
    ["a number is text too", "/Observations(1)/result/$value", 200, "1"],
    ["a property alone (check 10)", "/Observations(1)/result", 200, '{"result":1}'],
    ["unknown properties are not found", "/Observations(1)/mood", 404, "SENSE_ENTITY_NOT_FOUND"],
    ["a whole set has no value", "/Observations/$value", 404, "SENSE_ENTITY_NOT_FOUND"],
    ["quoted ids are somebody else's", "/Things('x')", 404, "SENSE_ENTITY_NOT_FOUND"],
  ])("%s", async (_what, url, status, text) => {
    const answer = await raw("GET", url)
    expect(answer.statusCode).toBe(status)
    expect(answer.body).toContain(text)
    if (url.endsWith("$value") && status === 200) expect(answer.headers["content-type"]).toContain("text/plain")
  })
  test("lead to the public address of the city (check 43)", async () => {
    const behind = await startSense({
      ...{ world, rules: [], properties: [], areaOf: () => undefined, onError: () => {} },
      publicUrl: "https://city.example/",
    })
    const proxied = await buildHttp({
      ...{ world, language: "en" as const, authenticate: async () => undefined, mayHear: () => false },
      ...{ logger: pino({ level: "silent" }), routes: behind.routes },
    })
    const body = (await proxied.inject({ url: `${root}/Things?$top=1&$expand=Datastreams($top=1)` })).json()
    const base = "https://city.example/sensorthings/v1.1/Things"
    expect(body["@iot.nextLink"] ?? `${base}?`).toContain(`${base}?`)
    expect(body.value[0]).toMatchObject({
      "@iot.selfLink": expect.stringContaining(`${base}(`),
      "Datastreams@iot.nextLink": expect.stringContaining(`${base}(`),
    })
    await proxied.close()
  })
  test("the root says where MQTT listens, and is closed with the rest where reading is (checks 4 and 122)", async () => {
    const closed = await startSense({
      ...{ world, rules: [], properties: [], areaOf: () => undefined, onError: () => {} },
      ...{ isReadingClosed: true, mqttEndpoints: ["mqtt://city.example:1883"] },
    })
    const asked = await buildHttp({
      ...{ world, language: "en" as const, mayHear: () => false, logger: pino({ level: "silent" }), routes: closed.routes },
      authenticate: async ({ headers }) => (headers["x-test-role"] ? { role: String(headers["x-test-role"]) } : undefined),
    })
    for (const url of [`${root}/`, `${root}/Things`]) expect((await asked.inject({ url })).statusCode).toBe(401)
    const { serverSettings } = (await asked.inject({ url: `${root}/`, headers: engineer })).json()
    expect(serverSettings.conformance).toEqual(conformanceOf({ withMqtt: true }))
    const endpoints = ["mqtt://city.example:1883"]
    for (const name of ["create-observations-via-mqtt/observations-creation", "receive-updates-via-mqtt/receive-updates"])
      expect(serverSettings[`http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`]).toEqual({ endpoints })
    await asked.close()
  })
})

describe("hostile", () => {
  const deep = (n: number) => `${"(".repeat(n)}1 eq 1${")".repeat(n)}`
  test.each([
    ["filters 10,000 deep", `/Things?$filter=${deep(10_000)}`],
    ["filters of 16 kB", `/Things?$filter=${"name eq 'x' or ".repeat(1_000)}1 eq 1`],
    ["thousands of branches", `/Things?$expand=${Array.from({ length: 2_000 }, () => "Datastreams").join(",")},Moods`],
    ["branches of branches", `/Things?$expand=${"Datastreams($expand=Thing($expand=".repeat(60)}`],
    ["the character zero in a text", "/Things?$filter=name eq '%00'"],
    ["a number that is too large", "/Observations?$filter=result gt 1e999"],
    ["a substring of nowhere", "/Things?$filter=substring(name, 99999999999) eq ''"],
  ])("%s are refused", async (_what, url) => expect((await raw("GET", url.replaceAll(" ", "%20"))).statusCode).toBe(400))
  test.each(["/Things(%ff)", "/%c0%ae%c0%ae", "/Things%00", "/Things(1)/name%00", `/${"a/".repeat(80)}`])(
    "%s leads nowhere",
    async (url) => {
      expect((await raw("GET", url)).statusCode).toBe(404)
    },
  )
  test.each(["'; drop table sense.thing; --", "' or '1'='1", "x') union select 1 --", "\\'; select pg_sleep(9)"])(
    "%s is data",
    async (text) => {
      const before = await count("Things")
      const quoted = `'${text.replaceAll("'", "''")}'`
      for (const filter of [
        `name eq ${quoted}`,
        `startswith(name, ${quoted})`,
        `properties/${"a"} eq ${quoted}`,
        `concat(name, ${quoted}) eq 'x'`,
      ]) {
        expect((await raw("GET", `/Things?$filter=${encodeURIComponent(filter)}`)).statusCode).toBe(200)
      }
      const id = await made("/Sensors", { ...sensor, name: text })
      expect((await call("GET", `/Sensors(${id})/name`)).body.name).toBe(text)
      expect(await count("Things")).toBe(before)
    },
  )
  test.each([
    ["/Things", { name: "a\u0000b", description: "x" }],
    ["/Things", { name: "a", description: "x", properties: { "\ud800": 1 } }],
    ["/Observations", { Datastream: link(1), phenomenonTime: "2026-07-30T00:00:00Z", result: 1, parameters: { a: "\u0000" } }],
    [
      "/Observations",
      {
        Datastream: link(1),
        phenomenonTime: "2026-07-30T00:00:00Z",
        result: 1,
        FeatureOfInterest: link(1),
        parameters: { a: "\ud800" },
      },
    ],
  ])("%s with text that no database keeps is refused", async (url, body) =>
    expect((await call("POST", url, body)).status).toBe(400),
  )
  test.each(["/Things", "/Observations", "/CreateObservations", "/$batch"])(
    "bodies nested 100,000 deep at %s are refused",
    async (url) => {
      for (const text of [
        "[".repeat(100_000) + "]".repeat(100_000),
        `${'{"properties":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      ]) {
        expect((await raw("POST", url, text)).statusCode).toBe(400)
      }
      const inside = `{"name":"a","description":"b","result":1,"Datastream":{"@iot.id":1},"parameters":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`
      expect((await raw("POST", url, inside)).statusCode).toBe(400)
    },
  )
})

describe("reading much", () => {
  beforeAll(async () => {
    await sql`
      insert into sense.observation (id, datastream_id, phenomenon_at, result)
      select 900000000 + i, 100000 + i % 100, timestamptz '2026-07-01T00:00:00Z' + i * interval '1 second', i
      from generate_series(1, 40000) as i`.execute(world.db.query)
    await sql`analyze sense.observation`.execute(world.db.query)
    await sql`insert into sense.datastream (id, key, thing_id, sensor_id, property_id, created_at, name_zh, name_en, observation_type, unit)
      overriding system value
      select 100000 + i, 'much-' || i, ${thing}, d.sensor_id, d.property_id, now(), 'x', 'x', d.observation_type, d.unit
      from generate_series(0, 99) as i, sense.datastream d where d.id = ${datastream}`.execute(world.db.query)
    await sql`analyze sense.datastream`.execute(world.db.query)
  })
  test.each([
    ["the newest of a series", "$orderby=phenomenonTime desc&$top=1"],
    ["one day of a series", "$filter=phenomenonTime ge 2026-07-01T05:00:00Z and phenomenonTime lt 2026-07-01T06:00:00Z"],
    ["the number of a series", "$count=true&$top=0"],
    ["the next page of a series", "$orderby=phenomenonTime&$skiptoken=NEXT"],
  ])("%s uses the index", async (_what, query) => {
    const asked: { sql: string; parameters: readonly unknown[] }[] = []
    const { readPath, rendering } = await import("../../sensorthings/read/index.ts")
    const { parseQuery } = await import("@holdfast/sensorthings")
    const { Kysely, PostgresDialect } = await import("kysely")
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: world.db.engine.pool }),
      log: ({ query: found }) => void asked.push(found),
    })
    const token = Buffer.from(JSON.stringify(["2026-07-01T06:00:00Z", "900000001"])).toString("base64url")
    const reading = { db, language: "en", now: clock.now(), rendering: rendering("http://x", "en", () => false) } as const
    await readPath(reading, "Datastreams(100007)/Observations", parseQuery(new URLSearchParams(query.replace("NEXT", token))))
    const questions = asked.filter(({ sql: text }) => /from "?sense"?\."?observation"?\s/.test(text))
    expect(questions.length).toBeGreaterThan(0)
    for (const { sql: text, parameters } of questions) {
      const { rows } = await world.db.engine.pool.query(`explain ${text}`, [...parameters])
      const plan = rows.map((row: Record<string, string>) => row["QUERY PLAN"]).join("\n")
      expect(plan).toMatch(
        /Index (?:Only )?Scan.* using observation_2026_07_(?:datastream_id_phenomenon_at|series)\w*|Bitmap Index Scan on observation_2026_07_datastream_id_phenomenon_at\w*/,
      )
      expect(plan).not.toMatch(/Seq Scan on observation_2026_07/)
    }
  })
  test("a filter that takes too long is ended with words of its own, and the next is answered", async () => {
    const gate = new ReadGate(world.db, 300)
    const slow = gate.read((db) => sql`select count(*) from generate_series(1, 3000000000) as i where i % 7 = 3`.execute(db))
    await expect(slow).rejects.toMatchObject({ code: "SENSE_QUERY_TOO_SLOW" })
    await expect.poll(async () => (await call("GET", "/Things?$top=1")).status, { timeout: 100_000 }).toBe(200)
  }, 120_000)
  test("readers stand in a line that ends, and each gets their turn", async () => {
    const gate = new ReadGate(world.db)
    let inside = 0
    let most = 0
    const readers = Array.from({ length: 20 }, () =>
      gate.read(async (db) => {
        most = Math.max(most, (inside += 1))
        await sql`select 1`.execute(db)
        inside -= 1
      }),
    )
    await Promise.all(readers)
    expect(most).toBeLessThanOrEqual(6)
    const crowd = await Promise.allSettled(Array.from({ length: 600 }, () => gate.read((db) => sql`select 1`.execute(db))))
    expect(crowd.filter(({ status }) => status === "rejected")).toMatchObject(
      Array.from({ length: 94 }, () => ({ reason: { code: "SENSE_READERS_TOO_MANY" } })),
    )
  })
})

test("the calls of the reference server's client, in its order", async () => {
  const created = await raw("POST", "/Things", JSON.stringify({ name: "Client", description: "x", properties: {} }), {
    "content-type": "application/json; charset=UTF-8",
  })
  const [, id] = /\((.+)\)$/.exec(String(created.headers.location)) ?? []
  expect((await raw("GET", `/Things(${id})`, undefined, { accept: "application/json" })).json()).toMatchObject({ name: "Client" })
  await raw("PATCH", `/Things(${id})`, JSON.stringify({ description: "y" }), { "content-type": "application/json" })
  const sets: string[] = (await call("GET", "/Things?$filter=description eq 'y'&$orderby=id desc&$count=true&$top=1&$skip=0"))
    .body.value
  expect(sets).toHaveLength(1)
  const seen: number[] = []
  let next: string | undefined = `/Datastreams(${datastream})/Observations?$top=2`
  while (next) {
    const page: Body = (await raw("GET", next)).json()
    seen.push(...page.value.map((found: Body) => found["@iot.id"]))
    next = page["@iot.nextLink"]
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength((await call("GET", `/Datastreams(${datastream})/Observations?$count=true&$top=0`)).body["@iot.count"])
  expect((await raw("DELETE", `/Things(${id})`)).statusCode).toBe(204)
})

describe("the guide", () => {
  const guide = fs.readFileSync(new URL("../../../../../../docs/guide/engineer.md", import.meta.url), "utf8")
  const section = guide.split("## Connect your first sensor\n")[1]?.split("\n## ")[0] ?? ""
  const requests = [...section.matchAll(/```http\n(.*?)```/gs)].map(([, text]) => text!)
  test("says requests that work, one after another, with the ids that were given", async () => {
    expect(requests.length).toBeGreaterThanOrEqual(5)
    let made = 0
    for (const text of requests) {
      const [head = "", ...rest] = text.replaceAll("{id}", `${made}`).replaceAll("{now}", minute(499)).split("\n")
      const method = head.split(" ")[0] as Method
      const url = head.slice(method.length + 1)
      const start = rest.indexOf("")
      const headers = Object.fromEntries(rest.slice(0, start).map((line) => line.split(": ") as [string, string]))
      const body = rest
        .slice(start + 1)
        .join("\n")
        .trim()
      const answer = await raw(method, encodeURI(url.slice(root.length)), body === "" ? undefined : body, headers)
      expect([200, 201], `${head}: ${answer.body}`).toContain(answer.statusCode)
      const inside: Body[] = url.endsWith("$batch") ? (answer.json() as Body).responses : []
      for (const { status } of inside) expect(status).toBeLessThan(300)
      if (answer.headers.location) {
        const series = (await raw("GET", `${String(answer.headers.location)}/Datastreams`)).json() as Body
        made = series.value?.[0]?.["@iot.id"] ?? made
      }
    }
  })
})

const suite = new URL("../../../../../../../shared/data/sta/ets_sta10_entities.json", import.meta.url)
describe.skipIf(!fs.existsSync(suite))("the bodies of the OGC suite (shared data; skipped when absent)", () => {
  const sets: Readonly<Record<string, string>> = {
    datastreams: "Datastreams",
    foi: "FeaturesOfInterest",
    locations: "Locations",
    observations: "Observations",
    observedproperties: "ObservedProperties",
    sensors: "Sensors",
    thing: "Things",
  }
  /** Names became mandatory with 1.1, and series need what 1.0 tests add while they run. */
  const completed = (value: Body, set: string): Body => {
    const named = ["Things", "Locations", "Datastreams", "Sensors", "ObservedProperties", "FeaturesOfInterest"]
    const inner = Object.fromEntries(
      Object.entries(value as object).map(([key, found]) => {
        const below = key.endsWith("s")
          ? key
          : {
              Sensor: "Sensors",
              ObservedProperty: "ObservedProperties",
              Thing: "Things",
              FeatureOfInterest: "FeaturesOfInterest",
              Datastream: "Datastreams",
            }[key]
        if (!below || (!named.includes(below) && below !== "Observations")) return [key, found]
        return [
          key,
          Array.isArray(found)
            ? found.map((one) => completed(one, below))
            : Object(found)["id"]
              ? found
              : completed(found, below),
        ]
      }),
    )
    const given = { ...(named.includes(set) ? { name: "Named" } : {}), ...inner } as Body
    if (set === "Datastreams") {
      given.Sensor ??= sensor
      given.ObservedProperty ??= property
    }
    return given
  }
  test("are taken, but for those that rights or the standard refuse", async () => {
    const { entities } = JSON.parse(fs.readFileSync(suite, "utf8")) as { entities: Record<string, Body> }
    const foi = await made("/FeaturesOfInterest", feature)
    const ids = { THING: thing, SENSOR: 1, OBSERVEDPROPERTY: 1, OBSPROP: 1, DATASTREAM: datastream, FOI: foi, LOCATION: 1 }
    const refused: Record<string, string> = {}
    let taken = 0
    for (const [name, entity] of Object.entries(entities)) {
      const set = sets[name.split("/")[0]!]
      if (!set) continue
      const text: string = entity.__raw__ ?? JSON.stringify(entity)
      const filled = text.replaceAll(/\$([A-Z]+)-ID/g, (found, key: string) => `${ids[key as keyof typeof ids] ?? found}`)
      let body: Body
      try {
        body = completed(JSON.parse(filled), set)
      } catch {
        refused[name] = "no JSON"
        continue
      }
      if (set === "Datastreams") body.Thing ??= { id: thing }
      if (set === "Observations") body.Datastream ??= { id: datastream }
      const answer = await call("POST", `/${set}`, body)
      if (answer.status === 201) taken += 1
      else refused[name] = `${answer.status} ${answer.body.detail}`
    }
    // Not entities, or against the standard: no encoding, a relation that is none, two places of one encoding.
    expect(refused).toEqual({
      "foi/missingEncodingType.json": expect.stringMatching(/^400 encodingType/),
      "locations/2.json": expect.stringMatching(/^400 Thing/),
      "observations/dataArray.json": "no JSON",
      "thing/1.json~": "no JSON",
      "thing/3.json": expect.stringMatching(/^400 Locations/),
    })
    expect(taken).toBe(67)
  }, 60_000)
})
