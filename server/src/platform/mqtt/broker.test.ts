import net from "node:net"
import type { Client } from "aedes"
import mqtt, { type MqttClient } from "mqtt"
import { afterEach, expect, test } from "vitest"
import { type Broker, startBroker } from "./broker.ts"
import { CLIENT_ID_MAX_BYTES } from "./frames.ts"
import { Sessions } from "./sessions.ts"

const brokers: Broker<string>[] = []
const clients: MqttClient[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true)
  for (const broker of brokers.splice(0)) await broker.close()
})

/** A listener, and what it asks of whoever publishes. */
async function open(mayHear: (topic: string, name: string) => Promise<boolean>) {
  const asked: string[] = []
  /** Topics that are told to somebody, as far as whoever publishes knows. */
  const told = new Set<string>()
  const errors: unknown[] = []
  const broker = await startBroker<string>({
    ...{ host: "127.0.0.1", port: 0, packetMaxBytes: 66_000 },
    authenticate: async ({ name }) => name,
    accept: (_message, _name, waiter, token) => waiter.settled(token),
    subscribe: async (topic, name) => {
      asked.push(topic)
      const may = await mayHear(topic, name)
      if (may) told.add(topic)
      return may
    },
    forgotten: (topic) => told.delete(topic),
    onError: (error) => errors.push(error),
  })
  brokers.push(broker)
  const connect = async (options: object = {}) => {
    const given = { host: "127.0.0.1", port: broker.port, protocolVersion: 4, reconnectPeriod: 0, ...options } as const
    const client = await mqtt.connectAsync(given)
    client.on("error", () => {})
    clients.push(client)
    return client
  }
  return { broker, connect, asked, told, errors }
}

test("of 3,000 topics that one client asks for, 200 are looked at, and none is told when it went", async () => {
  const { broker, connect, asked, told } = await open(async () => true)
  const client = await connect()
  for (let first = 0; first < 3_000; first += 500) {
    const topics = Array.from({ length: 500 }, (_, i) => `topic/${first + i}`)
    await client.subscribeAsync(topics).catch(() => {})
  }
  expect(asked).toHaveLength(200)
  expect(told.size).toBe(200)
  // A place that is given back is another's.
  await client.unsubscribeAsync("topic/7")
  await client.subscribeAsync("topic/new")
  expect([told.has("topic/7"), told.has("topic/new"), told.size]).toEqual([false, true, 200])
  await client.endAsync(true)
  await expect.poll(() => told.size).toBe(0)
  await expect.poll(() => broker.load().connections).toBe(0)
})

test("who goes before the answer leaves nothing behind, and takes nothing from who stays", async () => {
  const answers: (() => void)[] = []
  const { broker, connect, asked, told } = await open(() => new Promise((resolve) => answers.push(() => resolve(true))))
  const [goes, stays] = [await connect(), await connect()]
  void goes.subscribeAsync(["alone", "both"]).catch(() => {})
  await expect.poll(() => asked).toEqual(["alone", "both"])
  const granted = stays.subscribeAsync("both")
  await expect.poll(() => asked.length).toBe(3)
  goes.end(true)
  await expect.poll(() => broker.load().connections).toBe(1)
  for (const answer of answers) answer()
  await granted
  await expect.poll(() => [...told]).toEqual(["both"])
  const heard = new Promise((resolve) => stays.once("message", (topic) => resolve(topic)))
  broker.publish("both", "{}")
  expect(await heard).toBe("both")
})

test("nothing is heard before the answer, nor after a refusal; the others go on hearing it", async () => {
  const answers: (() => void)[] = []
  const { broker, connect, asked, told, errors } = await open(async (topic, name) => {
    if (topic === "broken") throw new Error("the database is away")
    if (name === "reader") return true
    await new Promise<void>((resolve) => answers.push(resolve))
    return false
  })
  const [reader, other] = [await connect({ username: "reader" }), await connect({ username: "other" })]
  await reader.subscribeAsync("secret")
  const heard: string[] = []
  other.on("message", (topic) => heard.push(topic))
  const isRefused = other.subscribeAsync("secret").then(
    () => false,
    () => true,
  )
  await expect.poll(() => asked.length).toBe(2)
  const told1 = new Promise((resolve) => reader.once("message", resolve))
  broker.publish("secret", "1")
  await told1
  for (const answer of answers) answer()
  expect(await isRefused).toBe(true)
  const told2 = new Promise((resolve) => reader.once("message", resolve))
  broker.publish("secret", "2")
  await told2
  await expect(reader.subscribeAsync("broken")).rejects.toThrow()
  expect({ heard, told: [...told], errors: errors.length }).toEqual({ heard: [], told: ["secret"], errors: 1 })
})

test.each([
  [CLIENT_ID_MAX_BYTES, true, 0],
  [CLIENT_ID_MAX_BYTES + 1, true, 2],
  [CLIENT_ID_MAX_BYTES, false, 0],
  [CLIENT_ID_MAX_BYTES + 1, false, 2],
  [60_000, false, 2],
])("a client id of %i bytes, with a clean session %s, is answered with %i", async (length, isClean, code) => {
  const { broker } = await open(async () => true)
  const id = Buffer.alloc(length, "x")
  const body = Buffer.concat([
    Buffer.from("\0\u0004MQTT\u0004"),
    Buffer.of(isClean ? 2 : 0, 0, 60, length >> 8, length & 0xff),
    id,
  ])
  const size = [(body.length & 0x7f) | 0x80, ((body.length >> 7) & 0x7f) | 0x80, body.length >> 14]
  const socket = net.connect(broker.port, "127.0.0.1")
  socket.on("error", () => {})
  socket.write(Buffer.concat([Buffer.of(0x10, ...size), body]))
  const answer = await new Promise<Buffer>((resolve) => socket.once("data", resolve))
  expect([...answer]).toEqual([0x20, 2, 0, code])
  socket.destroy()
})

test("a session that comes back hears what it heard, and not what it was refused or gave up", async () => {
  const { broker, connect } = await open(async (topic) => topic !== "kept")
  const given = { clientId: "display", clean: false }
  const client = await connect(given)
  await client.subscribeAsync(["one", "two", "kept"], { qos: 1 }).catch(() => {})
  await client.unsubscribeAsync("two")
  await client.endAsync()
  await expect.poll(() => broker.load().connections).toBe(0)
  const again = mqtt.connect({ host: "127.0.0.1", port: broker.port, protocolVersion: 4, reconnectPeriod: 0, ...given })
  clients.push(again)
  const heard: string[] = []
  again.on("message", (topic) => heard.push(topic))
  const isPresent = await new Promise((resolve) => again.once("connect", ({ sessionPresent }) => resolve(sessionPresent)))
  expect(isPresent).toBe(true)
  for (const topic of ["two", "kept", "one"]) broker.publish(topic, "{}")
  await expect.poll(() => heard).toEqual(["one"])
})

test("sessions of those who are away have a bound: the oldest go, and those who are there stay", async () => {
  const sessions = new Sessions(() => true)
  const client = (id: string) => ({ id }) as Client
  const here = client("here")
  sessions.connected(here, false)
  await sessions.addSubscriptions(here, [{ topic: "one" }])
  for (let i = 0; i < 1_000; i += 1) await sessions.incomingStorePacket(here, { messageId: i })
  await expect(sessions.incomingStorePacket(here, { messageId: 1_000 })).rejects.toThrow()
  const leave = async (id: string, topics: number, isClean = false) => {
    const one = client(id)
    sessions.connected(one, isClean)
    await sessions.addSubscriptions(
      one,
      Array.from({ length: topics }, (_, i) => ({ topic: `${i}` })),
    )
    sessions.disconnected(one)
  }
  for (let i = 0; i < 60_000; i += 1) await leave(`small-${i}`, 0)
  const kept = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => sessions.has(`${name}-${i}`))
  expect(kept("small", 60_000)).toEqual(Array.from({ length: 50_000 }, (_, i) => 10_000 + i))
  for (let i = 0; i < 1_000; i += 1) await leave(`large-${i}`, 199)
  expect(kept("small", 60_000)).toEqual([])
  expect(kept("large", 1_000)).toEqual(Array.from({ length: 250 }, (_, i) => 750 + i))
  for (let i = 0; i < 1_000; i += 1) await leave(`clean-${i}`, 199, true)
  expect([kept("clean", 1_000).length, kept("large", 1_000).length, sessions.has("here")]).toEqual([0, 250, true])
  // One that another connection took over is not away when the old one goes.
  const taken = client("large-999")
  sessions.connected(taken, false)
  sessions.connected(client("large-999"), false)
  sessions.disconnected(taken)
  expect(await sessions.subscriptionsByClient(taken)).toHaveLength(199)
  await expect(sessions.incomingGetPacket(here, { messageId: 7 })).resolves.toBeTruthy()
  sessions.connected(client("here"), true)
  await expect(sessions.incomingGetPacket(here, { messageId: 7 })).rejects.toThrow()
})
