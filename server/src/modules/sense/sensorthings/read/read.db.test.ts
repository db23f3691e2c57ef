import fs from "node:fs"
import { emptyQuery, functions, parseQuery } from "@holdfast/sensorthings"
import { sql } from "kysely"
import { beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../../test/worlds.ts"
import { type Answer, type Reading, readPath, rendering } from "./index.ts"

const { world } = await openTestWorld()
const base = "http://city/sensorthings/v1.1"
const reading: Reading = {
  db: world.db.query,
  language: "en",
  now: new Date("2026-07-31T03:05:00Z"),
  rendering: rendering(base, "en", () => false),
}

/** Two Things with four Datastreams, twelve Observations with the results 1 to 12, as the OGC suite seeds them. */
beforeAll(async () => {
  const point = (lon: number, lat: number) => ({ type: "Point", coordinates: [lon, lat] })
  await world.db.transaction(async (tx) => {
    for (const [key, n] of [
      ["a", 1],
      ["b", 2],
    ] as const) {
      await sql`insert into sense.thing (key, kind, name_zh, name_en, created_at, properties)
        values (${key}, 'rain-gauge', ${`站 ${n}`}, ${`Thing ${n}`}, '2026-07-01T00:00:00Z', ${JSON.stringify({ deep: { level: n, list: [n, 9], word: `it's ${n}` } })}::jsonb)`.execute(
        tx,
      )
      await sql`insert into sense.location (name_zh, name_en, encoding_type, location, at)
        values ('地点', ${`Place ${n}`}, 'application/geo+json', ${JSON.stringify(point(120 + n, 30))}::jsonb,
          st_setsrid(st_makepoint(${120 + n}::float8, 30), 4326))`.execute(tx)
      await sql`insert into sense.thing_location values (${n}, ${n})`.execute(tx)
      await sql`insert into sense.historical_location (thing_id, at) values (${n}, '2026-07-01T00:00:00Z')`.execute(tx)
      await sql`insert into sense.historical_location_location values (${n}, ${n})`.execute(tx)
      await sql`insert into sense.sensor (key, name, description, encoding_type, metadata) values (${`s${n}`}, ${`Sensor ${n}`}, '', 'text/html', 'x')`.execute(
        tx,
      )
      await sql`insert into sense.observed_property (key, name_zh, name_en, definition, unit, result, subject)
        values (${`p${n}`}, ${`量 ${n}`}, ${`Property ${n}`}, 'urn:x', 'mm', 'number', 'place')`.execute(tx)
      await sql`insert into sense.feature_of_interest (name_zh, name_en, encoding_type, feature, at, location_id)
        values ('物', ${`Feature ${n}`}, 'application/geo+json', ${JSON.stringify(point(120 + n, 30))}::jsonb,
          st_setsrid(st_makepoint(${120 + n}::float8, 30), 4326), ${n})`.execute(tx)
    }
    await sql`create table sense.observation_2026_07 partition of sense.observation for values from ('2026-07-01Z') to ('2026-08-01Z')`.execute(
      tx,
    )
    for (let d = 1; d <= 4; d += 1) {
      const n = d <= 2 ? 1 : 2
      await sql`insert into sense.datastream (key, thing_id, sensor_id, property_id, created_at, name_zh, name_en, observation_type, unit)
        values (${`d${d}`}, ${n}, ${n}, ${d % 2 === 1 ? 1 : 2}, '2026-07-01T00:00:00Z', ${`序列 ${d}`}, ${`Series ${d}`},
          'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement', '{"name":"millimetre","symbol":"mm","definition":"ucum:mm"}'::jsonb)`.execute(
        tx,
      )
      await sql`insert into sense.datastream_feature values (${d}, ${n})`.execute(tx)
      for (let i = 1; i <= 3; i += 1) {
        const result = (d - 1) * 3 + i
        await sql`insert into sense.observation (id, datastream_id, phenomenon_at, result_at, result, feature_id, detail)
          values (${result}, ${d}, ${new Date(Date.UTC(2026, 6, result, 12))}, ${result === 5 ? null : new Date(Date.UTC(2026, 6, result, 13))},
            ${result}, ${n}, ${result === 7 ? JSON.stringify({ parameters: { depth: 3 }, validTime: ["2026-07-07T00:00:00Z", "2026-07-08T00:00:00Z"] }) : null}::jsonb)`.execute(
          tx,
        )
      }
    }
  })
})

const ask = (path: string, query = "") =>
  readPath(reading, path, query === "" ? emptyQuery : parseQuery(new URLSearchParams(query)))
const valueOf = (answer: Answer) => {
  if (answer.kind !== "page") throw new Error(answer.kind)
  return answer.page.value
}
const results = async (filter: string, more = "$orderby=result") =>
  valueOf(await readPath(reading, "Observations", parseQuery([["$filter", filter], ...new URLSearchParams(more)]))).map(
    ({ result }) => result,
  )
const from = (a: number, b: number) => Array.from({ length: b - a + 1 }, (_, i) => a + i)

describe("$filter on Observations", () => {
  test.each<[string, number[]]>([
    ["result gt 3", from(4, 12)],
    ["result gt '3'", from(4, 12)],
    ["result eq 1 or result eq 2 and result gt 1", [1, 2]],
    ["(result eq 1 or result eq 2) and result gt 1", [2]],
    ["not result gt 3", [1, 2, 3]],
    ["1 add result mul 2 sub -1 eq 4", [1]],
    ["6 div 2 sub result eq 2", [1]],
    ["1 add 2.0 mod (result add 1) eq 1", [1]],
    ["14 div (result add 1) mod 3 mul 3 eq 3", [1]],
    ["result div 0 eq 1", []],
    ["id in (1, 5, 99)", [1, 5]],
    ["id in ('1', '5', '99')", [1, 5]],
    ["Datastream/Thing/id eq '1' and '3' lt @iot.id", [4, 5, 6]],
    ["@iot.id le 2", [1, 2]],
    ["resultTime eq null", [5]],
    ["resultTime ne null and result lt 6", [1, 2, 3, 4]],
    ["validTime eq null and result gt 10", [11, 12]],
    ["validTime ne null", [7]],
    ["parameters/depth eq 3", [7]],
    ["parameters/none eq 3", []],
    ["parameters/depth eq 'three'", []],
    ["phenomenonTime lt 2026-07-03T00:00:00Z", [1, 2]],
    ["phenomenonTime ge 2026-07-11T20:00:00+08:00", [11, 12]],
    ["phenomenonTime eq 2026-07-11T12:00:00.000Z", [11]],
    ["during(phenomenonTime, 2026-07-02T00:00:00Z/2026-07-04T00:00:00Z)", [2, 3]],
    ["before(phenomenonTime, 2026-07-02T00:00:00Z) or after(phenomenonTime, 2026-07-12T00:00:00Z)", [1, 12]],
    ["overlaps(validTime, 2026-07-07T12:00:00Z/2026-07-09T00:00:00Z)", [7]],
    ["meets(validTime, 2026-07-08T00:00:00Z/2026-07-09T00:00:00Z)", [7]],
    ["starts(validTime, 2026-07-07T00:00:00Z/2026-07-09T00:00:00Z)", [7]],
    ["finishes(validTime, 2026-07-01T00:00:00Z/2026-07-08T00:00:00Z)", [7]],
    ["day(phenomenonTime) eq 4 and month(phenomenonTime) eq 7 and year(phenomenonTime) eq 2026", [4]],
    ["hour(resultTime) eq 13 and minute(resultTime) eq 0 and second(resultTime) eq 0 and result lt 2", [1]],
    ["date(phenomenonTime) eq 2026-07-09", [9]],
    ["time(phenomenonTime) eq 12:00 and result gt 11", [12]],
    ["fractionalseconds(phenomenonTime) eq 0 and totaloffsetminutes(phenomenonTime) eq 0 and result eq 3", [3]],
    ["phenomenonTime add duration'P1D' gt 2026-07-12T12:00:00Z", [12]],
    ["phenomenonTime lt now() and result eq 1", [1]],
    ["phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and result le 1", [1]],
    ["round(result div 2) eq 3", [5, 6]],
    ["floor(result div 2) eq 1 and ceiling(result div 2) eq 2", [3]],
    ["Datastream/id eq 2", [4, 5, 6]],
    ["Datastream/name eq 'Series 3'", [7, 8, 9]],
    ["Datastream/Thing/name eq 'Thing 2' and result lt 8", [7]],
    ["not Datastream/Thing/name eq 'Thing 2'", from(1, 6)],
    ["Datastream/Thing/properties/deep/level eq 2", from(7, 12)],
    ["Datastream/Thing/properties/deep/list[0] eq 1 and result gt 5", [6]],
    ["Datastream/Thing/properties/deep/word eq 'it''s 1' and result eq 6", [6]],
    ["Datastream/Thing/Locations/name eq 'Place 1'", from(1, 6)],
    ["Datastream/unitOfMeasurement/symbol eq 'mm' and result gt 11", [12]],
    ["FeatureOfInterest/name eq 'Feature 2' and result lt 9", [7, 8]],
    ["st_within(FeatureOfInterest/feature, geography'POLYGON((120.5 29,121.5 29,121.5 31,120.5 31,120.5 29))')", from(1, 6)],
    ["geo.distance(FeatureOfInterest/feature, geography'POINT(122 31)') le 1", from(7, 12)],
    ["' or 1 eq 1' eq Datastream/name", []],
    ["Datastream/name eq ''';drop table sense.thing; --'", []],
    ["true", from(1, 12)],
    ["false or result eq 2", [2]],
  ])("%s", async (filter, wanted) => {
    if (filter === "true") return expect(await results("1 eq 1")).toEqual(wanted)
    if (filter.startsWith("false")) return expect(await results("1 eq 2 or result eq 2")).toEqual(wanted)
    expect(await results(filter)).toEqual(wanted)
  })
  test.each([
    ...[
      "mood eq 1",
      "result eq",
      "Datastream/mood eq 1",
      "Nothing/id eq 1",
      "name eq 'x'",
      "id eq 'x'",
      "id eq ''",
      "year(result) eq 1",
      "length(5) eq 1",
    ],
    ...["during(phenomenonTime, 2026-07-02T00:00:00Z)", "result gt null", "result", "resultTime eq 5", "phenomenonTime/x eq 1"],
    ...[
      "st_within(FeatureOfInterest/feature, geography'POLYGON((0 0,1))')",
      "st_within(FeatureOfInterest/feature, geography'nothing')",
    ],
    ...["st_relate(FeatureOfInterest/feature, FeatureOfInterest/feature, 'x')", "Datastream/name gt 3"],
  ])("refuses %s", async (filter) => await expect(results(filter)).rejects.toMatchObject({ name: "Refused" }))
})

describe("$filter on other sets", () => {
  const names = async (set: string, filter: string) =>
    valueOf(await readPath(reading, set, parseQuery([["$filter", filter]]))).map(({ name }) => name)
  test.each<[string, string, string[]]>([
    ["Things", "substringof('ing 2', name)", ["Thing 2"]],
    ["Things", "startswith(tolower(name), 'thing') and endswith(name, '1')", ["Thing 1"]],
    ["Things", "length(name) eq 7 and indexof(name, '2') eq 6", ["Thing 2"]],
    ["Things", "concat(substring(name, 6), trim(' x ')) eq '1x'", ["Thing 1"]],
    ["Things", "toupper(substring(name, 0, 2)) eq 'TH'", ["Thing 1", "Thing 2"]],
    ["Things", "properties/kind eq 'rain-gauge' and properties/key eq 'b'", ["Thing 2"]],
    ["Things", "Datastreams/name eq 'Series 4'", ["Thing 2"]],
    ["Things", "Datastreams/any(d: d/name eq 'Series 4' and d/ObservedProperty/name eq 'Property 2')", ["Thing 2"]],
    ["Things", "Datastreams/Observations/result eq 12", ["Thing 2"]],
    ["Datastreams", "Thing/id eq 1 and phenomenonTime gt 2026-07-03T13:00:00Z", ["Series 2"]],
    ["Locations", "st_intersects(location, geography'LINESTRING(121 29,121 31)')", ["Place 1"]],
    ["Locations", "location eq geography'POINT(122 30)'", ["Place 2"]],
    ["FeaturesOfInterest", "Observations/result eq 1", ["Feature 1"]],
    ["Locations", "geo.length(geography'LINESTRING(0 0,3 4)') eq 5", ["Place 1", "Place 2"]],
    ["Locations", "geo.intersects(location, geography'LINESTRING(121 29,121 31)')", ["Place 1"]],
    ["Locations", "st_equals(location, geography'POINT(122 30)')", ["Place 2"]],
    ["Locations", "st_disjoint(location, geography'POINT(122 30)')", ["Place 1"]],
    ["Locations", "st_touches(location, geography'POLYGON((122 30,123 30,123 31,122 31,122 30))')", ["Place 2"]],
    ["Locations", "st_contains(geography'POLYGON((120 29,121.5 29,121.5 31,120 31,120 29))', location)", ["Place 1"]],
    ["Locations", "st_crosses(geography'LINESTRING(0 0,2 2)', geography'LINESTRING(0 2,2 0)') and id eq 1", ["Place 1"]],
    [
      "Locations",
      "st_overlaps(geography'POLYGON((0 0,2 0,2 2,0 2,0 0))', geography'POLYGON((1 1,3 1,3 3,1 3,1 1))') and id eq 2",
      ["Place 2"],
    ],
    ["Locations", "st_relate(location, geography'POINT(122 30)', '0FFFFFFF2')", ["Place 2"]],
    ["Things", "contains(name, 'ing 2')", ["Thing 2"]],
  ])("%s: %s", async (set, filter, wanted) => expect(await names(set, filter)).toEqual(wanted))
  test("every function that the standard names is tried in this file", () => {
    const text = fs.readFileSync(new URL(import.meta.url), "utf8")
    expect(Object.keys(functions).filter((name) => !text.includes(`${name}(`))).toEqual([])
  })
})

describe("order, pages, counts", () => {
  const first = async (query: string) => valueOf(await ask("Observations", query)).map(({ result }) => result)
  test("the seed of the OGC suite", async () => {
    const answer = await ask("Observations", "$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt '3'")
    expect(answer).toMatchObject({ kind: "page", page: { count: 9, value: [{ result: 6 }] } })
  })
  test("several keys, paths, and nulls first", async () => {
    expect(await first("$orderby=Datastream/id desc,phenomenonTime&$top=4")).toEqual([10, 11, 12, 7])
    expect(await first("$orderby=resultTime&$top=2")).toEqual([5, 1])
    expect((await first("$orderby=resultTime desc")).at(-1)).toBe(5)
    expect(await first("$orderby=result mod 5,id desc&$top=4")).toEqual([10, 5, 11, 6])
  })
  test("by one of many: the greatest where it descends, else the smallest", async () => {
    const names = async (query: string) => valueOf(await ask("Datastreams", query)).map(({ name }) => String(name).slice(-1))
    expect(await names("$orderby=Observations/phenomenonTime desc&$top=3")).toEqual(["4", "3", "2"])
    expect(await names("$orderby=Observations/phenomenonTime&$top=3")).toEqual(["1", "2", "3"])
    const things = async (query: string) => valueOf(await ask("Things", query)).map(({ name }) => name)
    expect(await things("$orderby=Datastreams/name desc")).toEqual(["Thing 2", "Thing 1"])
    // What leads through many of many is a question without end.
    await expect(ask("Things", "$orderby=Datastreams/Observations/result")).rejects.toMatchObject({ name: "Refused" })
  })
  test.each([
    "",
    "$orderby=phenomenonTime desc",
    "$orderby=resultTime",
    "$orderby=resultTime desc",
    "$orderby=Datastream/name desc,result mod 2",
    "$orderby=FeatureOfInterest/Observations/result desc",
  ])("pages with %s visit each once, also while others come", async (order) => {
    const seen: unknown[] = []
    let query = `$top=5&${order}`
    for (let page = 0; page < 10; page += 1) {
      const answer = await ask("Observations", query)
      seen.push(...valueOf(answer).map(({ result }) => result))
      if (answer.kind !== "page" || !answer.nextOptions) break
      query = answer.nextOptions
    }
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(from(1, 12))
    expect(seen).toEqual(await first(order))
  })
  test("$top=0 shows nothing, $skip past the end neither, and there is no next page", async () => {
    expect(await ask("Observations", "$top=0")).toMatchObject({ page: { value: [] }, nextOptions: undefined })
    expect(await ask("Observations", "$skip=20")).toMatchObject({ page: { value: [] }, nextOptions: undefined })
    expect(await ask("Observations", "$skip=1&$top=11")).toMatchObject({ nextOptions: undefined })
  })
})

describe("$select and $expand", () => {
  test("show what was asked, and what is expanded", async () => {
    const [thing] = valueOf(
      await ask("Things", "$select=id,name&$expand=Datastreams($select=name;$top=1;$count=true;$orderby=name desc)"),
    )
    expect(thing).toEqual({
      "@iot.id": 1,
      name: "Thing 1",
      "Datastreams@iot.count": 2,
      Datastreams: [{ name: "Series 2" }],
      "Datastreams@iot.nextLink": expect.stringMatching(/^http:\/\/city\/sensorthings\/v1\.1\/Things\(1\)\/Datastreams\?/),
    })
    const next = new URL(String(thing!["Datastreams@iot.nextLink"]))
    const rest = valueOf(await readPath(reading, "Things(1)/Datastreams", parseQuery(next.searchParams)))
    expect(rest).toEqual([{ name: "Series 1" }])
  })
  test("go deep, and filter on the way", async () => {
    const [only] = valueOf(
      await ask(
        "Datastreams",
        "$filter=id eq 3&$expand=Thing/Locations,Observations($filter=result gt 7;$expand=FeatureOfInterest)",
      ),
    )
    expect(only).toMatchObject({
      name: "Series 3",
      observedArea: { type: "Point", coordinates: [122, 30] },
      phenomenonTime: "2026-07-07T12:00:00.000Z/2026-07-09T12:00:00.000Z",
      Thing: { name: "Thing 2", Locations: [{ name: "Place 2" }] },
      Observations: [
        { result: 8, FeatureOfInterest: { name: "Feature 2" } },
        { result: 9, FeatureOfInterest: { name: "Feature 2" } },
      ],
    })
    expect(only).not.toHaveProperty("Thing@iot.navigationLink")
  })
  test.each(["$select=mood", "$expand=Moods", "$expand=Datastreams($select=mood)", "$expand=Datastreams($expand=Moods)"])(
    "refuse %s",
    async (query) => await expect(ask("Things", query)).rejects.toMatchObject({ name: "Refused" }),
  )
})

describe("addresses", () => {
  test("lead along chains, and nowhere when a link is missing", async () => {
    expect(await ask("Datastreams(1)/Observations(1)/FeatureOfInterest")).toMatchObject({ entity: { name: "Feature 1" } })
    expect(await ask("Things(2)/Datastreams(1)")).toEqual({ kind: "missing" })
    expect(await ask("Things(2)/Datastreams(1)/Observations")).toEqual({ kind: "missing" })
    expect(await ask("Things(99)/Datastreams")).toEqual({ kind: "missing" })
    expect(valueOf(await ask("FeaturesOfInterest(2)/Observations(7)/Datastream/Thing/Locations/$ref"))).toEqual([
      { "@iot.selfLink": `${base}/Locations(2)` },
    ])
  })
  test("end at properties and raw values", async () => {
    expect(await ask("Things(1)/name")).toEqual({ kind: "property", name: "name", value: "Thing 1" })
    expect(await ask("Things(1)/name/$value")).toEqual({ kind: "value", text: "Thing 1" })
    expect(await ask("Datastreams(1)/unitOfMeasurement/symbol")).toMatchObject({ value: "mm" })
    expect(await ask("Observations(1)/phenomenonTime/$value")).toMatchObject({ text: "2026-07-01T12:00:00.000Z" })
    expect(await ask("Observations(5)/resultTime")).toMatchObject({ value: undefined })
    expect(await ask("Things(1)/properties/deep/list/1/$value")).toMatchObject({ text: "9" })
    expect(await ask("Things(1)/properties/none")).toEqual({ kind: "missing" })
  })
})

test("pages of everybody's measurements in the order of time lose nothing, through crowded hours and empty ones", async () => {
  const own = await openTestWorld()
  const { query: db } = own.world.db
  await sql`create table sense.observation_2026_07 partition of sense.observation for values from ('2026-07-01Z') to ('2026-08-01Z')`.execute(
    db,
  )
  // An hour of 6,000, one of 5, days later one of 300, and several at one moment.
  const hours = [
    ["2026-07-01T00:00:00Z", 6_000, 500],
    ["2026-07-01T03:00:00Z", 5, 60_000],
    ["2026-07-09T23:00:00Z", 300, 0],
    ["2026-07-31T02:00:00Z", 6_000, 600],
  ] as const
  let next = 0
  for (const [from, n, stepMs] of hours) {
    await sql`
      insert into sense.observation (id, datastream_id, phenomenon_at, result)
      select ${next}::int + i, i % 7, ${from}::timestamptz + i * ${stepMs}::int * interval '1 ms', i % 100
      from generate_series(1, ${n}::int) i`.execute(db)
    await sql`insert into sense.observation_tally (hour, n) values (${from}::timestamptz, ${n})`.execute(db)
    next += n
  }
  const walk = async (options: string): Promise<unknown[]> => {
    const all: unknown[] = []
    for (let more: string | undefined = options; more !== undefined; ) {
      const answer = await readPath({ ...reading, db }, "Observations", parseQuery(new URLSearchParams(more)))
      all.push(...valueOf(answer).map((entity) => entity["@iot.id"]))
      more = answer.kind === "page" ? answer.nextOptions : undefined
    }
    return all
  }
  const sorted = async (order: string, where = "true") => {
    const text = `select id from sense.observation where ${where} order by phenomenon_at ${order}, id ${order}`
    return (await own.world.db.engine.pool.query<{ id: number }>(text)).rows.map(({ id }) => id)
  }
  expect(await walk("$orderby=phenomenonTime&$top=1000")).toEqual(await sorted("asc"))
  expect(await walk("$orderby=phenomenonTime desc&$top=1000")).toEqual(await sorted("desc"))
  const rare = "$orderby=phenomenonTime desc&$top=50&$filter=result eq 42"
  expect(await walk(rare)).toEqual(await sorted("desc", "result = 42"))
  const from = "phenomenon_at >= '2026-07-01T00:20:00Z' and phenomenon_at < '2026-07-20T00:00:00Z'"
  const span = "$filter=phenomenonTime ge 2026-07-01T00:20:00Z and phenomenonTime lt 2026-07-20T00:00:00Z&$top=700"
  expect(await walk(`$orderby=phenomenonTime&${span}`)).toEqual(await sorted("asc", from))
  expect(await walk("$orderby=phenomenonTime&$skip=11900&$top=1000")).toEqual((await sorted("asc")).slice(11_900))
})
