import fs from "node:fs"
import { describe, expect, test } from "vitest"
import {
  type Body,
  call,
  count,
  feature,
  ids,
  link,
  type Method,
  made,
  minute,
  place,
  property,
  raw,
  root,
  sensor,
  series,
  station,
} from "./test-service.ts"

/** What clients send: many at once, in batches, as the guide says, and as the library and the suite of others do. */
const { thing, datastream, other, multi } = ids

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
        error("3 cells"),
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

test("the calls of clients to whom every id is a text, as of 52°North's toolbox", async () => {
  const quoted = await made("/Datastreams", { ...series, Thing: { "@iot.id": `${thing}` } })
  const read = (await call("GET", `/Datastreams('${quoted}')?$expand=Thing,Thing/Locations,ObservedProperty,Sensor`)).body
  expect(read).toMatchObject({ "@iot.id": quoted, Thing: { "@iot.id": thing, Locations: [{ name: "East bank" }] } })
  const body = { phenomenonTime: minute(310), Datastream: { "@iot.id": `${quoted}` } }
  // Its type of a result is a text, whatever is measured.
  const id = await made("/Observations", { ...body, result: "7.25" })
  expect((await call("GET", `/Observations('${id}')`)).body).toMatchObject({ "@iot.id": id, result: 7.25 })
  expect((await call("POST", "/Observations", { ...body, result: "seven" })).body.code).toBe("SENSE_RESULT_REFUSED")
  const { status } = await call("PUT", `/Observations('${id}')`, {
    ...(await call("GET", `/Observations('${id}')`)).body,
    result: 8,
  })
  expect(status).toBe(200)
  const filter = `ObservedProperty/id eq '${read.ObservedProperty["@iot.id"]}' and Thing/id eq '${thing}'`
  expect((await call("GET", `/Datastreams?$filter=${filter}`)).body.value).toMatchObject([{ "@iot.id": quoted }])
  const rows = [
    { Datastream: { "@iot.id": `${quoted}` }, components: ["phenomenonTime", "result"], dataArray: [[minute(311), 9]] },
  ]
  expect((await call("POST", "/CreateObservations", rows)).body).toEqual([expect.stringMatching(/Observations/)])
  const seen: number[] = []
  let next: string | undefined = `/Datastreams('${quoted}')/Observations?$orderby=phenomenonTime&$top=1`
  while (next) {
    const page: Body = (await raw("GET", next)).json()
    seen.push(...page.value.map(({ result }: Body) => result))
    next = page["@iot.nextLink"]
  }
  expect(seen).toEqual([8, 9])
  for (const wrong of ["0", "-1", "1.5", "x", ""]) {
    expect((await call("POST", "/Observations", { ...body, Datastream: { "@iot.id": wrong }, result: 1 })).status).toBe(400)
  }
  expect((await call("DELETE", `/Datastreams('${quoted}')`)).status).toBe(204)
  expect((await call("GET", `/Datastreams('${quoted}')`)).status).toBe(404)
})

test("the options of a client that writes each on a line of its own, as a map viewer does, are not left alone", async () => {
  const address = `/Datastreams?\n    $filter=ObservedProperty/name eq '${property.name}' and Thing/id eq ${thing}&
    $orderby=Observations/phenomenonTime desc&
    $top=1&
    $expand=Observations(
      $filter=phenomenonTime ge ${minute(1)};
      $top=1;
      $orderby=phenomenonTime desc)`
  const { status, body } = await call("GET", address.replaceAll("\n", ""))
  expect(status).toBe(200)
  expect(body.value).toHaveLength(1)
  const [newest] = (
    await call("GET", `/Things(${thing})/Datastreams?$expand=Observations($top=1;$orderby=phenomenonTime desc)`)
  ).body.value
    .map((one: Body) => one.Observations[0]?.phenomenonTime)
    .filter(Boolean)
    .toSorted()
    .toReversed()
  expect(body.value[0].Observations).toMatchObject([{ phenomenonTime: newest }])
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
