import { type ChildProcess, spawn } from "node:child_process"
import fs from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import mqtt from "mqtt"
import { afterAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openTestWorld } from "../../../../test/worlds.ts"
import { createStations } from "../create-stations.ts"
import { Ingest } from "../ingest.ts"
import { loadCatalogue } from "../store/catalogue-store.ts"
import { updateRegister } from "../update-register.ts"
import { ANSWER_MAX_BYTES, pollOnce } from "./poll-address.ts"
import { SourceBook } from "./source-book.ts"

const MOSQUITTO = "/usr/sbin/mosquitto"
const samples = path.join(import.meta.dirname, "../../../../../../shared/data/river/waterservices_iv.txt")

const { world, clock } = await openTestWorld()
const name = { "zh-CN": "西河", en: "Xihe" }
const property = { id: "flow", name, unit: "m3/s", result: "number", subject: "place" } as const
await updateRegister(world, await loadCatalogue(world.db.query), [property])
await createStations(world, await loadCatalogue(world.db.query), [
  {
    ...{ id: "g", kind: "river-gauge", name, at: [121, 30], area: { id: "city", name } },
    datastreams: ["gauge-7", "usgs-01491000"].map((id) => ({ id, property: "flow" })),
  },
])
const catalogue = await loadCatalogue(world.db.query)
let failures = 0
const ingest = new Ingest({
  ...{ world, catalogue: () => catalogue, findArea: () => undefined },
  ...{ rules: () => [], onStored: () => {}, onError: () => {} },
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
const newest = (key: string) => ingest.newest(catalogue.datastreamByKey.get(key)!.number)?.value
const newBook = (mapping: string) => {
  const folder = temporaryFolder()
  fs.writeFileSync(path.join(folder, "a.yaml"), mapping)
  const book = new SourceBook({ world, catalogue: () => catalogue, ingest: failing })
  book.start(folder)
  return book
}
const statusOf = (book: SourceBook) => book.sources[0]!.status

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
    await startMosquitto(temporaryFolder(), port)
    const gauge = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
    afterAll(() => gauge.endAsync(true))
    const send = (v: unknown, minutes: number) =>
      gauge.publishAsync(
        "gauges/7/flow",
        JSON.stringify({ v, t: new Date(clock.now().getTime() + minutes * 60_000).toISOString() }),
        { qos: 1 },
      )
    const first = newBook(brokerMapping(port))
    await expect.poll(() => statusOf(first).state, { timeout: 10_000 }).toBe("connected")
    failures = 1
    await send(1_000, -9)
    await expect.poll(() => newest("gauge-7"), { timeout: 10_000 }).toBe(1)
    await gauge.publishAsync("gauges/7/flow", "no json", { qos: 1 })
    await gauge.publishAsync("gauges/8/flow", "{}", { qos: 1 })
    await send("much", -8)
    await send(3_000, 60 * 24)
    await expect.poll(() => statusOf(first).refused, { timeout: 10_000 }).toBe(4)
    expect(statusOf(first)).toMatchObject({
      stored: 1,
      lastRefusal: "rejected",
      lastHeardAt: clock.now(),
      lastError: "the disk is slow",
    })
    await first.stop()
    await send(2_500, -7)
    const second = newBook(brokerMapping(port))
    await expect.poll(() => newest("gauge-7"), { timeout: 10_000 }).toBe(2.5)
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
    const book = newBook(mapping())
    const source = book.sources[0]!
    await expect.poll(() => source.status.stored, { timeout: 10_000 }).toBe(2)
    const tag = await pollOnce(source, { url: url() })
    expect(await pollOnce(source, { url: url() }, { tag })).toBe('"1"')
    expect(asked).toEqual([undefined, undefined, '"1"'])
    const { stored } = source.status
    answer = (_request, response) => void response.writeHead(503).end("later")
    await expect(pollOnce(source, { url: url() })).rejects.toThrow("HTTP 503")
    answer = (_request, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()
    await expect(pollOnce(source, { url: url() })).rejects.toThrow()
    answer = (_request, response) => void response.writeHead(200).write("{")
    await expect(pollOnce(source, { url: url() }, { timeoutMs: 200 })).rejects.toThrow()
    answer = (_request, response) => void response.end(Buffer.alloc(ANSWER_MAX_BYTES + 1, " "))
    await expect(pollOnce(source, { url: url() })).rejects.toThrow("bytes")
    answer = (_request, response) => void response.end("<html>")
    await pollOnce(source, { url: url() })
    expect(source.status).toMatchObject({ stored, refused: 1, lastRefusal: "not-json" })
    await book.stop()
  })
  test.skipIf(!fs.existsSync(samples))("a recorded answer of the USGS (needs ../shared/data) is taken whole", async () => {
    answer = (_request, response) => void response.end(fs.readFileSync(samples))
    const book = newBook(mapping().replace("timeSeries[*]", "timeSeries[0]"))
    await expect.poll(() => statusOf(book).state, { timeout: 20_000 }).toBe("connected")
    expect(statusOf(book)).toMatchObject({ stored: 5, refused: 0 })
    await book.stop()
  })
})

test("a file that is wrong keeps only itself from starting, and a folder that is not there holds none", () => {
  const book = newBook("name: x\nkind: http-push\n")
  expect(book.sources).toEqual([])
  expect(book.problems).toMatchObject([{ line: 1, field: "take" }])
  const none = new SourceBook({ world, catalogue: () => catalogue, ingest })
  none.start("/nowhere")
  expect([none.sources, none.problems]).toEqual([[], []])
})
