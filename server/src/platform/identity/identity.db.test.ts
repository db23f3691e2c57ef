import { ManualClock } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, describe, expect, test, vi } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../http/index.ts"
import { createIdentity } from "./index.ts"

const { world } = await openTestWorld()
const wall = new ManualClock("2026-07-30T19:00:00Z")
const lines: string[] = []
const options = {
  world,
  publicUrl: "http://localhost:8080",
  timeZone: "Asia/Shanghai",
  wall,
  drills: true,
  onError: (error: unknown) => {
    throw error
  },
}

async function start() {
  const identity = await createIdentity(options)
  const app = await buildHttp({
    world,
    language: "zh-CN",
    authenticate: identity.authenticate,
    watchSession: identity.watchSession,
    mayHear: (_event, actor) => actor !== undefined,
    logger: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
    routes: identity.routes,
  })
  afterAll(async () => {
    await app.close()
    await identity.stop()
  })
  return { identity, app }
}
const { identity, app } = await start()

/** Becomes a demo person and gives the cookie. */
async function become(role: string, account?: string): Promise<string> {
  const answer = await app.inject({ method: "POST", url: "/api/demo/session", payload: { role, account } })
  expect(answer.statusCode).toBe(204)
  return String(answer.headers["set-cookie"]).split(";")[0]!
}
const session = async (cookie: string, to = app) => (await to.inject({ url: "/api/session", headers: { cookie } })).json()

describe("a session", () => {
  test("says who is signed in, where, and in what city", async () => {
    expect(await session("")).toEqual({
      account: null,
      role: null,
      area: null,
      may: [],
      world: "demo",
      city: { "zh-CN": "临江市", en: "Linjiang" },
      timeZone: "Asia/Shanghai",
      approversOnDuty: null,
    })
    expect(await session(await become("inspector"))).toMatchObject({ account: "wu", role: "inspector", area: "linjiang/xihe" })
  })
  test("has a cookie that no script sees, that another site's links bring and its forms do not, and no token in the database", async () => {
    const answer = await app.inject({ method: "POST", url: "/api/demo/session", payload: { role: "leader" } })
    const cookie = String(answer.headers["set-cookie"])
    expect(cookie).toMatch(/^holdfast-demo=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
    const kept = await sql<{ row: string }>`select to_jsonb(s)::text as row from identity.session s`.execute(world.db.query)
    const token = cookie.slice("holdfast-demo=".length).split(";")[0]!
    for (const { row } of kept.rows) {
      expect(row).not.toContain(token)
      expect(row).not.toContain(Buffer.from(token, "base64url").toString("hex"))
    }
  })
  test("survives a restart", async () => {
    const cookie = await become("duty-officer")
    const { app: restarted } = await start()
    expect(await session(cookie, restarted)).toMatchObject({ account: "li", role: "duty-officer" })
  })
  test("ends 12 hours after the last use, not after the first", async () => {
    const cookie = await become("duty-officer")
    for (let i = 0; i < 3; i += 1) {
      wall.advanceByMs(11 * 3_600_000)
      expect(await session(cookie)).toMatchObject({ account: "li" })
    }
    wall.advanceByMs(12 * 3_600_000)
    expect(await session(cookie)).toMatchObject({ account: null })
  })
  test("can be seen and ended from another browser of the same person, and from nobody else's", async () => {
    const [first, second, other] = [await become("duty-officer"), await become("duty-officer"), await become("leader")]
    expect(await session(second)).toMatchObject({ account: "li" })
    const { sessions } = (await app.inject({ url: "/api/sessions", headers: { cookie: first } })).json()
    const gone = sessions.filter(({ current }: { current: boolean }) => !current)
    expect(gone).toHaveLength(1)
    const end = (cookie: string) =>
      app
        .inject({ method: "DELETE", url: `/api/sessions/${gone[0].id}`, headers: { cookie } })
        .then(({ statusCode }) => statusCode)
    expect([await end(""), await end(other), await end(first), await end(first)]).toEqual([401, 404, 204, 404])
    expect(await session(second)).toMatchObject({ account: null })
    expect(await session(first)).toMatchObject({ account: "li" })
  })
  test("counts who could approve, and hears at once of who came and who went", async () => {
    wall.advanceByMs(24 * 3_600_000)
    const officer = await become("duty-officer")
    const count = async () => (await session(officer)).approversOnDuty
    expect([await count(), await count()]).toEqual([0, 0])
    const approver = await become("approver")
    expect(await count()).toBe(1)
    await app.inject({ method: "DELETE", url: "/api/session", headers: { cookie: approver } })
    expect(await count()).toBe(0)
    await session(await become("approver"))
    wall.advanceByMs(20 * 60_000)
    expect(await count()).toBe(0)
  })
  test("is over at once after sign-out", async () => {
    const cookie = await become("duty-officer")
    await session(cookie)
    const out = await app.inject({ method: "DELETE", url: "/api/session", headers: { cookie } })
    expect(String(out.headers["set-cookie"])).toContain("holdfast-demo=; Path=/; Max-Age=0")
    expect(await session(cookie)).toMatchObject({ account: null })
  })
  test("of another kind of world is not looked at", async () => {
    const cookie = await become("duty-officer")
    expect(await session(cookie.replace("holdfast-demo", "holdfast-live"))).toMatchObject({ account: null })
    expect(await session("holdfast-demo=nonsense; other=1")).toMatchObject({ account: null })
  })
})

describe("a live stream", () => {
  const listen = (to: typeof app) => to.listen({ host: "127.0.0.1", port: 0, listenTextResolver: () => "listening" })
  /** Opens a stream; `ended` is when the server ended it, with what it said. */
  async function stream(base: string, cookie: string) {
    const answer = await fetch(`${base}/api/live`, { headers: { cookie } })
    return { ended: answer.text() }
  }
  const openAt = async (base: string) => /holdfast_live_streams (\d+)/.exec(await (await fetch(`${base}/metrics`)).text())?.[1]

  test("ends with its session, however that ends, and others go on", async () => {
    const base = await listen(app)
    const here = await become("inspector")
    const [there, elsewhere] = [await become("inspector"), await become("inspector")]
    const [leader, engineer] = [await become("leader"), await become("engineer")]
    const own = await stream(base, here)
    const others = [await stream(base, there), await stream(base, elsewhere)]
    const last = await stream(base, leader)
    void (await stream(base, "")).ended.catch(() => {})
    expect(await openAt(base)).toBe("5")
    await app.inject({ method: "DELETE", url: "/api/session", headers: { cookie: here } })
    expect(await own.ended).toContain('"signedIn":true')
    await app.inject({ method: "DELETE", url: "/api/accounts/wu/sessions", headers: { cookie: engineer } })
    await Promise.all(others.map(({ ended }) => ended))
    await expect.poll(() => openAt(base)).toBe("2")
    await app.inject({ method: "DELETE", url: "/api/accounts/chen", headers: { cookie: engineer } })
    await last.ended
    await expect.poll(() => openAt(base)).toBe("1")
  })
  test("ends within a minute of a session that another process ended, or that ran out", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    const { app: other } = await start()
    const base = await listen(other)
    const cookies = [await become("lifeline-operator"), await become("duty-officer"), await become("approver")]
    const [deleted, unused, used] = await Promise.all(cookies.map((cookie) => stream(base, cookie)))
    await sql`delete from identity.session where account = 'deng'`.execute(world.db.query)
    vi.advanceTimersByTime(60_000)
    await deleted!.ended
    wall.advanceByMs(11 * 3_600_000)
    await session(cookies[2]!, other)
    wall.advanceByMs(2 * 3_600_000)
    vi.advanceTimersByTime(60_000)
    await unused!.ended
    await expect.poll(() => openAt(base)).toBe("1")
    await other.inject({ method: "DELETE", url: "/api/session", headers: { cookie: cookies[2]! } })
    await used!.ended
    vi.useRealTimers()
  })
})

describe("a change of state that another site asks for", () => {
  const write = (headers: Record<string, string>) =>
    app.inject({ method: "POST", url: "/api/demo/session", headers, payload: { role: "leader" } })
  test.each([
    ["same origin", { "sec-fetch-site": "same-origin" }, 204],
    ["typed by the person", { "sec-fetch-site": "none" }, 204],
    ["no browser", {}, 204],
    ["old browser, same origin", { origin: "http://localhost:80", host: "localhost:80" }, 403],
    ["old browser, same host", { origin: "https://city.example", host: "city.example" }, 204],
    ["another site", { "sec-fetch-site": "cross-site" }, 403],
    ["a neighbour on the same domain", { "sec-fetch-site": "same-site" }, 403],
    ["old browser, another site", { origin: "https://elsewhere.example", host: "city.example" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
  ])("%s: %o gives %i", async (_what, headers, status) => {
    expect((await write(headers)).statusCode).toBe(status)
  })
  test("is refused wherever a session is used, and reading is not", async () => {
    const cookie = await become("duty-officer")
    const headers = { cookie, "sec-fetch-site": "cross-site", "accept-language": "en" }
    const answer = await app.inject({ method: "DELETE", url: "/api/session", headers })
    expect(answer.json()).toMatchObject({ status: 403, code: "IDENTITY_FOREIGN_ORIGIN" })
    expect((await app.inject({ url: "/api/session", headers })).json()).toMatchObject({ account: "li" })
  })
})

describe("the approvers that can be reached", () => {
  test("are counted by account, right, area, and time", async () => {
    wall.advanceByMs(24 * 3_600_000)
    expect(await identity.countApprovers([])).toBe(0)
    await become("duty-officer")
    await become("approver", "zhao")
    await become("approver", "zhao")
    const sun = await become("approver", "sun")
    expect(await identity.countApprovers(["linjiang/xihe"])).toBe(2)
    expect(await identity.countApprovers(["linjiang/xihe"], "zhao")).toBe(1)
    await sql`update identity.account set area = 'linjiang/donghu' where id = 'zhao'`.execute(world.db.query)
    expect(await identity.countApprovers(["linjiang/xihe"])).toBe(1)
    expect(await identity.countApprovers(["linjiang/donghu"])).toBe(2)
    expect(await identity.countApprovers(["linjiang/donghu", "linjiang/xihe"])).toBe(1)
    wall.advanceByMs(16 * 60_000)
    expect(await identity.countApprovers(["linjiang/donghu"])).toBe(0)
    await session(sun)
    expect(await identity.countApprovers(["linjiang/donghu"])).toBe(1)
  })
})

describe("pages", () => {
  test("the demo page has a card for each role and works as a form", async () => {
    const page = await app.inject({ url: "/demo?lang=en" })
    expect(page.body).toContain("Be the duty officer")
    expect(page.body).toContain("Be Sun He, approver")
    expect(page.body).toContain('action="/api/drills"')
    expect(page.body).not.toMatch(/<script/)
    const enter = (person: string) =>
      app.inject({
        method: "POST",
        url: "/demo",
        headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
        payload: `person=${person}`,
      })
    const officer = await enter("sun")
    expect([officer.statusCode, officer.headers.location]).toEqual([303, "/console/warnings"])
    expect(await session(String(officer.headers["set-cookie"]).split(";")[0]!)).toMatchObject({ account: "sun" })
    // A role begins where it has something to do.
    const begins = ["li", "chen", "wu", "qian", "he", "deng", "fang", "resident"].map(
      async (id) => (await enter(id)).headers.location,
    )
    expect(await Promise.all(begins)).toEqual([
      "/console",
      "/console/reviews",
      "/field",
      "/console/requests",
      "/field",
      "/console/outages",
      "/accounts",
      "/",
    ])
  })
  test("the own account lists sessions and leads to signing in when there is none", async () => {
    expect((await app.inject({ url: "/account" })).headers.location).toBe("/demo")
    const page = await app.inject({ url: "/account?lang=en", headers: { cookie: await become("engineer") } })
    expect(page.body).toContain("This browser")
    expect(page.body).toContain("Add a passkey")
  })
})

test("nothing of a client is written anywhere", async () => {
  await app.inject({
    method: "POST",
    url: "/api/session",
    remoteAddress: "203.0.113.77",
    headers: { "user-agent": "a-very-special-agent" },
    payload: { account: "li", password: "wrong", code: "000000" },
  })
  const kept = await sql<{ row: string }>`
    select to_jsonb(s)::text as row from identity.session s
    union all select to_jsonb(a)::text from identity.account a
    union all select body from log.body`.execute(world.db.query)
  const written = lines.join("") + kept.rows.map(({ row }) => row).join("")
  for (const secret of ["203.0.113.77", "a-very-special-agent"]) expect(written).not.toContain(secret)
})
