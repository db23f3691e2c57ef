import net from "node:net"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { journalRoutes } from "../../modules/respond/index.ts"
import { BodyRoom } from "./bound-bodies.ts"
import { buildHttp, networkOf } from "./index.ts"

const { world } = await openTestWorld()
/** An answer that no socket holds. */
const MIB = 1024 * 1024
const MUCH = "x".repeat(16 * MIB)
const lines: string[] = []
const app = await buildHttp({
  world,
  language: "zh-CN",
  authenticate: async (request) =>
    request.headers["x-test-role"] ? { role: String(request.headers["x-test-role"]) } : undefined,
  mayHear: (_event, actor) => actor !== undefined,
  requestMs: 3_000,
  logger: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
  routes: [
    { prefix: "/api", plugin: journalRoutes(world) },
    {
      prefix: "",
      plugin: async (own) => {
        own.get("/much", { schema: { hide: true } }, async () => MUCH)
        own.post("/much", { bodyLimit: 8 * MIB, schema: { hide: true } }, async () => "taken")
      },
    },
  ],
})
const duty = { "x-test-role": "duty-officer" }
let base = ""
beforeAll(async () => {
  base = await app.listen({ host: "127.0.0.1", port: 0, listenTextResolver: () => "listening" })
})
afterAll(() => app.close())

/** Reads a live stream until `enough` of its text says so, then cuts it. */
async function listen(query: string, enough: (text: string) => boolean, headers: Record<string, string> = duty): Promise<string> {
  const stop = new AbortController()
  const response = await fetch(`${base}/api/live${query}`, { headers, signal: stop.signal })
  let text = ""
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (enough(text)) break
  }
  stop.abort()
  return text
}

const write = (text: unknown, headers: Record<string, string> = duty) =>
  fetch(`${base}/api/journal`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  })
const positions = (text: string) => [...text.matchAll(/^data: \{"seq":(\d+)/gm)].map(([, seq]) => Number(seq))

describe("problems", () => {
  test("name the field, the value, and the rule, in the reader's language", async () => {
    const answer = await write(7, { ...duty, "accept-language": "en" })
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toContain("application/problem+json")
    expect(await answer.json()).toMatchObject({
      code: "PLATFORM_REQUEST_INVALID",
      fields: [{ field: "/text", value: "7", rule: "of type string" }],
    })
    expect(await (await write("")).json()).toMatchObject({ title: "请求有误", fields: [{ field: "/text", rule: "至少 1 个字" }] })
  })
  test.each([
    ["not JSON", "{", "application/json", 400],
    ["another type", "<a/>", "text/xml", 415],
    ["nothing", "", "application/json", 400],
    ["too much", JSON.stringify({ text: "x".repeat(2_000_000) }), "application/json", 413],
    ["deep nesting", "[".repeat(100_000), "application/json", 400],
  ])("refuse %s", async (_what, body, type, status) => {
    const answer = await fetch(`${base}/api/journal`, { method: "POST", headers: { ...duty, "content-type": type }, body })
    expect([400, 413, 415]).toContain(answer.status)
    expect(status === answer.status || answer.status === 400).toBe(true)
    expect(await answer.json()).toHaveProperty("code")
  })
  test("a resident who is not signed in is asked to sign in; an unknown path says where to look", async () => {
    expect((await write("x", {})).status).toBe(401)
    expect(await (await fetch(`${base}/api/nothing`)).json()).toMatchObject({ code: "PLATFORM_ROUTE_NOT_FOUND", status: 404 })
  })
})

describe("hostile clients", () => {
  const open = (...pieces: string[]) => {
    const socket = net.connect(Number(new URL(base).port), "127.0.0.1")
    socket.on("error", () => {})
    for (const piece of pieces) socket.write(piece)
    return socket
  }
  const isServed = async () => expect((await fetch(`${base}/healthz`)).status).toBe(200)

  test("who never reads an answer holds a bounded share of memory, and others are answered", async () => {
    let asked = 0
    const note = ({ url }: { url?: string | undefined }) => void (asked += url === "/much" ? 1 : 0)
    app.server.on("request", note)
    const held = () => new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)))
    const before = await held()
    const silent = Array.from({ length: 12 }, () => open("GET /much HTTP/1.1\r\nhost: x\r\n\r\n").pause())
    await expect.poll(() => asked, { timeout: 20_000 }).toBe(silent.length)
    app.server.off("request", note)
    // Eight answers of 16 MiB wait; whoever came before them is cut.
    await expect.poll(held, { timeout: 20_000 }).toBeLessThanOrEqual(before + 8)
    await isServed()
    expect((await (await fetch(`${base}/much`)).text()).length).toBe(MUCH.length)
    for (const socket of silent) socket.destroy()
  })
  test("bodies that stop before their end hold a bounded share of memory; small ones still come in, large ones are told to wait", async () => {
    let begun = 0
    const note = ({ method }: { method?: string | undefined }) => void (begun += method === "POST" ? 1 : 0)
    app.server.on("request", note)
    const head = `POST /much HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${8 * MIB}\r\n\r\n"`
    const stopped = Array.from({ length: 12 }, () => open(head))
    await expect.poll(() => begun, { timeout: 20_000 }).toBe(stopped.length)
    app.server.off("request", note)
    const large = () =>
      fetch(`${base}/much`, {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": "en" },
        body: JSON.stringify("x".repeat(MIB)),
      })
    const refused = await large()
    expect([refused.status, refused.headers.has("retry-after")]).toEqual([503, true])
    expect(await refused.json()).toMatchObject({ code: "PLATFORM_BODIES_BUSY" })
    expect((await write("small")).status).toBe(201)
    for (const socket of stopped) socket.destroy()
    await expect.poll(async () => (await large()).status, { timeout: 20_000 }).toBe(200)
  })
  test("where there is no room, who sends next to nothing gives way to who sends", () => {
    const room = new BodyRoom()
    const cut: string[] = []
    const arrived: Record<string, number> = { "slow 1": 1_000, "slow 2": 1_000, stopped: 7 * MIB }
    const body = (name: string, { bytes = 8 * MIB, isWhole = false } = {}) => ({
      ...{ bytes, isWhole: () => isWhole, arrivedBytes: () => arrived[name] ?? 0, cut: () => void cut.push(name) },
    })
    for (let i = 0; i < 9; i += 1) room.take(body(`whole ${i}`, { isWhole: true }), 0)
    for (const name of ["slow 1", "slow 2", "stopped"]) room.take(body(name), 0)
    expect([room.take(body("too early"), 4_000), cut]).toEqual([false, []])
    expect([room.take(body("new"), 6_000), cut]).toEqual([true, ["slow 1"]])
    expect([room.take(body("small", { bytes: 1_000 }), 6_000), cut]).toEqual([true, ["slow 1"]])
    expect([room.take(body("newer"), 6_000), cut]).toEqual([true, ["slow 1", "slow 2"]])
    expect([room.take(body("newest"), 6_000), cut]).toEqual([false, ["slow 1", "slow 2"]])
    // It was quick until then, and has sent nothing since.
    Object.assign(arrived, { new: MIB, newer: MIB })
    expect([room.take(body("newest"), 12_000), cut]).toEqual([true, ["slow 1", "slow 2", "stopped"]])
  })
  test.each([
    ["203.0.113.5", "203.0.113.5"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["2001:db8:1:2::5", "2001:db8:1:2::/64"],
    ["2001:0DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8::5", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["64:ff9b::203.0.113.5", "64:ff9b:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("%s counts as %s", (address, network) => expect(networkOf(address)).toBe(network))
  test("a body that never comes to its end is ended, and others are answered", async () => {
    const head = `POST /api/journal HTTP/1.1\r\nhost: x\r\nx-test-role: duty-officer\r\ncontent-type: application/json\r\n`
    const halves = ["content-length: 900000\r\n\r\n{", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n"].map((rest) =>
      open(head + rest).resume(),
    )
    const ended = Promise.all(halves.map((socket) => new Promise<void>((resolve) => socket.once("close", () => resolve()))))
    await isServed()
    await ended
  })
})

describe("live", () => {
  test("a reader that does not read is cut, and the others go on", async () => {
    const slow = net.connect(Number(new URL(base).port), "127.0.0.1")
    slow.write(`GET /api/live HTTP/1.1\r\nhost: x\r\nx-test-role: duty-officer\r\n\r\n`)
    slow.pause()
    const streams = async () => /holdfast_live_streams (\d+)/.exec(await (await fetch(`${base}/metrics`)).text())?.[1]
    await expect.poll(streams, { timeout: 20_000 }).toBe("1")
    // Far more than a socket holds in the kernel; the log itself has none of it.
    const start = world.log.position
    const news = {
      at: "2026-07-30T19:00:00Z",
      module: "x",
      verb: "x".repeat(200),
      record: "x",
      because: null,
      edge: "none",
      actorRole: "x",
    }
    const heard = listen("", (text) => text.includes("event: beat"))
    for (let i = 1; i <= 60_000; i += 1) world.bus.publish("log", { ...news, seq: start + i })
    await expect.poll(streams, { timeout: 20_000 }).toBe("0")
    expect(await heard).toContain("event: beat")
    slow.destroy()
  })
  test("goes on from the position of the snapshot, without a gap and without a double", async () => {
    const { position } = (await (await fetch(`${base}/api/journal`, { headers: duty })).json()) as { position: number }
    const heard = listen(`?after=${position}`, (text) => positions(text).length >= 20)
    await Promise.all(Array.from({ length: 20 }, (_, i) => write(`note ${i}`)))
    expect(positions(await heard)).toEqual(Array.from({ length: 20 }, (_, i) => position + 1 + i))
  })
  test("a reader that was cut resumes from the last position it saw", async () => {
    const before = world.log.position
    for (let i = 0; i < 5; i += 1) await write(`while away ${i}`)
    await world.log.drain()
    const text = await listen("", (heard) => positions(heard).length >= 3, { ...duty, "last-event-id": String(before + 2) })
    expect(positions(text)).toEqual([before + 3, before + 4, before + 5])
  })
  test("a position from another database gets a reset", async () => {
    expect(await listen("?after=999999", (text) => text.includes("reset"))).toContain(`event: reset\ndata: ${world.log.position}`)
  })
  test("who is not signed in hears only what is public, and still the heartbeat", async () => {
    const heard = listen("?after=0", (text) => text.includes("event: beat"), {})
    await write("not for everybody")
    const text = await heard
    expect(positions(text)).toEqual([])
    expect(text).toContain('"position":')
  })
  test("many streams close without keeping the server open", async () => {
    const stops = Array.from({ length: 50 }, () => new AbortController())
    await Promise.all(stops.map((stop) => fetch(`${base}/api/live`, { headers: duty, signal: stop.signal })))
    expect(await (await fetch(`${base}/metrics`)).text()).toMatch(/holdfast_live_streams 5\d/)
    for (const stop of stops) stop.abort()
    await expect
      .poll(async () => (await fetch(`${base}/metrics`)).text(), { timeout: 20_000 })
      .toMatch(/holdfast_live_streams 0$/m)
  })
})

test("health, metrics, and the description of the interface answer", async () => {
  expect(await (await fetch(`${base}/healthz`)).json()).toMatchObject({ status: "ok", database: { ok: true } })
  expect(await (await fetch(`${base}/metrics`)).text()).toContain("holdfast_log_position")
  const openapi = (await (await fetch(`${base}/api/openapi.json`)).json()) as { paths: Record<string, unknown> }
  expect(Object.keys(openapi.paths)).toContain("/api/journal")
})

test("nothing of a client is written anywhere", async () => {
  await fetch(`${base}/api/journal?phone=13800000000`, {
    headers: { "user-agent": "a-very-special-agent", referer: "http://special-referrer/" },
  })
  await fetch(`${base}/api/nothing/13800000000`)
  const written = lines.join("") + (await (await fetch(`${base}/metrics`)).text())
  expect(lines.length).toBeGreaterThan(10)
  for (const secret of ["a-very-special-agent", "special-referrer", "127.0.0.1", "13800000000"])
    expect(written).not.toContain(secret)
})
