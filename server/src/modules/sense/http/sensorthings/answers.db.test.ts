import fs from "node:fs"
import { sql } from "kysely"
import pino from "pino"
import { beforeAll, describe, expect, test } from "vitest"
import { buildHttp } from "../../../../platform/http/index.ts"
import { startSense } from "../../index.ts"
import { conformanceOf } from "../../sensorthings/conformance.ts"
import { ReadGate } from "../../sensorthings/read/index.ts"
import { type Body, call, clock, engineer, ids, minute, raw, root, world } from "./test-service.ts"

/** What reading answers: the root, formats, addresses, and how much may be asked. */
const { thing, datastream } = ids

/** Where each class that the root lists is proved: a file, and the titles of its tests. */
const writing = "../sensorthings.db.test.ts"
const reading = "../../sensorthings/read/read.db.test.ts"
const clients = "./clients.db.test.ts"
const here = "./answers.db.test.ts"
const overMqtt = "../../mqtt/mqtt.db.test.ts"
const model = `${writing} | what needs nothing else, each with its own address`
const proofs: Readonly<Record<string, string | readonly string[]>> = {
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
  "batch-request/batch-request": `${clients} | answers each part in its order | keeps nothing of a change set that fails`,
  "multi-datastream/properties": `${writing} | of several values come as lists`,
  "multi-datastream/relations": `${writing} | of several values come as lists`,
  "multi-datastream/constraints": `${writing} | of several values come as lists`,
  "data-array/data-array": [`${here} | dataArray groups Observations by series`, `${clients} | are stored row by row`],
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
  for (const [name, found] of Object.entries(proofs)) {
    for (const proof of [found].flat()) {
      const [file, ...titles] = proof.split(" | ")
      const text = fs.readFileSync(new URL(file!, import.meta.url), "utf8")
      expect(titles.length).toBeGreaterThan(0)
      for (const title of titles) expect(text, `${name} is proved in ${file}`).toContain(title)
    }
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
