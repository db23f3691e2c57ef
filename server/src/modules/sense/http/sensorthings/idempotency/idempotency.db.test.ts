import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../../../test/worlds.ts"
import { buildHttp } from "../../../../../platform/http/index.ts"
import { startSense } from "../../../index.ts"

/** Requests that are sent again because their answer was lost (draft-ietf-httpapi-idempotency-key-header). */
const { world, clock } = await openTestWorld()
const errors: unknown[] = []
const start = async () => {
  const sense = await startSense({
    ...{ world, rules: [], properties: [], areaOf: () => undefined, onError: (error: unknown) => errors.push(error) },
  })
  const app = await buildHttp({
    ...{ world, language: "en" as const, mayHear: () => false, logger: pino({ level: "silent" }), routes: sense.routes },
    authenticate: async ({ headers }) => {
      const account = headers["x-test-account"]
      return account ? { role: "engineer", account: String(account) } : undefined
    },
  })
  return { sense, app }
}
let { sense, app } = await start()
const stop = async () => {
  await app.close()
  await sense.stop()
}
afterAll(stop)

const root = "/sensorthings/v1.1"
const wang = { "x-test-account": "wang" }
type Method = "POST" | "PATCH" | "DELETE" | "GET"
interface Sent {
  readonly method?: Method
  readonly url: string
  readonly body?: unknown
  readonly type?: string
  readonly who?: Readonly<Record<string, string>>
}
const send = async ({ method = "POST", url, body, type = "application/json", who = wang }: Sent, key?: string) => {
  const { statusCode, headers, payload } = await app.inject({
    ...{ method, url: root + url },
    headers: {
      ...who,
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(body === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  // Each answer to a batch has a boundary of its own.
  return { status: statusCode, location: headers.location, body: payload.replaceAll(/batch_[\w-]+/g, "batch") }
}
const json = ({ body }: { readonly body: string }) => JSON.parse(body)
const ask = async (url: string) => json(await send({ method: "GET", url }))
const count = async (set: string): Promise<number> => (await ask(`/${set}?$count=true&$top=0`))["@iot.count"]
const keptRows = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from sense.kept_answer`.execute(world.db.query)).rows[0]!.n
const gained = async (work: () => Promise<unknown>) => {
  const before = [await count("Things"), await count("Observations")]
  await work()
  return [(await count("Things")) - before[0]!, (await count("Observations")) - before[1]!]
}

const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
const described = (name: string) => ({ name, description: "By the bridge" })
const series = {
  ...{ ...described("Level"), observationType: `${OM}OM_Measurement` },
  unitOfMeasurement: { name: "metre", symbol: "m", definition: "ucum:m" },
  Sensor: { ...described("Probe"), encodingType: "text/html", metadata: "https://example.org/probe" },
  ObservedProperty: { ...described("Depth"), definition: "http://qudt.org/vocab/quantitykind/Depth" },
}
const geometry = { type: "Point", coordinates: [121, 30] }
const place = { ...described("Bank"), encodingType: "application/geo+json", location: geometry }
const feature = { ...described("Reach"), encodingType: "application/geo+json", feature: geometry }
const station = { ...described("Gauge"), Locations: [place], Datastreams: [series] }
let datastream = 0
const stream = () => `/Datastreams(${datastream})/Observations`
const at = (second: number) => new Date(Date.parse("2026-07-30T10:00:00Z") + second * 1000).toISOString()
const linked = (second: number) => ({ Datastream: { "@iot.id": datastream }, phenomenonTime: at(second), result: 1 })
const rows = (from: number, n: number) => [
  {
    ...{ Datastream: { "@iot.id": datastream }, components: ["phenomenonTime", "result"] },
    dataArray: [[at(from), "a text"], ...Array.from({ length: n }, (_, i) => [at(from + i), i])],
  },
]
const inBatch = (requests: readonly object[]) => ({
  ...{ url: "/$batch" },
  body: { requests: requests.map((request, id) => ({ id: `${id}`, method: "POST", ...request })) },
})

beforeAll(async () => {
  const { location } = await send({ url: "/Things", body: station })
  const path = location!.split("/v1.1")[1]!
  datastream = (await ask(`${path}/Datastreams`)).value[0]["@iot.id"]
})

describe("sent twice with one key is done once and answered the same", () => {
  const part = (url: string, body: object) =>
    `--b\r\nContent-Type: application/http\r\n\r\nPOST ${url} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`
  const forms: Readonly<Record<string, readonly [() => Sent, things: number, observations: number]>> = {
    "an entity with all inside it": [() => ({ url: "/Things", body: station }), 1, 0],
    "a measurement without a time": [() => ({ url: stream(), body: { result: 1 } }), 0, 1],
    "one with a feature of its own": [() => ({ url: stream(), body: { result: 2, FeatureOfInterest: feature } }), 0, 1],
    "rows, one of them wrong": [() => ({ url: "/CreateObservations", body: rows(0, 3) }), 0, 3],
    "lines of JSON": [
      () => ({ url: "/CreateObservations", body: [10, 11].map((n) => JSON.stringify(linked(n))).join("\n") }),
      ...([0, 2] as const),
    ],
    "a change": [() => ({ method: "PATCH", url: "/Things(1)", body: { description: "Moved" } }), 0, 0],
    "a batch": [
      () =>
        inBatch([
          { url: "Things", body: described("One") },
          { url: stream(), body: { result: 3 } },
          { method: "GET", url: "Things(1)/name" },
          { url: "Things", body: described("$a"), atomicityGroup: "g" },
          { url: "Things", body: described("$b"), atomicityGroup: "g" },
        ]),
      ...([3, 1] as const),
    ],
    "a batch in parts": [
      () => ({
        ...{ url: "/$batch", type: "multipart/mixed; boundary=b" },
        body: `${part("Things", described("Two"))}${part(stream(), { result: 4 })}--b--\r\n`,
      }),
      ...([1, 1] as const),
    ],
  }
  test.each(Object.entries(forms))("%s", async (name, [form, ...expected]) => {
    const sent = { ...form(), ...(name === "lines of JSON" ? { type: "application/x-ndjson" } : {}) }
    const answers: Awaited<ReturnType<typeof send>>[] = []
    const twice = async (key?: string) => {
      for (let n = 0; n < 2; n += 1) {
        answers.push(await send(sent, key))
        clock.advanceByMs(60_000)
      }
    }
    expect(await gained(() => twice(name))).toEqual(expected)
    expect(answers[0]).toMatchObject({ status: name.startsWith("a batch") || name === "a change" ? 200 : 201 })
    expect(answers[1]).toEqual(answers[0])
    const { location, body } = answers[0]!
    if (location) expect(JSON.parse(body)).toEqual(await ask(location.split("/v1.1")[1]!))
  })
  test("a corrected measurement", async () => {
    const url = (await send({ url: stream(), body: { result: 12 } })).location!.split("/v1.1")[1]!
    const first = await send({ method: "PATCH", url, body: { result: 13 } }, "corrected")
    expect(json(first)).toMatchObject({ result: 13 })
    await send({ method: "PATCH", url, body: { result: 14 } })
    expect(await send({ method: "PATCH", url, body: { result: 13 } }, "corrected")).toEqual(first)
    expect(await ask(url)).toMatchObject({ result: 14 })
    clock.advanceByMs(60_000)
  })
  test("a deletion", async () => {
    const url = (await send({ url: "/Things", body: described("Gone") })).location!.split("/v1.1")[1]!
    for (const _ of [1, 2]) expect(await send({ method: "DELETE", url }, "gone")).toMatchObject({ status: 204 })
    expect(await send({ method: "DELETE", url })).toMatchObject({ status: 404 })
  })
  test("and without a key twice", async () => {
    const before = await keptRows()
    const twice = async () => {
      for (const _ of [1, 2]) {
        await send({ url: stream(), body: { result: 1 } })
        clock.advanceByMs(60_000)
      }
    }
    expect(await gained(twice)).toEqual([0, 2])
    expect(await keptRows()).toBe(before)
  })
  test("more than is kept of an answer comes once: then its status alone", async () => {
    const many = { url: "/CreateObservations", body: rows(1_000, 6_000) }
    expect(json(await send(many, "many"))).toHaveLength(6_001)
    expect(await gained(() => send(many, "many"))).toEqual([0, 0])
    expect(await send(many, "many")).toEqual({ status: 201, location: undefined, body: "" })
  })
})

describe("a key", () => {
  test("with another method, address, or body is refused, and nothing is done", async () => {
    await send({ url: "/Things", body: described("First") }, "taken")
    const others: Sent[] = [
      { url: "/Things", body: described("Second") },
      { url: stream(), body: described("First") },
      { method: "PATCH", url: "/Things(1)", body: described("First") },
      inBatch([{ url: "Things", body: described("Third") }]),
    ]
    for (const other of others) {
      const before = await count("Things")
      const answer = await send(other, "taken")
      expect(json(answer)).toMatchObject({ status: 422, code: "SENSE_IDEMPOTENCY_KEY_USED", title: "This is another request" })
      expect(await count("Things")).toBe(before)
    }
  })
  test("is refused while its first request is under way, and many keys share a commit", async () => {
    const sent = { url: stream(), body: { result: 5 } }
    expect(
      await gained(async () => {
        const both = await Promise.all([send(sent, "at once"), send(sent, "at once")])
        expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
        expect(json(both.find(({ status }) => status === 409)!).code).toBe("SENSE_IDEMPOTENCY_KEY_UNDER_WAY")
        expect(await send(sent, "at once")).toEqual(both.find(({ status }) => status === 201))
      }),
    ).toEqual([0, 1])
    const all = Array.from({ length: 50 }, (_, n) => ({ url: "/CreateObservations", body: rows(20_000 + n * 10, 2) }))
    const first = await Promise.all(all.map((one, n) => send(one, `shared ${n}`)))
    expect(await gained(() => Promise.all(all.map((one, n) => send(one, `shared ${n}`))))).toEqual([0, 0])
    expect(await Promise.all(all.map((one, n) => send(one, `shared ${n}`)))).toEqual(first)
  })
  test("is free again where nothing was done", async () => {
    expect(await send({ url: "/Things", body: { name: "No description" } }, "mended")).toMatchObject({ status: 400 })
    expect(await send({ url: "/Things", body: described("Mended") }, "mended")).toMatchObject({ status: 201 })
  })
  test("of a batch does what is missing, and only that", async () => {
    const next = (await ask("/Datastreams?$orderby=id desc&$top=1")).value[0]["@iot.id"] + 1
    const sent = inBatch([
      { url: stream(), body: { result: 6 } },
      { url: `Datastreams(${next})/Observations`, body: { result: 7 } },
    ])
    const first = json(await send(sent, "in part")).responses
    expect(first).toMatchObject([{ status: 201 }, { status: 404 }])
    await send({ url: "/Things(1)/Datastreams", body: series })
    clock.advanceByMs(60_000)
    const second = json(await send(sent, "in part")).responses
    expect(second).toEqual([first[0], expect.objectContaining({ status: 201 })])
    expect(json(await send(sent, "in part")).responses).toEqual(second)
  })
  test("belongs to one device or account; those who need not sign in share theirs", async () => {
    const device = async (name: string) => {
      const payload = { name, rights: ["write"] }
      const { secret } = (await app.inject({ method: "POST", url: "/api/devices", headers: wang, payload })).json()
      return { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}` }
    }
    const anybody = {}
    const writers = [await device("gauge-a"), await device("gauge-b"), wang, { "x-test-account": "li" }, anybody]
    const answers: unknown[] = []
    for (const who of [...writers, ...writers]) {
      answers.push(await send({ url: stream(), body: { result: 8 }, who }, "1"))
      clock.advanceByMs(1000)
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(writers.length)
    expect(answers.slice(writers.length)).toEqual(answers.slice(0, writers.length))
  })
  test.each(["", '"', '"a', '"a"b"', '"a\\b"', "é", "a\tb", "k".repeat(256), `"${"k".repeat(256)}"`])(
    "written as %j is refused with the rule",
    async (key) => {
      const answer = json(await send({ url: "/Things", body: described("Malformed") }, key))
      expect(answer).toMatchObject({ status: 400, code: "SENSE_IDEMPOTENCY_KEY_REFUSED", values: { limit: 255 } })
      expect(answer.detail).toMatch(/Idempotency-Key.*1 to 255 printable/)
    },
  )
  test.each([
    ["8e03978e-40d5-43dd-bc93-6894a57f9324", '"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    ['a "b" \\', '"a \\"b\\" \\\\"'],
    ["k".repeat(255), `"${"k".repeat(255)}"`],
  ])("%s is the same in quotes", async (plain, quoted) => {
    const body = described("Quoted")
    expect(await send({ url: "/Things", body }, quoted)).toEqual(await send({ url: "/Things", body }, plain))
  })
})

test("measurement and key are kept together or not at all", async () => {
  const forms = [
    { url: stream(), body: { result: 9 } },
    { url: "/Things", body: described("Together") },
  ]
  for (const [n, form] of forms.entries()) {
    await sql`alter table sense.kept_answer add constraint no_more check (false) not valid`.execute(world.db.query)
    expect(await gained(async () => expect((await send(form, `whole ${n}`)).status).toBe(500))).toEqual([0, 0])
    await sql`alter table sense.kept_answer drop constraint no_more`.execute(world.db.query)
    expect((await gained(() => send(form, `whole ${n}`))).toSorted()).toEqual([0, 1])
  }
  expect(errors.splice(0)).toHaveLength(1)
})

test("after a restart the same request gets the same answer", async () => {
  const sent = { url: stream(), body: { result: 10 } }
  const before = await send(sent, "restart")
  await stop()
  ;({ sense, app } = await start())
  clock.advanceByMs(60_000)
  expect(await gained(() => send(sent, "restart"))).toEqual([0, 0])
  expect(await send(sent, "restart")).toEqual(before)
})

test("the description of the interface names the header and its refusals", async () => {
  const { paths } = (await app.inject("/api/openapi.json")).json()
  for (const [path, method] of [
    [`${root}/$batch`, "post"],
    [`${root}/{*}`, "post"],
    [`${root}/{*}`, "patch"],
    [`${root}/{*}`, "delete"],
  ] as const) {
    const { parameters, responses } = paths[path]?.[method] ?? Object.keys(paths)
    expect(parameters).toContainEqual(expect.objectContaining({ in: "header", name: "idempotency-key", required: false }))
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["409", "422"]))
  }
})

test("of one writer the oldest go when there are too many", async () => {
  await sql`
    insert into sense.kept_answer (writer, number, key_hash, part, request_hash, answers, kept_at)
    select 'account many', n, 'x', 0, 'x', '[]', ${clock.now()} from generate_series(1, 10000) as n`.execute(world.db.query)
  await send({ url: "/Things", body: described("Newest"), who: { "x-test-account": "many" } }, "newest")
  const { rows: found } = await sql`
    select count(*)::int as n, min(number)::int as oldest, max(number)::int as newest
    from sense.kept_answer where writer = 'account many'`.execute(world.db.query)
  expect(found).toEqual([{ n: 10_000, oldest: 2, newest: 10_001 }])
})

test("a day later it is another request, and what was kept is forgotten", async () => {
  const sent = { url: stream(), body: { result: 11 } }
  await send(sent, "a day")
  clock.advanceByMs(24 * 3_600_000 - 1)
  expect(await gained(() => send(sent, "a day"))).toEqual([0, 0])
  clock.advanceByMs(1)
  expect(await gained(() => send(sent, "a day"))).toEqual([0, 1])
  await sense.forget(clock.now())
  expect(await keptRows()).toBe(1)
  expect(await gained(() => send(sent, "a day"))).toEqual([0, 0])
  expect(errors).toEqual([])
})
