import net from "node:net"
import type { ObservedProperty } from "@holdfast/contracts"
import { sql } from "kysely"
import mqtt, { type MqttClient } from "mqtt"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { startMqtt, startSense } from "../index.ts"

const { world, clock } = await openTestWorld()
const errors: unknown[] = []
const name = { "zh-CN": "雨量", en: "Rainfall" }
const rainfall: ObservedProperty = { id: "rainfall", name, unit: "mm", result: "number", subject: "place" }
const sense = await startSense({
  world,
  rules: [],
  properties: [rainfall],
  areaOf: () => undefined,
  onError: (error) => errors.push(error),
})
const onError = (error: unknown) => errors.push(error)
const broker = await startMqtt({ host: "127.0.0.1", port: 0, world, sense, onError })
const clients: MqttClient[] = []
afterAll(async () => {
  for (const client of clients) client.end(true)
  await broker.close()
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
const count = async () =>
  (await sql<{ n: number }>`select count(*) as n from sense.observation`.execute(world.db.query)).rows[0]!.n
/** Publishes what will be refused, and waits until the connection has ended. */
const refused = async (where: string, payload: string | Buffer) => {
  const client = await connect()
  const ended = new Promise<string>((resolve) => client.once("close", () => resolve("ended")))
  client.publish(where, payload, { qos: 1 })
  return ended
}

beforeAll(async () => {
  await sense.createStations([
    {
      ...{ id: "gauge-1", kind: "rain-gauge", name, at: [120.5, 30.2], area: { id: "city", name } },
      datastreams: [{ id: "gauge-1-rainfall", property: "rainfall" }],
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
    ["a megabyte", topic, Buffer.alloc(1_000_000, 0x31)],
  ])("%s ends the connection of its sender alone, and is not acknowledged", async (_what, where, payload) => {
    const good = await connect()
    const before = await count()
    expect(await refused(where, payload)).toBe("ended")
    expect(good.connected).toBe(true)
    expect(await count()).toBe(before)
    await good.publishAsync(topic, message(5_000 + before), { qos: 1 })
    expect(await count()).toBe(before + 1)
  })
  test("bytes that are no MQTT at all end their connection", async () => {
    const socket = net.connect(broker.port, "127.0.0.1")
    const ended = new Promise((resolve) => socket.once("close", () => resolve("ended")))
    socket.on("error", () => {})
    socket.write("GET / HTTP/1.1\r\n\r\n")
    expect(await ended).toBe("ended")
  })
  test("hands out nothing", async () => {
    const client = await connect()
    const heard: string[] = []
    client.on("message", (where) => heard.push(where))
    await client.subscribeAsync("#").catch(() => {})
    await client.publishAsync(topic, message(9_000), { qos: 1, retain: true })
    await client.publishAsync(topic, message(9_001), { qos: 1 })
    expect(heard).toEqual([])
  })
  test("outside the demo world devices sign in", async () => {
    const authenticate = async (given: string, password: string) => given === "gauge" && password === "secret"
    const live = Object.assign(Object.create(world) as typeof world, { kind: "live" })
    const other = await startMqtt({ host: "127.0.0.1", port: 0, world: live, sense, authenticate, onError })
    await expect(connect(other.port)).rejects.toThrow()
    await expect(connect(other.port, { username: "gauge", password: "wrong" })).rejects.toThrow()
    expect((await connect(other.port, { username: "gauge", password: "secret" })).connected).toBe(true)
    await other.close()
  })
  test("reports none of this as a failure of ours", () => expect(errors).toEqual([]))
})
