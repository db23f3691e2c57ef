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
const rainfall: ObservedProperty = { id: "rainfall", name, unit: "mm", result: "number", subject: "place" }
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
})
const clients: MqttClient[] = []
afterAll(async () => {
  for (const client of clients) client.end(true)
  await broker.close()
  await app.close()
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
  test("what is no topic of SensorThings is not heard", async () => {
    const client = await connect()
    for (const one of ["#", "v1.1/+", "kept", "v1.1/Persons", "v1.1/Things?$filter=id eq 1", "v1.1/Things?$select=secret"]) {
      await expect(client.subscribeAsync(one)).rejects.toThrow()
    }
  })
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
