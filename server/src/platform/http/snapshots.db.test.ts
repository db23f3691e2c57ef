import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { journalRoutes } from "../../modules/respond/index.ts"
import { buildHttp } from "./index.ts"

const { world } = await openTestWorld()
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => {
    const role = headers["x-test-role"]
    const area = headers["x-test-area"]
    return role ? { role: String(role), ...(area && { area: String(area) }) } : undefined
  },
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  snapshots: ["readJournal", "countLoads"],
  routes: [
    { prefix: "/api", plugin: journalRoutes(world) },
    {
      prefix: "/api",
      plugin: async (routes) => {
        routes.get("/loads", { schema: { operationId: "countLoads" } }, async ({ actor }) => {
          loads += 1
          const of = loads
          await new Promise((resolve) => setImmediate(resolve))
          if (actor?.role === "nobody") throw new Error("not for this role")
          return { of, role: actor?.role ?? null, area: actor?.area ?? null }
        })
      },
    },
  ],
})
let loads = 0
let base = ""
beforeAll(async () => {
  base = await app.listen({ host: "127.0.0.1", port: 0, listenTextResolver: () => "listening" })
})
afterAll(() => app.close())

const duty = { "x-test-role": "duty-officer" }
const read = (path: string, headers: Record<string, string> = duty) => fetch(`${base}/api${path}`, { headers })
const write = (text: string) =>
  fetch(`${base}/api/journal`, {
    method: "POST",
    headers: { ...duty, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  })
const texts = async () => ((await (await read("/journal")).json()) as { notes: { text: string }[] }).notes.map(({ text }) => text)

describe("an answer that is kept", () => {
  test("is made once until something changes, also for readers who come together", async () => {
    await write("before")
    await world.log.drain()
    const before = loads
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await read("/loads")).json()))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(loads).toBe(before + 1)
    await write("after")
    expect(await (await read("/loads")).json()).not.toEqual(answers[0])
  })

  test("never hides a change from whoever made it", async () => {
    for (let i = 0; i < 20; i += 1) {
      await write(`mine ${i}`)
      expect(await texts()).toContain(`mine ${i}`)
    }
  })

  test("belongs to a role and an area; somebody without a role gets none", async () => {
    const ofArea = { ...duty, "x-test-area": "west" }
    expect(await (await read("/loads", ofArea)).json()).toMatchObject({ role: "duty-officer", area: "west" })
    expect(await (await read("/loads")).json()).toMatchObject({ role: "duty-officer", area: null })
    expect(await (await read("/loads", { "x-test-role": "leader" })).json()).toMatchObject({ role: "leader" })
    expect((await read("/journal", {})).status).toBe(401)
    expect((await read("/loads", {})).headers.get("etag")).toBeNull()
  })

  test("that failed is not kept", async () => {
    const before = loads
    expect((await read("/loads", { "x-test-role": "nobody" })).status).toBe(500)
    expect((await read("/loads", { "x-test-role": "nobody" })).status).toBe(500)
    expect(loads).toBe(before + 2)
  })

  test("is not sent again to whoever has it, until it changes", async () => {
    await world.log.drain()
    const first = await read("/journal")
    const etag = first.headers.get("etag")!
    expect(first.headers.get("content-type")).toBe("application/json; charset=utf-8")
    expect(first.headers.get("cache-control")).toBe("private, no-cache")
    expect((await read("/journal", { ...duty, "if-none-match": etag })).status).toBe(304)
    expect((await read("/journal", { "if-none-match": etag })).status).toBe(401)
    await write("changed")
    expect((await read("/journal", { ...duty, "if-none-match": etag })).status).toBe(200)
  })
})
