import { type ChildProcess, spawn } from "node:child_process"
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import fs from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { type CapSigner, signCap, writeCap } from "@holdfast/cap"
import type { CodeValues } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { wordsIn } from "@holdfast/words"
import { sql } from "kysely"
import mqtt from "mqtt"
import pino from "pino"
import sharp from "sharp"
import { afterAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { listRules, loadPacks } from "../../../platform/packs/index.ts"
import { createStations } from "../create-stations.ts"
import { createDevice } from "../devices/create-device.ts"
import { DeviceDoor } from "../devices/index.ts"
import { forecastRoutes } from "../forecasts/index.ts"
import { startFromOthers } from "../from-others.ts"
import { Ingest } from "../ingest.ts"
import { AlertsMapping, readAlertMessage, readOriginal, readRelayed, takeAlerts } from "../outside/index.ts"
import { WAITING_MAX } from "../outside/set-aside.ts"
import { noPlanning } from "../planning.ts"
import { readSignals } from "../read-signals.ts"
import { loadCatalogue } from "../store/catalogue-store.ts"
import { updateRegister } from "../update-register.ts"
import { ANSWER_MAX_BYTES } from "./fetch-answer.ts"
import { pollOnce } from "./poll-address.ts"
import { SourceBook } from "./source-book.ts"
import { failureOf } from "./source-failed.ts"

const MOSQUITTO = "/usr/sbin/mosquitto"
const samples = path.join(import.meta.dirname, "../../../../../../shared/data/river/waterservices_iv.txt")
const capSamples = path.join(import.meta.dirname, "../../../../../../shared/data/cap")

const { world, clock } = await openTestWorld()
const name = { "zh-CN": "西河", en: "Xihe" }
const property = { id: "flow", name, unit: "m3/s", result: "number", subject: "place" } as const
const forecast = {
  id: "aqi-forecast",
  name,
  unit: "1",
  result: "integer",
  possible: { min: 0, max: 500 },
  subject: "place",
} as const
const packs = loadPacks(path.join(import.meta.dirname, "../../../../../packs"))
const forecastRules = listRules(packs, "national").filter(({ rule }) => rule.property === forecast.id)
await updateRegister(world, await loadCatalogue(world.db.query), [property, forecast])
await createStations(world, await loadCatalogue(world.db.query), [
  {
    ...{ id: "g", kind: "river-gauge", name, at: [121, 30], area: { id: "city", name } },
    datastreams: [
      ...["gauge-7", "usgs-01491000"].map((id) => ({ id, property: "flow" })),
      { id: "city-aqi-forecast", property: "aqi-forecast" },
    ],
  },
])
const catalogue = await loadCatalogue(world.db.query)
let failures = 0
const ingest = new Ingest({
  ...{ world, catalogue: () => catalogue, findArea: () => undefined },
  ...{ rules: () => forecastRules, onStored: () => {}, onError: () => {} },
})
await ingest.start()
const failing: Pick<Ingest, "add"> = {
  add: async (rows) => {
    if (failures > 0) {
      failures -= 1
      throw new Error("the disk is slow")
    }
    return ingest.add(rows)
  },
}
const countObservations = async () =>
  (await sql<{ count: number }>`select count(*)::int as count from sense.observation`.execute(world.db.query)).rows[0]!.count
const newest = (key: string) => ingest.newest(catalogue.datastreamByKey.get(key)!.number)?.value
/** Two districts side by side, and a pack that hears of floods. */
const districts = [
  { id: "city/xihe", name, bounds: [121, 30, 121.5, 31] },
  { id: "city/donghu", name: { "zh-CN": "东湖", en: "Donghu" }, bounds: [121.5, 30, 122, 31] },
]
const floodRule = {
  ...{ id: "outside-rain", name: { "zh-CN": "洪水", en: "Flood alert" }, jurisdiction: "any", events: ["flood"] },
  levels: { Severe: "yellow" as const, Extreme: "red" as const },
}
const door = new DeviceDoor(world)
const others = startFromOthers({
  ...{ world, catalogue: () => catalogue, ingest: failing, door },
  planning: {
    ...noPlanning,
    hazards: [{ id: "rainstorm", name }],
    findArea: (id) => districts.find((one) => one.id === id) as ReturnType<typeof noPlanning.findArea>,
  },
  others: {
    rules: [{ hazard: "rainstorm", rule: floodRule }],
    areasTouching: async (shape) => {
      const lons = shape.type === "Point" ? [shape.coordinates[0]] : shape.coordinates.flat(2).map(([lon]) => lon)
      return districts.filter(({ bounds }) => Math.min(...lons) <= bounds[2]! && Math.max(...lons) >= bounds[0]!)
    },
    bounds: () => [121, 30, 122, 31],
  },
})
afterAll(() => others.sources.stop())
const forecasting = { world, catalogue: () => catalogue, ingest, properties: new Set([forecast.id]), timeZone: "Asia/Shanghai" }
const app = await buildHttp({
  ...{ world, language: "en", mayHear: () => false, logger: pino({ level: "silent" }), figures: others.figures },
  authenticate: async ({ headers }) => (headers["x-role"] ? { role: String(headers["x-role"]), account: "a" } : undefined),
  routes: [...others.routes, { prefix: "/api", plugin: forecastRoutes(forecasting) }],
})
afterAll(() => app.close())
const duty = { "x-role": "duty-officer" }
const engineer = { "x-role": "engineer" }
const list = async (url: string, headers: Record<string, string> = duty) => JSON.parse((await app.inject({ url, headers })).body)

const newBook = async (mapping: string) => {
  const folder = temporaryFolder()
  fs.writeFileSync(path.join(folder, "a.yaml"), mapping)
  const book = new SourceBook({ world, catalogue: () => catalogue, ingest: failing, outside })
  await book.start(folder)
  return book
}
const outside = {
  world,
  rules: [],
  hazards: [],
  findArea: () => undefined,
  areasTouching: async () => [],
  bounds: () => undefined,
}
const statusOf = (book: Pick<SourceBook, "sources">) => book.sources[0]!.status
const refusalsOf = (book: Pick<SourceBook, "sources">) => Object.fromEntries(statusOf(book).refusals)

async function startMosquitto(folder: string, port: number): Promise<ChildProcess> {
  const config = path.join(folder, "mosquitto.conf")
  fs.writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`)
  const broker = spawn(MOSQUITTO, ["-c", config], { stdio: "ignore" })
  afterAll(() => void broker.kill())
  await expect
    .poll(
      () =>
        mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 }).then(
          (c) => c.endAsync(true).then(() => "up"),
          () => "down",
        ),
      { timeout: 10_000 },
    )
    .toBe("up")
  return broker
}

async function freePort(): Promise<number> {
  const server = http.createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const brokerMapping = (port: number) => `name: river
kind: mqtt-client
url: mqtt://127.0.0.1:${port}
topics: [gauges/+/flow]
take:
  - {datastream: "gauge-{topic.2}", value: $.v, time: $.t, unit: L/s}
`

test.skipIf(!fs.existsSync(MOSQUITTO))(
  "an outside broker (needs mosquitto): acknowledged after the commit, nothing lost while we are away, garbage counted",
  async () => {
    const port = await freePort()
    const broker = await startMosquitto(temporaryFolder(), port)
    const gauge = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
    afterAll(() => gauge.endAsync(true))
    const send = (v: unknown, minutes: number) =>
      gauge.publishAsync(
        "gauges/7/flow",
        JSON.stringify({ v, t: new Date(clock.now().getTime() + minutes * 60_000).toISOString() }),
        { qos: 1 },
      )
    const first = await newBook(brokerMapping(port))
    await expect.poll(() => statusOf(first).state, { timeout: 10_000 }).toBe("connected")
    failures = 1
    await send(1_000, -9)
    await expect.poll(() => newest("gauge-7"), { timeout: 10_000 }).toBe(1)
    await gauge.publishAsync("gauges/7/flow", "no json", { qos: 1 })
    await gauge.publishAsync("gauges/8/flow", "{}", { qos: 1 })
    await send("much", -8)
    await send(3_000, 60 * 24)
    await expect
      .poll(() => refusalsOf(first), { timeout: 10_000 })
      .toEqual({ "not-json": 1, datastream: 1, value: 1, rejected: 1 })
    expect(statusOf(first)).toMatchObject({
      ...{ stored: 1, failures: 1, lastHeardAt: clock.now() },
      lastFailure: { code: "not-stored", values: { code: "Error" } },
    })
    expect(statusOf(first).delayS).toBe(9 * 60)
    await first.stop()
    await send(2_500, -7)
    const second = await newBook(brokerMapping(port))
    await expect.poll(() => newest("gauge-7"), { timeout: 10_000 }).toBe(2.5)
    // A broker that is down is seen, and why.
    broker.kill()
    await expect
      .poll(() => statusOf(second), { timeout: 15_000 })
      .toMatchObject({ state: "failing", lastFailure: { code: expect.stringMatching(/^(host-refuses|broker-gone)$/) } })
    await second.stop()
  },
)

describe("an address that is asked", () => {
  let answer: http.RequestListener = (_request, response) => void response.end("{}")
  const server = http.createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1")
  afterAll(() => (server.closeAllConnections(), server.close()))
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/iv`
  const mapping = () => `name: usgs
kind: http-poll
url: ${url()}
every_s: 3600
take:
  - each: $.value.timeSeries[*].values[*].value[*]
    datastream: usgs-01491000
    value: $.value
    time: $.dateTime
    unit: "[cft_i]/s"
    missing: [-999999]
`
  test("is asked with its tag, and what errs, hangs, floods, or is garbage is told and stores nothing", async () => {
    const asked: (string | undefined)[] = []
    const time = clock.now().toISOString()
    const good = JSON.stringify({
      value: {
        timeSeries: [
          {
            values: [
              {
                value: [
                  { value: "100", dateTime: time },
                  { value: "-999999", dateTime: time },
                ],
              },
            ],
          },
        ],
      },
    })
    answer = (request, response) => {
      asked.push(request.headers["if-none-match"])
      if (request.headers["if-none-match"]) response.writeHead(304).end()
      else response.writeHead(200, { etag: '"1"' }).end(good)
    }
    const book = await newBook(mapping())
    const source = book.sources[0]!
    await expect.poll(() => source.status.stored, { timeout: 10_000 }).toBe(2)
    const tag = await pollOnce(source, { url: url() })
    expect(await pollOnce(source, { url: url() }, { tag })).toBe('"1"')
    expect(asked).toEqual([undefined, undefined, '"1"'])
    const { stored } = source.status
    answer = (_request, response) => void response.writeHead(503).end("later")
    const failed = (asking = {}, asked = url()) => pollOnce(source, { url: asked }, asking).catch(failureOf)
    expect(await failed()).toEqual({ code: "http-status", values: { status: 503 } })
    answer = (_request, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()
    expect(await failed()).toEqual({ code: "redirected", values: { status: 302 } })
    answer = (_request, response) => void response.writeHead(200).write("{")
    expect(await failed({ timeoutMs: 200 })).toEqual({ code: "timed-out", values: {} })
    answer = (_request, response) => void response.end(Buffer.alloc(ANSWER_MAX_BYTES + 1, " "))
    expect(await failed()).toEqual({ code: "too-large", values: { limitBytes: ANSWER_MAX_BYTES } })
    answer = (request) => request.socket.destroy()
    expect(await failed()).toEqual({ code: "connection-lost", values: {} })
    expect(await failed({}, `http://127.0.0.1:${await freePort()}/`)).toEqual({ code: "host-refuses", values: {} })
    answer = (_request, response) => void response.end(good)
    failures = 1
    expect(await failed()).toEqual({ code: "not-stored", values: { code: "Error" } })
    answer = (_request, response) => void response.end("<html>")
    await pollOnce(source, { url: url() })
    expect(source.status.stored).toBe(stored)
    expect(refusalsOf(book)).toEqual({ "not-json": 1 })
    await book.stop()
  })
  test.skipIf(!fs.existsSync(samples))("a recorded answer of the USGS (needs ../shared/data) is taken whole", async () => {
    answer = (_request, response) => void response.end(fs.readFileSync(samples))
    const book = await newBook(mapping().replace("timeSeries[*]", "timeSeries[0]"))
    await expect.poll(() => statusOf(book).state, { timeout: 20_000 }).toBe("connected")
    expect([statusOf(book).stored, refusalsOf(book)]).toEqual([5, {}])
    await book.stop()
  })
})

test("a file that is wrong keeps only itself from starting, and a folder that is not there holds none", async () => {
  const book = await newBook("name: x\nkind: http-push\n")
  expect(book.sources).toEqual([])
  expect(book.problems).toMatchObject([{ line: 1, field: "take", rule: "take-alerts-or-layer" }])
  await book.stop()
  const none = new SourceBook({ world, catalogue: () => catalogue, ingest, outside })
  await none.start("/nowhere")
  expect([none.sources, none.problems]).toEqual([[], []])
  await none.stop()
})

const pushed = (file: string, datastream = "gauge-7", more = "") =>
  `name: ${file}\nkind: http-push\n${more}take:\n  - {datastream: ${datastream}, value: $.v, time: $.t}\n`

test("files are read again while it runs: what is new starts, what changed starts anew, what is wrong or unchanged goes on, what is gone ends", async () => {
  const folder = temporaryFolder()
  const write = (file: string, text: string) => {
    fs.writeFileSync(path.join(folder, `${file}.yaml`), text)
    // Two writes within a millisecond would look like one.
    const at = new Date(Date.now() + (write.count += 1) * 1_000)
    fs.utimesSync(path.join(folder, `${file}.yaml`), at, at)
  }
  write.count = 0
  write("a", pushed("a"))
  write("b", pushed("b"))
  const book = new SourceBook({ world, catalogue: () => catalogue, ingest: failing, outside })
  await book.start(folder)
  const names = () => book.sources.map(({ mapping }) => mapping.name)
  const find = (wanted: string) => book.sources.find(({ mapping }) => mapping.name === wanted)
  const message = { topic: "", bytes: Buffer.from(JSON.stringify({ v: 4, t: clock.now().toISOString() })) }
  await find("a")!.take(message)
  await find("b")!.take(message)
  write("c", pushed("c"))
  write("b", pushed("b", "usgs-01491000"))
  write("a", "name: a\nkind: htt")
  await book.look()
  expect(names()).toEqual(["a", "b", "c"])
  expect([find("a"), find("b"), find("c")].map((source) => source!.status.messages)).toEqual([1, 0, 0])
  expect(book.problems).toMatchObject([{ file: path.join(folder, "a.yaml") }])
  await book.look()
  expect(find("a")!.status.messages).toBe(1)
  fs.rmSync(path.join(folder, "b.yaml"))
  write("a", pushed("a"))
  await book.look()
  expect([names(), book.problems, find("a")!.status.messages]).toEqual([["a", "c"], [], 1])
  await book.stop()
})

describe("what others send and say", () => {
  const folder = temporaryFolder()
  const answers = new Map<string, string | Buffer | http.RequestListener>()
  const asked: string[] = []
  const server = http
    .createServer((request, response) => {
      asked.push(request.url!)
      const answer = answers.get(request.url!)
      if (typeof answer === "function") answer(request, response)
      else if (answer === undefined) response.writeHead(404).end()
      else response.writeHead(200, { "last-modified": clock.now().toUTCString() }).end(answer)
    })
    .listen(0, "127.0.0.1")
  afterAll(() => (server.closeAllConnections(), server.close()))
  const port = () => (server.address() as AddressInfo).port
  const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000).toISOString().replace(/\.\d+Z/, "+00:00")
  const ring = (west: number) => `30.2,${west} 30.2,${west + 0.2} 30.4,${west + 0.2} 30.4,${west} 30.2,${west}`
  const cap = (
    identifier: string,
    sent: number,
    { type = "Alert", references = "", severity = "Severe", west = 121.1, event = "Flood Warning", until = 120 } = {},
  ) =>
    `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>met@x</sender>
    <sent>${at(sent)}</sent><status>Actual</status><msgType>${type}</msgType><scope>Public</scope>
    ${references === "" ? "" : `<references>${references}</references>`}
    <info><category>Met</category><event>${event}</event><urgency>Immediate</urgency><severity>${severity}</severity>
    <certainty>Observed</certainty><expires>${at(until)}</expires><headline>${event} ${identifier}</headline>
    <area><areaDesc>Here</areaDesc><polygon>${ring(west)}</polygon></area></info></alert>`
  const feed = (...entries: string[]) =>
    `<feed xmlns="http://www.w3.org/2005/Atom">${entries.map((one) => `<entry>${one}</entry>`).join("")}</feed>`
  const link = (href: string, updated = "1") => `<link href="${href}" type="application/cap+xml"/><updated>${updated}</updated>`
  const inline = (text: string) => `<content type="text/xml">${text}</content>`
  const alertsMapping = (more = "") => `name: met
kind: http-push
alerts:
  format: cap
  publisher: { zh-CN: 气象台, en: Met }
  within_km: 20
${more}`
  const inForce = async () => (await list("/api/outside-alerts")).alerts
  const source = (wanted: string) => others.sources.sources.find(({ mapping }) => mapping.name === wanted)!
  const take = (text: string, wanted = "met") => source(wanted).take({ topic: "", bytes: Buffer.from(text) })

  test("start", async () => {
    fs.writeFileSync(path.join(folder, "met.yaml"), alertsMapping())
    fs.writeFileSync(path.join(folder, "push.yaml"), pushed("push", "gauge-7", "devices: [service-1, bound-1, reader-1]\n"))
    await others.sources.start(folder)
    expect((await list("/api/sources")).sources.map((one: { name: string; brings: string }) => [one.name, one.brings])).toEqual([
      ["met", "alerts"],
      ["push", "measurements"],
    ])
  })

  test("a credential pushes, and neither a session nor one without the right, bound, or not named does", async () => {
    const actor = { role: "engineer", account: "a" }
    const secretOf = async (device: string, rights: ("read" | "write")[], thing?: number) =>
      (await createDevice(world, actor, { name: device, rights, ...(thing && { thing }) })).secret
    const basic = (user: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`,
    })
    const good = basic("service-1", await secretOf("service-1", ["write"]))
    const [thing] = [...catalogue.things.keys()]
    const push = (headers: Record<string, string>, name = "push") =>
      app.inject({
        ...{ method: "POST", url: `/api/sources/${name}/messages`, headers: { "content-type": "application/json", ...headers } },
        payload: JSON.stringify({ v: 7, t: clock.now().toISOString() }),
      })
    const answer = await push(good)
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, { stored: 1, doubles: 0, refused: 0 }])
    expect(JSON.parse((await push(good)).body)).toEqual({ stored: 0, doubles: 1, refused: 0 })
    expect(newest("gauge-7")).toBe(7)
    const refused = [
      [engineer, 401],
      [{}, 401],
      [basic("service-1", "wrong"), 401],
      [basic("reader-1", await secretOf("reader-1", ["read"])), 403],
      [basic("bound-1", await secretOf("bound-1", ["write"], Number(thing))), 403],
      [basic("other-1", await secretOf("other-1", ["write"])), 403],
    ] as const
    for (const [headers, status] of refused) expect((await push(headers)).statusCode).toBe(status)
    expect((await push(good, "nobody")).statusCode).toBe(404)
  })

  test("an alert comes in once, the pack hears it, its update takes its place, and its cancellation ends both with the signal", async () => {
    expect(await take(cap("a1", -10))).toMatchObject({ stored: 1, doubles: 0, refused: [] })
    expect(await take(cap("a1", -10))).toMatchObject({ stored: 0, doubles: 1 })
    const [first] = await inForce()
    expect(first).toMatchObject({ source: "met", publisher: { en: "Met" }, severity: "Severe", areas: [{ id: "city/xihe" }] })
    expect(first.signals).toMatchObject([{ level: "yellow" }])
    const refer = (identifier: string, sent: number) => `met@x,${identifier},${at(sent)}`
    await take(cap("a2", -5, { type: "Update", references: refer("a1", -10), severity: "Extreme", west: 121.4 }))
    const [second, ...none] = await inForce()
    expect(none).toEqual([])
    // Higher where it was, and new where it now also lies.
    expect(second).toMatchObject({ identifier: "a2", areas: [{ id: "city/xihe" }, { id: "city/donghu" }] })
    expect(second.signals.map(({ level }: { level: string }) => level)).toEqual(["red", "red"])
    expect((await list(`/api/outside-alerts/${first.id}`)).state).toBe("replaced")
    expect((await others.describe([second.id])).get(second.id)).toMatchObject({
      kind: "outside-alert",
      title: { en: "Met: Flood Warning a2" },
    })
    await take(cap("a3", -1, { type: "Cancel", references: refer("a2", -5) }))
    expect(await inForce()).toEqual([])
    const signals = await readSignals(world, {})
    expect(
      signals.filter(({ hazard }) => hazard === "rainstorm").map(({ state, value, threshold }) => [state, value, threshold]),
    ).toEqual([
      ["cleared", null, null],
      ["cleared", null, null],
    ])
  })

  test("whatever comes before what it refers to counts all the same, and what is over, elsewhere, or too weak for a pack raises nothing", async () => {
    const refer = (identifier: string, sent: number) => `met@x,${identifier},${at(sent)}`
    await take(cap("b2", -5, { type: "Cancel", references: refer("b1", -9) }))
    await take(cap("b1", -9))
    await take(cap("c2", -5, { type: "Update", references: refer("c1", -9), severity: "Minor" }))
    await take(cap("c1", -9))
    expect((await inForce()).map(({ identifier }: { identifier: string }) => identifier)).toEqual(["c2"])
    const taken = await take(feed(inline(cap("d", -90, { until: -30 })), inline(cap("e", -1, { west: 130 }))))
    expect(taken.refused.toSorted()).toEqual(["elsewhere", "over"])
    const [minor] = await inForce()
    expect(minor.signals).toEqual([])
    // A person takes it for a danger here.
    const raise = (headers: Record<string, string>, body: object) =>
      app.inject({ method: "POST", url: `/api/outside-alerts/${minor.id}/signals`, headers, payload: body })
    const wanted = { hazard: "rainstorm", level: "orange", area: "city/xihe" }
    expect((await raise({ "x-role": "inspector" }, wanted)).statusCode).toBe(403)
    expect((await raise(duty, { ...wanted, area: "nowhere" })).statusCode).toBe(400)
    expect((await raise(duty, wanted)).statusCode).toBe(201)
    expect((await raise(duty, wanted)).statusCode).toBe(409)
    const [open] = await readSignals(world, { states: ["open"] })
    expect(open).toMatchObject({
      hazard: "rainstorm",
      level: "orange",
      rule: { name: { en: "Met: Flood Warning c2", "zh-CN": "气象台：Flood Warning c2" } },
    })
    // It ends by the clock.
    clock.advanceByMs(3 * 3_600_000)
    await others.sweep(clock.now())
    expect(await inForce()).toEqual([])
    expect(await readSignals(world, { states: ["open"] })).toEqual([])
    expect((await raise(duty, wanted)).statusCode).toBe(409)
    expect((await list("/api/outside-alerts?state=over")).alerts.length).toBeGreaterThan(4)
  })

  test("a feed's links are followed at its own host alone, once for each change, and what hangs, lies, floods, or turns away stops nothing", async () => {
    const base = `http://127.0.0.1:${port()}`
    fs.writeFileSync(
      path.join(folder, "feed.yaml"),
      alertsMapping()
        .replace("name: met", "name: feed")
        .replace("kind: http-push", `kind: http-poll\nurl: ${base}/feed\nevery_s: 3600`),
    )
    answers.set("/1", cap("f1", -2, { event: "Storm" }))
    answers.set("/html", "<html><body>Not a message</body></html>")
    answers.set("/flood", (_request, response) => void response.end(Buffer.alloc(ANSWER_MAX_BYTES + 1, " ")))
    answers.set("/away", (_request, response) => void response.writeHead(302, { location: `${base}/1` }).end())
    answers.set(
      "/feed",
      feed(
        ...["/1", "/html", "/flood", "/away", "/gone"].map((to) => link(base + to)),
        link("http://169.254.169.254/x"),
        link("file:///etc/passwd"),
      ),
    )
    await others.sources.reload()
    const status = () => source("feed").status
    await expect.poll(() => status().messages, { timeout: 20_000 }).toBe(1)
    expect([status().state, status().stored, Object.fromEntries(status().refusals)]).toEqual([
      "connected",
      1,
      { "link-refused": 2, "not-an-alert": 1, "link-failed": 3 },
    ])
    expect((await inForce())[0]).toMatchObject({ source: "feed", link: `${base}/1` })
    const before = asked.length
    answers.set("/feed", feed(link(`${base}/1`)))
    await pollOnce(source("feed"), { url: `${base}/feed` })
    answers.set("/feed", feed(link(`${base}/1`, "2")))
    await pollOnce(source("feed"), { url: `${base}/feed` })
    expect(asked.slice(before)).toEqual(["/feed", "/feed", "/1"])
    answers.set("/hang", (_request, response) => void response.writeHead(200).write("<alert"))
    answers.set("/feed", feed(link(`${base}/hang`)))
    await pollOnce(source("feed"), { url: `${base}/feed` }, { timeoutMs: 300 })
    expect(status().refusals.get("link-failed")).toBe(4)
  })

  const aside = async () => (await list("/api/outside-quarantine")).messages
  const refer = (identifier: string, sent: number, by = "met@x") => `${by},${identifier},${at(sent)}`

  test("the octets of a message stay as they came: alone, out of a feed, and with what was written around it; in public only where the mapping says so", async () => {
    fs.writeFileSync(path.join(folder, "open.yaml"), alertsMapping("  republish: true\n").replace("name: met", "name: open"))
    await others.sources.reload()
    const alone = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`<?xml version="1.0"?>\r\n${cap("o1", -3)}\n`)])
    expect(await source("open").take({ topic: "", bytes: alone })).toMatchObject({ stored: 1, refused: [] })
    await take(feed(inline(cap("o2", -2))), "open")
    const spelt = cap("o3", -1)
      .replaceAll(/<(\/?)(?=\w)/g, "<$1c:")
      .replace(/ xmlns="[^"]*"/, "")
    await take(`<x xmlns:c="urn:oasis:names:tc:emergency:cap:1.2">${spelt}</x>`, "open")
    await take(cap("o4", -1))
    const alerts = await inForce()
    const find = (identifier: string) => alerts.find((one: { identifier: string }) => one.identifier === identifier)
    const octets = async (identifier: string) =>
      Buffer.from(await readOriginal(world.db.query, find(identifier).id, { isPublic: true }))
    expect((await octets("o1")).equals(alone)).toBe(true)
    expect((await octets("o2")).toString()).toBe(cap("o2", -2))
    expect((await octets("o3")).toString()).toMatch(/^<x .*c:identifier>o3/s)
    expect(find("o1")).toMatchObject({
      isRelayed: true,
      original: {
        bytes: alone.length,
        sha256: createHash("sha256").update(alone).digest("hex"),
        signature: { verdict: "unsigned" },
      },
    })
    await expect(octets("o4")).rejects.toThrow("SENSE_OUTSIDE_ORIGINAL_NOT_FOUND")
    const answer = await app.inject({ url: `/api/outside-alerts/${find("o4").id}/original`, headers: duty })
    expect([answer.body, answer.headers["content-type"], answer.headers["content-disposition"]]).toEqual([
      cap("o4", -1),
      "application/octet-stream",
      expect.stringContaining("attachment"),
    ])
    expect((await app.inject(`/api/outside-alerts/${find("o4").id}/original`)).statusCode).toBe(401)
    const relayed = await readRelayed(world.db.query, clock.now())
    expect(relayed.map(({ identifier }) => identifier)).toEqual(["o3", "o2", "o1"])
  })

  test("what cannot be taken waits with its report, within bounds, and a person decides; what looks for a person does not wait", async () => {
    const broken = cap("q1", -1).replace("<status>Actual</status>", "")
    const bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    const taken = await take(feed(inline(broken), inline(cap("q2", -1))))
    expect(taken).toMatchObject({ stored: 1, refused: ["not-an-alert"] })
    expect((await take(bomb)).refused).toEqual(["not-a-feed"])
    expect((await take(broken.replace("Flood Warning q1", "寻人启事"))).refused).toEqual(["person"])
    await source("met").take({ topic: "", bytes: Buffer.from(cap("é", -1), "latin1") })
    const ofMet = async () => (await aside()).filter((one: { source: string }) => one.source === "met")
    const found = await ofMet()
    expect(
      found.map(({ reason, problems }: { reason: string; problems: { code: string }[] }) => [reason, problems[0]!.code]),
    ).toEqual(
      expect.arrayContaining([
        ["not-an-alert", "MISSING_REQUIRED_ELEMENT"],
        ["not-a-feed", "DOCUMENT_TYPE"],
        ["not-a-feed", "NOT_UTF8"],
      ]),
    )
    const count = found.length
    await take(bomb)
    expect(await ofMet()).toHaveLength(count)
    const one = found.find(({ problems }: { problems: { code: string }[] }) => problems[0]!.code === "MISSING_REQUIRED_ELEMENT")
    const content = (id: string) => app.inject({ url: `/api/outside-quarantine/${id}/content`, headers: duty })
    expect((await content(one.id)).body).toBe(broken)
    const post = (id: string, what: string, headers = duty) =>
      app.inject({
        ...{ method: "POST", url: `/api/outside-quarantine/${id}/${what}`, headers },
        ...(what === "discard" && { payload: { reason: "They sent it again." } }),
      })
    expect((await post(one.id, "discard", { "x-role": "inspector" })).statusCode).toBe(403)
    expect((await post(one.id, "take")).statusCode).toBe(409)
    expect((await post(one.id, "discard")).statusCode).toBe(200)
    expect((await post(one.id, "discard")).statusCode).toBe(409)
    expect((await content(one.id)).statusCode).toBe(409)
    expect((await aside()).find(({ id }: { id: string }) => id === one.id)).toMatchObject({
      state: "discarded",
      decidedReason: "They sent it again.",
    })
    // It is known when it comes again.
    await take(broken)
    expect(await ofMet()).toHaveLength(count)
    const sourceNow = async () => (await list("/api/sources")).sources.find(({ name }: { name: string }) => name === "met")
    expect(await sourceNow()).toMatchObject({ setAside: count - 1, dropped: 0 })
    const flood = Array.from({ length: WAITING_MAX + 5 }, (_, i) => inline(broken.replace("q1", `flood-${i}`)))
    for (let round = 0; round < 2; round += 1) {
      await take(feed(...flood))
      expect(await sourceNow()).toMatchObject({ setAside: WAITING_MAX, dropped: count - 1 + 5 })
    }
  })

  test("a source may have a person look at defects first, who takes one as it is", async () => {
    fs.writeFileSync(
      path.join(folder, "strict.yaml"),
      alertsMapping("  defects: quarantine\n").replace("name: met", "name: strict"),
    )
    await others.sources.reload()
    const untidy = cap("s1", -1).replace(/(<sent>[^<]*)\+00:00/, "$1Z")
    expect(await take(untidy, "strict")).toMatchObject({ stored: 0, refused: ["defects"] })
    const [waiting] = (await aside()).filter((one: { source: string }) => one.source === "strict")
    expect(waiting).toMatchObject({ identifier: "s1", mayTake: true, problems: [{ code: "INVALID_TIME_FORMAT" }] })
    const url = `/api/outside-quarantine/${waiting.id}/take`
    expect((await app.inject({ method: "POST", url, headers: duty })).statusCode).toBe(200)
    expect((await inForce()).find((one: { source: string }) => one.source === "strict")).toMatchObject({
      identifier: "s1",
      original: { problems: [{ code: "INVALID_TIME_FORMAT" }] },
    })
    expect((await app.inject({ method: "POST", url, headers: duty })).statusCode).toBe(409)
  })

  test("signatures are checked over what came, and a source that counts only what is signed sets everything else aside", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const signerOf = (pair: { privateKey: KeyObject; publicKey: KeyObject }): CapSigner => ({
      sha256: (bytes) => createHash("sha256").update(bytes).digest(),
      point: Buffer.from(pair.publicKey.export({ format: "der", type: "spki" })).subarray(-65),
      sign: async (bytes) => sign("sha256", bytes, { key: pair.privateKey, dsaEncoding: "ieee-p1363" }),
    })
    const written = (identifier: string, sent: number, references: string[] = []) =>
      writeCap({
        ...{ identifier, sender: "met@x", sent: at(sent), status: "Actual", msgType: "Alert", scope: "Public" },
        ...(references.length > 0 && {
          msgType: "Cancel",
          references: references.map((one) => ({ sender: "met@x", identifier: one, sent: at(-9) })),
        }),
        info: [
          {
            ...{ category: ["Met"], event: "Flood Warning", urgency: "Immediate", severity: "Severe", certainty: "Observed" },
            expires: at(60),
            area: [{ areaDesc: "Here", circle: [{ center: [121.2, 30.3], radiusKm: 5 }] }],
          },
        ],
      })
    const pem = String(publicKey.export({ format: "pem", type: "spki" }))
      .trim()
      .replaceAll("\n", "\n          ")
    const trust = `  signatures:\n    trusted:\n      - name: Met office 2026\n        pem: |\n          ${pem}\n`
    fs.writeFileSync(path.join(folder, "trust.yaml"), alertsMapping(trust).replace("name: met", "name: trust"))
    const only = trust.replace("  signatures:\n", "  signatures:\n    required: true\n")
    fs.writeFileSync(
      path.join(folder, "signed.yaml"),
      alertsMapping(`  republish: true\n${only}`).replace("name: met", "name: signed"),
    )
    await others.sources.reload()
    const bare = (text: string) => text.replace(/^<\?xml[^>]*>\s*/, "")
    const good = await signCap(written("g", -9), signerOf({ privateKey, publicKey }))
    const unknown = await signCap(written("u", -9), signerOf(stranger))
    const forged = good.replace("<identifier>g<", "<identifier>f<")
    for (const name of ["trust", "signed"])
      await take(feed(...[good, unknown, forged, written("n", -9)].map((text) => inline(bare(text)))), name)
    const of = async (name: string) =>
      Object.fromEntries(
        (await inForce())
          .filter((one: { source: string }) => one.source === name)
          .map((one: { identifier: string; original: { signature: { verdict: string; signer: string } } }) => [
            one.identifier,
            one.original.signature.signer ?? one.original.signature.verdict,
          ]),
      )
    expect(await of("trust")).toEqual({ g: "Met office 2026", u: "unknown-signer", f: "invalid", n: "unsigned" })
    expect(await of("signed")).toEqual({ g: "Met office 2026" })
    const waiting = (await aside()).filter((one: { source: string }) => one.source === "signed")
    expect(waiting.map(({ reason, mayTake }: { reason: string; mayTake: boolean }) => [reason, mayTake])).toEqual(
      new Array(3).fill(["signature", false]),
    )
    // Nobody takes back what is signed without signing, in a message or around it.
    await take(written("x", -1, ["g"]), "signed")
    await take(envelope("e", "Cancel", { references: ["d"], content: [bare(good)] }), "signed")
    expect(await of("signed")).toEqual({ g: "Met office 2026" })
    await take(await signCap(written("y", -1, ["g"]), signerOf({ privateKey, publicKey })), "signed")
    expect(await of("signed")).toEqual({})
    for (const name of ["open", "strict", "trust", "signed"]) fs.rmSync(path.join(folder, `${name}.yaml`))
    await others.sources.reload()
  })

  const envelope = (
    id: string,
    type: string,
    { references = [], content = [], sent = 0 }: { references?: string[]; content?: string[]; sent?: number } = {},
  ) =>
    `<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><distributionID>${id}</distributionID><senderID>hub@x</senderID>
    <dateTimeSent>${at(sent)}</dateTimeSent><distributionStatus>Actual</distributionStatus><distributionType>${type}</distributionType>
    <combinedConfidentiality>None</combinedConfidentiality>
    ${references.map((one) => `<distributionReference>${one},hub@x,${at(-9)}</distributionReference>`).join("")}
    ${content.map((one) => `<contentObject><xmlContent><embeddedXMLContent>${one}</embeddedXMLContent></xmlContent></contentObject>`).join("")}
    </EDXLDistribution>`

  test("in whichever order messages and envelopes come, what is in force in the end is the same", async () => {
    const messages = [
      cap("p1", -20),
      cap("p2", -18, { type: "Update", references: refer("p1", -20) }),
      cap("p3", -16, { type: "Update", references: `${refer("p1", -20)} ${refer("p2", -18)}` }),
      cap("p4", -19),
      cap("p5", -10, { type: "Cancel", references: `${refer("p4", -19)} ${refer("p3", -16)}` }),
      // About one that was replaced before: what took its place goes on.
      cap("p6", -20),
      cap("p7", -15, { type: "Update", references: refer("p6", -20) }),
      cap("p8", -14, { type: "Cancel", references: refer("p6", -20) }),
      // The same identifier again and again, referring to itself.
      cap("p9", -12),
      cap("p9", -11, { type: "Update", references: refer("p9", -12) }),
      cap("p9", -10, { type: "Update", references: refer("p9", -11) }),
      // Over itself, yet it took the place of one that is not.
      cap("p10", -13),
      cap("p11", -12, { type: "Update", references: refer("p10", -13), until: -1 }),
      envelope("e1", "Report", { content: [cap("p12", -9), cap("p13", -9)], sent: -9 }),
      envelope("e2", "Update", { references: ["e1"], content: [cap("p14", -8)], sent: -8 }),
      envelope("e3", "Report", { content: [cap("p15", -9)], sent: -9 }),
      envelope("e4", "Cancel", { references: ["e3"], content: [cap("p16", -9)], sent: -7 }),
      envelope("e5", "Report", { content: [cap("p16", -9)], sent: -9 }),
      cap("p17", -5),
    ]
    const mapping = AlertsMapping.parse({ format: "cap", publisher: { "zh-CN": "甲", en: "A" } })
    const state = async (order: readonly string[], named: string) => {
      for (const text of order)
        await takeAlerts(outside, { name: named, mapping }, readAlertMessage(mapping, Buffer.from(text)).alerts)
      const { rows } = await sql<{ name: string; state: string }>`
        select identifier || ' ' || sent_at as name, state from sense.outside_alert
        where source = ${named} and act = 'tell' order by identifier, sent_at`.execute(world.db.query)
      return rows.map(({ name: one, state: found }) => `${one} ${found}`)
    }
    const inOrder = await state(messages, "order")
    expect(inOrder.filter((one) => one.endsWith("in-force")).map((one) => one.split(" ")[0])).toEqual(["p14", "p17", "p7", "p9"])
    const random = new Random(20_261_122)
    for (let round = 0; round < 12; round += 1) {
      const order = messages.map((text) => [random.float(), text] as const).toSorted(([a], [b]) => a - b)
      expect(
        await state(
          order.map(([, text]) => text),
          `order-${round}`,
        ),
      ).toEqual(inOrder)
    }
    await sql`delete from sense.outside_alert where source like 'order%'`.execute(world.db.query)
  })

  test.skipIf(!fs.existsSync(capSamples))(
    "real messages are all taken, refused by name, or set aside: none is lost (needs ../shared/data)",
    async () => {
      const files = fs
        .readdirSync(capSamples, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(xml|cap|atom|rss)$/.test(file))
        .map((file) => path.join(capSamples, file))
      const mapping = AlertsMapping.parse({ format: "cap", publisher: { "zh-CN": "甲", en: "A" }, signatures: undefined })
      let kept = 0
      for (const file of files) {
        const bytes = fs.readFileSync(file)
        const { alerts, refused, links, setAside } = readAlertMessage(mapping, bytes, file)
        expect([file, alerts.length + refused.length + links.length > 0 || /feed|rss|atom/i.test(file)]).toEqual([file, true])
        const known = new Set(refused)
        for (const { octets, problems, reason } of setAside) {
          expect([file, octets.byteLength > 0, problems.length > 0 || reason === "no-words"]).toEqual([file, true, true])
          expect(known.has(reason)).toBe(true)
        }
        for (const { original } of alerts) expect([file, bytes.includes(Buffer.from(original!.octets))]).toEqual([file, true])
        kept += alerts.length
      }
      expect(files.length).toBeGreaterThan(60)
      expect(kept).toBeGreaterThan(50)
    },
  )

  test("pictures become a layer: drawn anew, dated, bounded, and refused when they are none", async () => {
    fs.writeFileSync(
      path.join(folder, "radar.yaml"),
      `name: radar
kind: http-push
layer:
  {id: radar, name: {zh-CN: 雷达, en: Radar}, attribution: Met, licence: CC-BY-4.0, format: png, bounds: [121, 30, 122, 31]}
`,
    )
    fs.writeFileSync(
      path.join(folder, "wind.yaml"),
      `name: wind
kind: http-push
layer: {id: wind, name: {zh-CN: 风, en: Wind}, attribution: Met, licence: CC0, unit: m/s, format: grid-json, valid: $.time}
`,
    )
    await others.sources.reload()
    const create = { width: 4, height: 4, channels: 3 as const, background: "#336699" }
    const png = await sharp({ create })
      .withExif({ IFD0: { Artist: "somebody" } })
      .png()
      .toBuffer()
    expect(png.includes("somebody")).toBe(true)
    const send = (bytes: Buffer | string, wanted = "radar", modifiedAt = clock.now()) =>
      source(wanted).take({ topic: "", bytes: Buffer.from(bytes), modifiedAt })
    expect(await send(png)).toMatchObject({ stored: 1, refused: [] })
    expect(await send(png)).toMatchObject({ stored: 0, doubles: 1 })
    for (const bad of ["<svg/>", png.subarray(0, 40)]) expect((await send(bad)).refused).toEqual(["not-a-picture"])
    for (let i = 1; i <= 73; i += 1) await send(png, "radar", new Date(clock.now().getTime() + i * 60_000))
    const time = at(60)
    const grid = { time, bounds: [121, 30, 122, 31], rows: 2, columns: 2, values: [1, 2, null, 4] }
    expect((await send(JSON.stringify({ ...grid, rows: 3 }), "wind")).refused).toEqual(["not-a-grid"])
    expect((await send(JSON.stringify({ ...grid, time: "now" }), "wind")).refused).toEqual(["time"])
    expect(await send(JSON.stringify(grid), "wind")).toMatchObject({ stored: 1, newestAt: new Date(time) })
    const { layers } = await list("/api/layers")
    expect(layers).toMatchObject([
      { id: "radar", kind: "image", attribution: "Met", licence: "CC-BY-4.0" },
      { id: "wind", unit: "m/s", frames: [{ range: [1, 4], bounds: [121, 30, 122, 31] }] },
    ])
    expect(layers[0].frames).toHaveLength(72)
    const shown = await app.inject({ url: `/api/layers/frames/${layers[0].frames[0].id}`, headers: duty })
    expect([shown.statusCode, shown.headers["content-type"]]).toEqual([200, "image/png"])
    expect(shown.rawPayload.includes("somebody")).toBe(false)
    expect(await sharp(shown.rawPayload).metadata()).toMatchObject({ width: 4, height: 4 })
    expect((await app.inject({ url: `/api/layers/frames/${layers[0].frames[0].id}` })).statusCode).toBe(401)
    // Who may not send is told so before the body is read: this one would be too large.
    for (const url of ["/api/layers/radar/frames", "/api/sources/province/messages"]) {
      const headers = { "content-type": "application/octet-stream", "content-length": "9000000" }
      expect((await app.inject({ method: "POST", url, headers, payload: "x" })).statusCode).toBe(401)
    }
  })

  test("an engineer uploads shapes and lines of a table, and deletes a layer; others may not", async () => {
    const upload = (
      id: string,
      type: string,
      payload: string,
      more: Record<string, string>,
      headers: Record<string, string> = engineer,
    ) =>
      app.inject({
        method: "POST",
        url: `/api/layers/${id}/frames?${new URLSearchParams({ name_zh: "积水", name_en: "Flooding", attribution: "City", licence: "CC0", valid_at: at(30), ...more })}`,
        headers: { "content-type": type, ...headers },
        payload,
      })
    const shape = {
      type: "Polygon",
      coordinates: [
        [
          [121, 30, 5],
          [121.1, 30],
          [121.1, 30.1],
          [121, 30],
        ],
      ],
    }
    const collection = {
      type: "FeatureCollection",
      features: [{ type: "Feature", geometry: shape, properties: { name: "A", deep: { a: 1 } } }],
    }
    const geojson = { format: "geojson" }
    expect((await upload("flooding", "application/geo+json", JSON.stringify(collection), geojson, duty)).statusCode).toBe(403)
    expect((await upload("flooding", "application/geo+json", JSON.stringify(collection), geojson)).statusCode).toBe(200)
    expect((await upload("flooding", "application/geo+json", '{"type":"Feature"}', geojson)).statusCode).toBe(400)
    const csv = "lon,lat,value\n121.0,30.0,1\n121.1,30.0,2\n121.0,30.1,3\n121.1,30.1,\n"
    expect((await upload("rain", "text/csv", csv, { format: "grid-csv", unit: "mm" })).statusCode).toBe(200)
    expect(JSON.parse((await upload("flooding", "text/csv", csv, { format: "grid-csv" })).body).code).toBe(
      "SENSE_LAYER_OTHER_KIND",
    )
    const { layers } = await list("/api/layers")
    const [flooding, , rain] = layers
    expect(rain.frames[0]).toMatchObject({ range: [1, 3] })
    expect(rain.frames[0].bounds.map((edge: number) => Number(edge.toFixed(6)))).toEqual([120.95, 29.95, 121.15, 30.15])
    const kept = await list(`/api/layers/frames/${flooding.frames[0].id}`)
    expect(kept.features[0]).toMatchObject({
      properties: { name: "A" },
      geometry: {
        coordinates: [
          [
            [121, 30],
            [121.1, 30],
            [121.1, 30.1],
            [121, 30],
          ],
        ],
      },
    })
    expect((await app.inject({ method: "DELETE", url: "/api/layers/rain", headers: engineer })).statusCode).toBe(204)
    clock.advanceByMs(8 * 24 * 3_600_000)
    await others.forget(clock.now())
    expect((await list("/api/layers")).layers).toEqual([])
  })

  test("what is wrong in files, and what a source or a file fails with, is told to a Chinese reader without an English sentence", async () => {
    fs.writeFileSync(path.join(folder, "wrong.yaml"), "name: Wrong\nkind: http-poll\nurl: ftp://x\nevery_s: 1\ntake: many\n")
    fs.writeFileSync(path.join(folder, "tabs.yaml"), "name:\n\t- a\n")
    fs.writeFileSync(
      path.join(folder, "gone.yaml"),
      pushed("gone").replace("http-push", `http-poll\nurl: http://127.0.0.1:${port()}/gone\nevery_s: 60`),
    )
    await others.sources.reload()
    await expect.poll(() => source("gone").status.state, { timeout: 20_000 }).toBe("failing")
    const chinese = { ...engineer, "accept-language": "zh-CN" }
    const told = await list("/api/sources", chinese)
    expect(told.problems.map(({ field, rule }: { field: string; rule: string }) => [field, rule])).toEqual([
      ["", "yaml-spaces"],
      ["name", "source-name"],
      ["url", "web-address"],
      ["every_s", "at-least"],
      ["take", "entries"],
    ])
    const failing = told.sources.find(({ state }: { state: string }) => state === "failing")
    expect(failing.lastFailure).toEqual({ code: "http-status", values: { status: 404 } })
    const about = { name_zh: "雷达", name_en: "Radar", attribution: "Met", licence: "CC0", valid_at: at(0), format: "png" }
    const refused = await app.inject({
      ...{ method: "POST", url: `/api/layers/radar/frames?${new URLSearchParams({ ...about, bounds: "121,30,122,31" })}` },
      ...{ headers: { ...chinese, "content-type": "image/png" }, payload: "no picture" },
    })
    const { code, detail } = JSON.parse(refused.body)
    expect([refused.statusCode, code]).toEqual([400, "SENSE_FRAME_REFUSED"])
    expect(detail).toContain("完整的 PNG，最多 16777216 个像素")
    const words = wordsIn("zh-CN")
    const said = [
      ...told.problems.map(({ rule, values }: { rule: string; values: CodeValues }) => words(`rules:${rule}`, values)),
      words(`sources:failure.${failing.lastFailure.code}`, failing.lastFailure.values),
    ]
    for (const text of [...said, detail, JSON.stringify(told)])
      expect([text, /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text)]).toEqual([text, false])
    for (const file of ["wrong", "tabs", "gone"]) fs.rmSync(path.join(folder, `${file}.yaml`))
    await others.sources.reload()
  })

  test("the figures stand in /metrics and in the list, and only an engineer reads the files again", async () => {
    const metrics = (await app.inject({ url: "/metrics" })).body
    expect(metrics).toMatch(/holdfast_source_taken\{source="push",brings="measurements",outcome="stored"\} 1/)
    expect(metrics).toMatch(/holdfast_source_refused\{source="feed",brings="alerts",reason="link-refused"\} 2/)
    expect(metrics).toMatch(/holdfast_source_last_success_seconds\{source="met"/)
    const reload = (headers: Record<string, string>) => app.inject({ method: "POST", url: "/api/sources/reload", headers })
    expect((await reload(duty)).statusCode).toBe(403)
    fs.rmSync(path.join(folder, "push.yaml"))
    const { sources, readAt } = JSON.parse((await reload(engineer)).body)
    expect([sources.map(({ name: own }: { name: string }) => own), readAt]).toEqual([
      ["feed", "met", "radar", "wind"],
      clock.now().toISOString(),
    ])
    expect((await app.inject({ url: "/metrics" })).body).not.toContain('source="push"')
  })
})

test("a forecast of the daily air quality index raises the signal of the pack, by the mapping of the guide", async () => {
  const guide = fs.readFileSync(path.join(import.meta.dirname, "../../../../../docs/guide/connect-others.md"), "utf8")
  const mapping = /```yaml\n(name: air-forecast\n.*?)```/s.exec(guide)![1]!
  const book = await newBook(mapping.replace(/^kind: .*\nurl: .*\nevery_s: .*$/m, "kind: http-push"))
  const send = (aqi: number | string) =>
    book.sources[0]!.take({ topic: "", bytes: Buffer.from(JSON.stringify({ tomorrow: { aqi }, issued: "today" })) })
  expect(await send(90)).toMatchObject({ stored: 1, refused: [] })
  const ofForecast = async () => (await readSignals(world, {})).filter(({ rule }) => rule.id === "aqi-forecast-national")
  expect(await ofForecast()).toEqual([])
  clock.advanceByMs(3_600_000)
  expect(await send(320)).toMatchObject({ stored: 1 })
  expect(await ofForecast()).toMatchObject([{ hazard: "air-pollution", state: "open", value: 320 }])
  expect(await send("high")).toMatchObject({ stored: 0, refused: ["value"] })
  await book.stop()
})

test("a forecast is typed for tomorrow by an engineer: rules hear it, the next one corrects it, and the log says who wrote what", async () => {
  const nextMinute = () => clock.advanceByMs(60_000)
  const type = async (body: object, headers: Record<string, string> = engineer) => {
    nextMinute()
    const answer = await app.inject({ method: "POST", url: "/api/forecasts", headers, payload: body })
    return { status: answer.statusCode, body: JSON.parse(answer.body) }
  }
  const { day, series } = await list("/api/forecasts")
  expect(series).toMatchObject([{ datastream: "city-aqi-forecast", device: "g", newest: { value: 320, day } }])
  const good = { datastream: "city-aqi-forecast", day, value: 410 }
  const before = await countObservations()
  expect((await type(good, duty)).status).toBe(403)
  expect((await type(good, {})).status).toBe(401)
  const today = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
  const later = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  const chinese = { ...engineer, "accept-language": "zh-CN" }
  const refused = async (change: object) => {
    const { status, body } = await type({ ...good, ...change }, chinese)
    expect([body.detail, /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(body.detail)]).toEqual([body.detail, false])
    return [status, body.code]
  }
  expect(await refused({ day: today })).toEqual([400, "SENSE_FORECAST_DAY_REFUSED"])
  expect(await refused({ day: later })).toEqual([400, "SENSE_FORECAST_DAY_REFUSED"])
  expect(await refused({ day: "tomorrow" })).toEqual([400, "PLATFORM_REQUEST_INVALID"])
  expect(await refused({ value: 501 })).toEqual([400, "SENSE_FORECAST_VALUE_REFUSED"])
  expect(await refused({ value: -1 })).toEqual([400, "SENSE_FORECAST_VALUE_REFUSED"])
  expect(await refused({ value: 99.5 })).toEqual([400, "SENSE_RESULT_REFUSED"])
  expect(await refused({ datastream: "gauge-7" })).toEqual([404, "SENSE_FORECAST_NOT_FOUND"])
  expect(await countObservations()).toBe(before)

  const done = await type(good)
  expect(done.body.series[0].newest).toEqual({ value: 410, at: clock.now().toISOString(), day })
  const ofForecast = async () => (await readSignals(world, {})).filter(({ rule }) => rule.id === "aqi-forecast-national")
  expect(await ofForecast()).toMatchObject([{ state: "open", level: "orange", value: 410 }])
  expect((await type({ ...good, value: 60 })).status).toBe(200)
  expect(await ofForecast()).toMatchObject([{ state: "cleared" }])
  expect(await countObservations()).toBe(before + 2)
  await world.log.drain()
  const typed = (await world.log.after(0, 1_000)).filter(({ verb }) => verb === "type-forecast")
  expect(typed.map(({ module, actorRole }) => [module, actorRole])).toEqual(Array(2).fill(["sense", "engineer"]))
})
