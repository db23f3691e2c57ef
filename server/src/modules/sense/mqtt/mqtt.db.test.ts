import fs from "node:fs"
import net from "node:net"
import type { Device, ObservedProperty } from "@holdfast/contracts"
import { sql } from "kysely"
import mqtt, { type MqttClient } from "mqtt"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { makeCertificates } from "../../../platform/tls/index.ts"
import { startMqtt, startSense } from "../index.ts"

const { world, clock } = await openTestWorld()
const errors: unknown[] = []
const name = { "zh-CN": "雨量", en: "Rainfall" }
const rainfall: ObservedProperty = {
  ...{ id: "rainfall", name, unit: "mm", result: "number", subject: "place" },
  possible: { min: 0, max: 20_000_000 },
}
const sense = await startSense({
  world,
  rules: [],
  properties: [rainfall],
  publicUrl: "https://city.example",
  areaOf: () => undefined,
  onError: (error) => errors.push(error),
})
const onError = (error: unknown) => errors.push(error)
const broker = await startMqtt({ host: "127.0.0.1", port: 0, world, sense, onError })
const app = await buildHttp({
  world,
  language: "zh-CN",
  authenticate: async ({ headers }) => (headers["x-role"] ? { role: String(headers["x-role"]) } : undefined),
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
  figures: () => sense.figures?.() ?? [],
})
const clients: MqttClient[] = []
afterAll(async () => {
  for (const client of clients) client.end(true)
  await broker.close()
  await app.close()
  await sense.stop()
})

const topic = "v1.1/Datastreams(1)/Observations"
const connect = async (port = broker.port, options = {}) => {
  const client = await mqtt.connectAsync({ host: "127.0.0.1", port, protocolVersion: 4, reconnectPeriod: 0, ...options })
  client.on("error", () => {})
  clients.push(client)
  return client
}
const message = (second: number) =>
  JSON.stringify({ phenomenonTime: new Date(clock.now().getTime() - second * 1_000).toISOString(), result: second })
let measuredCount = 0
/** Another one with each call. */
const measured = () => {
  measuredCount += 1
  return {
    phenomenonTime: new Date(clock.now().getTime() - 20_000_000 - measuredCount * 1_000).toISOString(),
    result: measuredCount,
  }
}
const count = async () =>
  (await sql<{ n: number }>`select count(*) as n from sense.observation`.execute(world.db.query)).rows[0]!.n
beforeAll(async () => {
  await sense.createStations([
    {
      ...{ id: "gauge-1", kind: "rain-gauge", name, at: [120.5, 30.2], area: { id: "city", name } },
      datastreams: [{ id: "gauge-1-rainfall", property: "rainfall" }],
    },
    {
      ...{ id: "gauge-2", kind: "rain-gauge", name, at: [120.6, 30.2], area: { id: "city", name } },
      datastreams: [{ id: "gauge-2-rainfall", property: "rainfall" }],
    },
  ])
})

describe("MQTT", () => {
  test("a message that is acknowledged is in the database", async () => {
    const client = await connect()
    for (let second = 1; second <= 5; second += 1) {
      await client.publishAsync(topic, message(second), { qos: 1 })
      expect(await count()).toBe(second)
    }
  })
  test("two hundred at once from several devices are all kept, and sent again are not doubled", async () => {
    const devices = await Promise.all(Array.from({ length: 4 }, () => connect()))
    const publish = () =>
      Promise.all(Array.from({ length: 200 }, (_, i) => devices[i % 4]!.publishAsync(topic, message(1_000 + i), { qos: 1 })))
    await publish()
    expect(await count()).toBe(205)
    await publish()
    expect(await count()).toBe(205)
  })
  test.each([
    ["no JSON", topic, "{"],
    ["words", topic, '{"result":"Li"}'],
    ["bytes", topic, Buffer.from([0xff, 0xfe, 0x00])],
    ["another topic", "city/secret", '{"result":1}'],
    ["an unknown datastream", "v1.1/Datastreams(99)/Observations", '{"result":1}'],
    ["a station, from somebody without a credential", "v1.1/Things", '{"name":"x"}'],
  ])("%s is not kept, and its sender goes on (check 112)", async (_what, where, payload) => {
    const client = await connect()
    const before = await count()
    await client.publishAsync(where, payload, { qos: 1 })
    expect(await count()).toBe(before)
    await client.publishAsync(topic, message(5_000 + before), { qos: 1 })
    expect(await count()).toBe(before + 1)
    expect(client.connected).toBe(true)
  })
  test("a megabyte ends the connection of its sender alone", async () => {
    const [good, client] = [await connect(), await connect()]
    const ended = new Promise<string>((resolve) => client.once("close", () => resolve("ended")))
    client.publish(topic, Buffer.alloc(1_000_000, 0x31), { qos: 1 })
    expect(await ended).toBe("ended")
    expect(good.connected).toBe(true)
  })
  test("bytes that are no MQTT at all end their connection", async () => {
    const socket = net.connect(broker.port, "127.0.0.1")
    const ended = new Promise((resolve) => socket.once("close", () => resolve("ended")))
    socket.on("error", () => {})
    socket.write("GET / HTTP/1.1\r\n\r\n")
    expect(await ended).toBe("ended")
  })
  test.each([
    ["v1.1/Observations", () => ({ ...measured(), Datastream: { "@iot.id": 1 } })],
    ["v1.1/Datastreams(1)/Observations", measured],
    ["v1.1/FeaturesOfInterest(1)/Observations", () => ({ ...measured(), Datastream: { "@iot.id": 1 } })],
  ])("a measurement comes under %s (checks 110, 111)", async (where, body) => {
    const client = await connect()
    const before = await count()
    await client.publishAsync(where, JSON.stringify(body()), { qos: 1 })
    expect(await count()).toBe(before + 1)
  })
  test.each([0, 1, 2] as const)("QoS %i keeps each once, before and after a subscription", async (qos) => {
    const client = await connect()
    const before = await count()
    await client.publishAsync(topic, JSON.stringify(measured()), { qos })
    await client.subscribeAsync("v1.1/Things")
    await client.publishAsync(topic, JSON.stringify(measured()), { qos })
    await client.publishAsync(topic, JSON.stringify(measured()), { qos })
    await expect.poll(count).toBe(before + 3)
  })
  test("a session that outlives its connection doubles nothing (check 120)", async () => {
    const given = { clientId: "gauge-kept", clean: false }
    const before = await count()
    const body = JSON.stringify(measured())
    for (let i = 0; i < 2; i += 1) {
      const client = await connect(broker.port, given)
      await client.publishAsync(topic, body, { qos: 2 })
      await client.endAsync()
    }
    // A clean session under the same id is the broker's to begin.
    await (await connect(broker.port, { ...given, clean: true })).publishAsync(topic, body, { qos: 1 })
    expect(await count()).toBe(before + 1)
  })
  test("one client id is one connection, on both ways through the listener", async () => {
    for (const subscribes of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const ends: string[] = []
      for (const [i, isBrokers] of subscribes.entries()) {
        const client = await connect(broker.port, { clientId: "gauge-1" })
        client.once("close", () => ends.push(`${i}`))
        if (isBrokers) await client.subscribeAsync("v1.1/Things")
      }
      await expect.poll(() => ends).toEqual(["0"])
    }
  })
})

describe("updates", () => {
  const hear = async (...topics: string[]) => {
    const heard: [string, Record<string, unknown>][] = []
    const client = await connect()
    client.on("message", (where, payload) => heard.push([where, JSON.parse(payload.toString()) as Record<string, unknown>]))
    for (const one of topics) await client.subscribeAsync(one)
    return { client, heard }
  }
  test("a measurement is told to its set, its series, itself, and not to another series (checks 113, 115, 116)", async () => {
    const select = "v1.1/Observations?$select=result,phenomenonTime"
    const { heard } = await hear("v1.1/Observations", topic, "v1.1/Datastreams(2)/Observations", select)
    const sender = await connect()
    const body = measured()
    await sender.publishAsync(topic, JSON.stringify(body), { qos: 1 })
    await expect.poll(() => heard.length).toBe(3)
    const told = Object.fromEntries(heard)
    expect(Object.keys(told).toSorted()).toEqual([topic, "v1.1/Observations", select].toSorted())
    expect(told[select]).toEqual({ result: body.result, phenomenonTime: body.phenomenonTime })
    const entity = told["v1.1/Observations"]!
    expect(entity).toEqual(told[topic])
    // As a GET answers it (check 119).
    const got = await app.inject({ url: `/sensorthings/v1.1/Observations(${String(entity["@iot.id"])})` })
    expect(entity).toEqual(got.json())

    await sender.publishAsync(topic, JSON.stringify({ ...body, result: 77 }), { qos: 1 })
    await expect.poll(() => heard.length).toBe(6)
    expect(heard.at(-1)![1]["result"]).toBe(77)
    await sender.publishAsync(topic, JSON.stringify({ ...body, result: 77 }), { qos: 1 })
    await sender.publishAsync(topic, JSON.stringify(measured()), { qos: 1 })
    await expect.poll(() => heard.length).toBe(9)
  })
  test("rain below zero is acknowledged, kept, and told as bad", async () => {
    const { client, heard } = await hear("v1.1/Observations?$select=result,resultQuality")
    await client.publishAsync(topic, JSON.stringify({ ...measured(), result: -5 }), { qos: 1 })
    const poor = "http://www.opengis.net/def/waterml/2.0/quality/poor"
    await expect.poll(() => heard.map(([, entity]) => entity)).toEqual([{ result: -5, resultQuality: poor }])
  })
  test("a change over HTTP is told to the entity and to the property that changed (checks 114, 118)", async () => {
    const { heard } = await hear(
      "v1.1/Things(1)",
      "v1.1/Things(1)/description",
      "v1.1/Things(1)/name",
      "v1.1/HistoricalLocations",
    )
    const patch = (url: string, payload: object) =>
      app.inject({ method: "PATCH", url: `/sensorthings/v1.1/${url}`, payload, headers: { "x-role": "engineer" } })
    expect((await patch("Things(1)", { description: "at the bridge" })).statusCode).toBe(200)
    await expect.poll(() => heard.length).toBe(2)
    expect(Object.fromEntries(heard)["v1.1/Things(1)/description"]).toEqual({ description: "at the bridge" })
    const place = {
      name: "East bank",
      description: "",
      encodingType: "application/geo+json",
      location: { type: "Point", coordinates: [120.6, 30.2] },
    }
    const headers = { "x-role": "engineer" }
    const moved = await app.inject({ method: "POST", url: "/sensorthings/v1.1/Things(1)/Locations", payload: place, headers })
    expect(moved.statusCode).toBe(201)
    await expect.poll(() => heard.map(([where]) => where)).toContain("v1.1/HistoricalLocations")
  })
  test("a body with others inside, a batch, a data array, and lines tell each entity once, and PUT tells too (check 117)", async () => {
    const sets = ["Things", "Locations", "HistoricalLocations", "Sensors", "Datastreams", "Observations", "FeaturesOfInterest"]
    const { heard } = await hear(...sets.map((set) => `v1.1/${set}`))
    const send = async (method: "POST" | "PUT", url: string, payload: object | string, type = "application/json") => {
      const headers = { "x-role": "engineer", "content-type": type }
      const answer = await app.inject({ method, url: `/sensorthings/v1.1/${url}`, payload, headers })
      expect(answer.statusCode).toBeLessThan(300)
      return answer.json()
    }
    /** What was told since the last time, once it is as many, as a GET answers it. */
    const told = async (expected: Record<string, number>) => {
      const all = Object.values(expected).reduce((sum, one) => sum + one, 0)
      await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(all)
      const news = heard.splice(0)
      expect(
        Object.fromEntries([...Map.groupBy(news, ([where]) => where)].map(([where, of]) => [where.slice(5), of.length])),
      ).toEqual(expected)
      expect(new Set(news.map(([where, { "@iot.id": id }]) => `${where} ${String(id)}`)).size).toBe(all)
      for (const [where, entity] of news) {
        expect(entity).toEqual((await app.inject({ url: `/sensorthings/${where}(${String(entity["@iot.id"])})` })).json())
      }
      return news
    }
    const sensor = { name: "Tipping bucket", description: "rain", encodingType: "text/html", metadata: "https://example.org/t" }
    const series = {
      ...{
        name: "Rain",
        description: "rain",
        observationType: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
      },
      unitOfMeasurement: { name: "millimetre", symbol: "mm", definition: "ucum:mm" },
      ...{ Sensor: sensor, ObservedProperty: { "@iot.id": 1 }, Observations: [measured(), measured()] },
    }
    const at = { type: "Point", coordinates: [120.5, 30.2] }
    const place = { name: "Weir", description: "", encodingType: "application/geo+json", location: at }
    const thing = { name: "Deep", description: "at the weir", Locations: [place], Datastreams: [series] }
    await send("POST", "Things", thing)
    // What the measurements are about is made by the server, of the place, and told like all else that is made.
    const whole = { Things: 1, Locations: 1, HistoricalLocations: 1, Sensors: 1, Datastreams: 1, Observations: 2 }
    const news = await told({ ...whole, FeaturesOfInterest: 1 })
    expect(news.find(([where]) => where === "v1.1/FeaturesOfInterest")![1]).toMatchObject({ name: "Weir", feature: at })

    const { responses } = await send("POST", "$batch", {
      requests: [
        { id: "s", atomicityGroup: "a", method: "post", url: "Sensors", body: sensor },
        { id: "t", atomicityGroup: "a", method: "post", url: "Things", body: { ...thing, Datastreams: [] } },
        { id: "o", method: "post", url: "Datastreams(1)/Observations", body: measured() },
      ],
    })
    expect(responses).toMatchObject([{ status: 201 }, { status: 201 }, { status: 201 }])
    // The series stands elsewhere since its last measurement.
    const others = { Sensors: 1, Observations: 1, FeaturesOfInterest: 1 }
    const batched = await told({ Things: 1, Locations: 1, HistoricalLocations: 1, ...others })
    const made = batched.find(([where]) => where === "v1.1/Things")![1]["@iot.id"]

    const rows = () => [measured(), measured()].map(({ phenomenonTime, result }) => [phenomenonTime, result])
    const components = ["phenomenonTime", "result"]
    await send("POST", "CreateObservations", [
      { Datastream: { "@iot.id": 1 }, components, dataArray: [...rows(), [measured().phenomenonTime, "wet"]] },
      { Datastream: { "@iot.id": 2 }, components, dataArray: rows() },
    ])
    await told({ Observations: 4, FeaturesOfInterest: 1 })
    const lines = [1, 2].map((id) => JSON.stringify({ Datastream: { "@iot.id": id }, ...measured() }))
    await send("POST", "CreateObservations", lines.join("\n"), "application/x-ndjson")
    await told({ Observations: 2 })
    await send("PUT", `Things(${String(made)})`, { name: "Put", description: "anew" })
    await told({ Things: 1 })
  })
  test("what is no topic of SensorThings is not heard", async () => {
    const client = await connect()
    for (const one of ["#", "v1.1/+", "kept", "v1.1/Persons", "v1.1/Things?$filter=id eq 1", "v1.1/Things?$select=secret"]) {
      await expect(client.subscribeAsync(one)).rejects.toThrow()
    }
  })
})

describe("hostile clients", () => {
  /** A client of bytes. It does not read before it is told to. */
  const open = (...texts: string[]) => {
    const socket = net.connect(broker.port, "127.0.0.1")
    socket.on("error", () => {})
    socket.pause()
    socket.write(connectFrame(...texts))
    return socket
  }
  const connectFrame = (...texts: string[]) => {
    const flags = texts.length === 3 ? 0xc2 : 0x02
    const rest = texts.map((text) => Buffer.concat([Buffer.of(0, text.length), Buffer.from(text)]))
    const body = Buffer.concat([Buffer.from("\0\u0004MQTT\u0004"), Buffer.of(flags, 0, 0), ...rest])
    return Buffer.concat([Buffer.of(0x10, body.length), body])
  }
  /** Nobody else in this file hears it. */
  const HEARD = "v1.1/MultiDatastreams"
  const subscribeFrame = Buffer.concat([
    Buffer.of(0x82, 5 + HEARD.length, 0, 1, 0, HEARD.length),
    Buffer.from(HEARD),
    Buffer.of(0),
  ])
  const isServed = async () => {
    const before = await count()
    await (await connect()).publishAsync(topic, JSON.stringify(measured()), { qos: 1 })
    expect(await count()).toBe(before + 1)
  }

  test("a subscriber who never reads is cut, and the others go on", async () => {
    const before = broker.load().connections
    const slow = open("slow")
    slow.write(subscribeFrame)
    const others = await connect()
    await others.subscribeAsync(HEARD)
    let heard = 0
    others.on("message", () => (heard += 1))
    await expect.poll(() => broker.load().connections, { timeout: 20_000 }).toBe(before + 2)
    // Far more than a socket holds in the kernel. Each piece waits until the other one has the last.
    const payload = "x".repeat(500_000)
    for (let sent = 1; sent <= 60 && broker.load().connections > before + 1; sent += 1) {
      broker.publish(HEARD, payload)
      await expect.poll(() => heard, { interval: 1, timeout: 20_000 }).toBe(sent)
    }
    expect(broker.load().connections).toBe(before + 1)
    expect(others.connected).toBe(true)
    slow.destroy()
  })
  test("one client id at once on both ways leaves one connection", async () => {
    const before = broker.load().connections
    const clients = Array.from({ length: 40 }, (_, i) => {
      const socket = open("gauge-many")
      if (i % 2 === 0) socket.write(subscribeFrame)
      return socket.resume()
    })
    let ended = 0
    for (const client of clients) client.once("close", () => (ended += 1))
    await expect.poll(() => ended, { timeout: 20_000 }).toBe(39)
    await expect.poll(() => broker.load().connections, { timeout: 20_000 }).toBe(before + 1)
    await isServed()
    for (const client of clients) client.destroy()
  })
  test("who was refused and goes on sending is ended, and fills no memory", async () => {
    const socket = open("gauge-1", "nobody", "guess").resume()
    const ended = new Promise<string>((resolve) => socket.once("close", () => resolve("ended")))
    const more = Buffer.alloc(60_000)
    const send = () => {
      for (let i = 0; i < 5 && !socket.destroyed; i += 1) socket.write(more)
    }
    socket.on("drain", send)
    send()
    expect(await ended).toBe("ended")
    expect(broker.load()).toMatchObject({ bytes: 0 })
  })
  test("who sends faster than is kept is held back and loses nothing; who waits for each PUBACK passes by", async () => {
    // Nobody hears what is told of them all.
    for (const client of clients.splice(0)) client.end(true)
    const before = await count()
    const polite = await connect()
    const greedy = Array.from({ length: 30 }, (_, i) => open(`greedy-${i}`).resume())
    const FLOOD = 1_200
    let acknowledged = 0
    for (const [i, socket] of greedy.entries()) {
      socket.on("data", (bytes) => (acknowledged += Math.floor(bytes.length / 4)))
      const frames = Array.from({ length: FLOOD }, (_, n) => {
        const body = Buffer.from(
          JSON.stringify({ phenomenonTime: new Date(Date.UTC(2026, 6, 1 + i) + n).toISOString(), result: 1 }),
        )
        const rest = 2 + topic.length + 2 + body.length
        const head = Buffer.of(0x32, (rest & 0x7f) | 0x80, rest >> 7, 0, topic.length)
        return Buffer.concat([head, Buffer.from(topic), Buffer.of((n + 1) >> 8, (n + 1) & 0xff), body])
      })
      socket.write(Buffer.concat(frames))
    }
    // Asked of the broker itself: on a machine that answers /metrics slowly they may be let go before it has.
    await expect.poll(() => broker.load().held, { interval: 1, timeout: 20_000 }).toBeGreaterThan(0)
    expect((await app.inject("/metrics")).body).toMatch(/^holdfast_mqtt_connections_held \d/m)
    await polite.publishAsync(topic, JSON.stringify(measured()), { qos: 1 })
    expect(acknowledged).toBeLessThan(greedy.length * FLOOD)
    const load = await app.inject({ url: "/api/mqtt-load", headers: { "x-role": "duty-officer" } })
    expect(load.json()).toMatchObject({ held: expect.any(Number), ended: 0 })
    // A CONNACK is as long as a PUBACK.
    await expect.poll(() => acknowledged, { timeout: 60_000 }).toBe(greedy.length * (FLOOD + 1))
    expect(await count()).toBe(before + greedy.length * FLOOD + 1)
    expect(broker.load()).toMatchObject({ held: 0, messages: 0, bytes: 0, ended: 0 })
    for (const socket of greedy) socket.destroy()
  }, 90_000)
})

describe("outside the demo world", () => {
  const live = Object.assign(Object.create(world) as typeof world, { kind: "live" })
  const open = () => startMqtt({ host: "127.0.0.1", port: 0, world: live, sense, onError })
  const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`
  const call = async (method: "GET" | "POST" | "DELETE", url: string, payload?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body ? answer.json() : undefined, headers: answer.headers }
  }
  const engineer = { "x-role": "engineer" }
  const make = async (given: object) =>
    (await call("POST", "/api/devices", given, engineer)).body as { device: Device; secret: string }

  test("a device sends by name and secret over MQTT and HTTP, to its own Thing alone, until it ends (check 121)", async () => {
    const other = await open()
    const { device, secret } = await make({ name: "gauge-1", rights: ["write"], thing: 1 })
    expect(device).toMatchObject({
      name: "gauge-1",
      rights: ["write"],
      thing: { id: 1 },
      heardAt: null,
      endedAt: null,
      refused: null,
    })
    await expect(connect(other.port)).rejects.toThrow()
    await expect(connect(other.port, { username: "gauge-1", password: "wrong" })).rejects.toThrow()
    const client = await connect(other.port, { username: "gauge-1", password: secret })
    const before = await count()
    await client.publishAsync(topic, JSON.stringify(measured()), { qos: 1 })
    expect(await count()).toBe(before + 1)
    await client.publishAsync("v1.1/Datastreams(2)/Observations", JSON.stringify(measured()), { qos: 1 })
    expect(await count()).toBe(before + 1)
    // It may write, not listen.
    await expect(client.subscribeAsync("v1.1/Observations")).rejects.toThrow()
    const listed = (await call("GET", `/api/devices/${device.id}`, undefined, engineer)).body
    expect(listed).toMatchObject({ heardAt: clock.now().toISOString(), refused: { count: 2, code: "SENSE_DEVICE_OTHER_THING" } })
    expect((await call("GET", "/api/devices?thing=1", undefined, engineer)).body.devices).toEqual([listed])
    expect((await call("GET", "/api/devices?thing=2", undefined, engineer)).body.devices).toEqual([])
    expect(JSON.stringify(listed)).not.toContain(secret)

    const url = "/sensorthings/v1.1/Datastreams(1)/Observations"
    const own = { authorization: basic("gauge-1", secret) }
    expect((await call("POST", url, measured(), own)).status).toBe(201)
    expect((await call("POST", url.replace("(1)", "(2)"), measured(), own)).status).toBe(403)
    expect((await call("POST", "/sensorthings/v1.1/Things", { name: "x" }, own)).status).toBe(403)
    const wrong = await call("POST", url, measured(), { authorization: basic("gauge-1", "wrong") })
    expect(wrong.status).toBe(401)
    const refused = (await call("GET", `/api/devices/${device.id}`, undefined, engineer)).body.refused
    expect(refused).toMatchObject({ count: 5, code: "SENSE_DEVICE_SIGN_IN" })
    expect(wrong.headers["www-authenticate"]).toMatch(/^Basic /)

    const ended = new Promise<string>((resolve) => client.once("close", () => resolve("ended")))
    expect((await call("DELETE", `/api/devices/${device.id}`, undefined, engineer)).status).toBe(204)
    expect(await ended).toBe("ended")
    expect((await call("POST", url, measured(), own)).status).toBe(401)
    await expect(connect(other.port, { username: "gauge-1", password: secret })).rejects.toThrow()
    expect((await call("POST", "/api/devices", { name: "gauge-1", rights: ["write"] }, engineer)).body.code).toBe(
      "SENSE_DEVICE_NAME_TAKEN",
    )
    await other.close()
  })
  test("a renewed secret ends the old one; what one may read or make is told apart", async () => {
    const other = await open()
    const first = await make({ name: "gateway", rights: ["read", "configure"] })
    const { secret } = (await call("POST", `/api/devices/${first.device.id}/secret`, undefined, engineer)).body
    await expect(connect(other.port, { username: "gateway", password: first.secret })).rejects.toThrow()
    const client = await connect(other.port, { username: "gateway", password: secret })
    await client.subscribeAsync("v1.1/Sensors")
    const heard: string[] = []
    client.on("message", (_where, payload) => heard.push((JSON.parse(payload.toString()) as { name: string }).name))
    const sensor = { name: "Ultrasonic", description: "level", encodingType: "text/html", metadata: "https://example.org/u" }
    await client.publishAsync("v1.1/Sensors", JSON.stringify(sensor), { qos: 1 })
    await expect.poll(() => heard).toEqual(["Ultrasonic"])
    expect((await call("POST", "/api/devices", { name: "both", rights: ["configure"], thing: 1 }, engineer)).body.code).toBe(
      "SENSE_DEVICE_BOUND",
    )
    await other.close()
  })
  test("engineers alone make credentials, secrets are kept as hashes, and each step is an entry of the log", async () => {
    expect((await call("GET", "/api/devices")).status).toBe(401)
    expect((await call("GET", "/api/devices", undefined, { "x-role": "duty-officer" })).status).toBe(403)
    const { secret } = await make({ name: "a-pump", rights: ["write"] })
    const { rows } = await sql<{ row: string }>`select d::text as row from sense.device_credential d`.execute(world.db.query)
    expect(rows.length).toBeGreaterThan(2)
    expect(JSON.stringify(rows)).not.toContain(secret)
    const page = (await call("GET", "/api/devices?limit=1", undefined, engineer)).body
    expect(page).toMatchObject({ devices: [{ name: "a-pump" }], next: "a-pump" })
    await world.log.drain()
    const verbs = (await world.log.after(0, 1_000)).map(({ verb }) => verb)
    expect(verbs).toEqual(expect.arrayContaining(["create-device", "renew-device", "end-device"]))
  })
  test("wrong secrets are counted by name and address, and do not lock out who is known", async () => {
    const { secret } = await make({ name: "siren", rights: ["write"] })
    const send = (given: string) =>
      call("POST", "/sensorthings/v1.1/Datastreams(1)/Observations", measured(), { authorization: basic("siren", given) })
    expect((await send(secret)).status).toBe(201)
    for (let i = 0; i < 10; i += 1) expect((await send("guess")).status).toBe(401)
    expect((await send("guess")).body.code).toBe("SENSE_DEVICE_ATTEMPTS")
    expect((await send(secret)).status).toBe(201)
  })
  test("it takes TLS too, and a device signs in through it", async () => {
    const files = makeCertificates({ folder: temporaryFolder(), hosts: ["localhost"], now: new Date() })
    const tls = { port: 0, cert: fs.readFileSync(files.certificate, "utf8"), key: fs.readFileSync(files.key, "utf8") }
    const other = await startMqtt({ host: "127.0.0.1", port: 0, tls, world: live, sense, onError })
    const { secret } = await make({ name: "secured", rights: ["write"] })
    const given = { protocol: "mqtts", rejectUnauthorized: false, username: "secured", password: secret }
    const client = await connect(other.tlsPort, given)
    const before = await count()
    await client.publishAsync(topic, JSON.stringify(measured()), { qos: 1 })
    expect(await count()).toBe(before + 1)
    await expect(connect(other.tlsPort, { ...given, password: "wrong" })).rejects.toThrow()
    await other.close()
  })
  test("reports none of this as a failure of ours", () => expect(errors).toEqual([]))
})
