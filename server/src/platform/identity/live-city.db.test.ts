import { ManualClock, systemClock } from "@holdfast/kernel"
import { sql } from "kysely"
import { Secret, TOTP } from "otpauth"
import pino from "pino"
import { afterAll, describe, expect, test } from "vitest"
import { openTestEngine, temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { allMigrations } from "../../migrations.ts"
import { MemoryBus } from "../bus/index.ts"
import { buildHttp } from "../http/index.ts"
import { World } from "../world/index.ts"
import { createAccount } from "./create-account.ts"
import { hashInTurn } from "./hash-gate.ts"
import { createIdentity, initCity, readCity } from "./index.ts"
import { openFactorKey } from "./open-factor-key.ts"

const world = await World.open({
  kind: "live",
  engine: await openTestEngine(),
  clock: systemClock,
  wall: systemClock,
  bus: new MemoryBus(fail),
  dataFolder: temporaryFolder(),
  migrations: allMigrations,
})
afterAll(() => world.close())
function fail(error: unknown): never {
  throw error
}

const { world: demo } = await openTestWorld()

const wall = new ManualClock("2026-07-30T19:00:00Z")
const options = { world, publicUrl: "https://city.example", timeZone: "Asia/Shanghai", wall, onError: fail }
const name = { "zh-CN": "海州市", en: "Haizhou" }
// What an empty live world does; it has its city from here on, so the tests below look at what came of it.
const refusals = await Promise.allSettled([
  createIdentity(options),
  initCity(world, { name, admin: "wang", password: "short" }),
  initCity(world, { name, admin: "Wang Li" }),
])
const emptyBefore = await readCity(world.db.query)
const admin = await initCity(world, { name, admin: "wang", password: "a long pass phrase" })
const identity = await createIdentity(options)
const app = await buildHttp({
  world,
  language: "en",
  authenticate: identity.authenticate,
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: identity.routes,
})
afterAll(async () => {
  await app.close()
  await identity.stop()
})

const codeOf = (totpUri: string) =>
  new TOTP({ secret: Secret.fromBase32(new URL(totpUri).searchParams.get("secret")!) }).generate({
    timestamp: wall.now().getTime(),
  })
const signIn = (given: { account?: string; password?: string; code?: string }, remoteAddress = "198.51.100.1") =>
  app.inject({
    method: "POST",
    url: "/api/session",
    remoteAddress,
    payload: { account: "wang", password: "a long pass phrase", code: "000000", ...given },
  })
const nextCode = () => {
  wall.advanceByMs(30_000)
  return codeOf(admin.totpUri)
}
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers["set-cookie"]).split(";")[0]!

describe("a live city", () => {
  test("does not come into being by itself, nor by a mistake", () => {
    const reasons = refusals.map((outcome) => outcome.status === "rejected" && String(outcome.reason))
    expect(reasons).toEqual([
      expect.stringContaining("a live world needs a live city"),
      expect.stringContaining("IDENTITY_PASSWORD_SHORT"),
      expect.stringContaining("IDENTITY_ACCOUNT_INVALID"),
    ])
    expect(emptyBefore).toBeUndefined()
  })
  test("is made once, and only in an empty database", async () => {
    expect(await readCity(world.db.query)).toMatchObject({ kind: "live", name })
    await expect(initCity(world, { name, admin: "other" })).rejects.toThrow("IDENTITY_CITY_EXISTS")
    const playing = await createIdentity({ ...options, world: demo })
    await expect(initCity(demo, { name, admin: "wang" })).rejects.toThrow("IDENTITY_CITY_EXISTS")
    await playing.stop()
  })
  test("has no demo people, no demo page, and the code refuses to make one", async () => {
    for (const url of ["/demo", "/api/demo/session"])
      expect((await app.inject({ method: "POST", url, payload: {} })).statusCode).toBe(404)
    const li = { id: "li", kind: "demo" as const, name, role: "duty-officer" as const, area: null }
    const engineer = { role: "engineer", account: "wang" }
    await expect(createAccount({ world, factorKey: await openFactorKey(world) }, engineer, li)).rejects.toThrow(
      "IDENTITY_KIND_MISMATCH",
    )
  })
  test("the database itself refuses a demo account, and a change of what the city is", async () => {
    const insert = sql`
      insert into identity.account (id, record_ref, kind, name_zh, name_en, role, created_at)
      values ('li', gen_random_uuid(), 'demo', '李', 'Li', 'duty-officer', '2026-07-30T19:00:00Z')`
    await expect(insert.execute(world.db.query)).rejects.toThrow("foreign key")
    await expect(sql`update identity.account set kind = 'demo'`.execute(world.db.query)).rejects.toThrow("foreign key")
    for (const statement of [
      "update identity.city set kind = 'demo'",
      "delete from identity.city",
      "truncate identity.city cascade",
    ])
      await expect(sql.raw(statement).execute(world.db.query)).rejects.toThrow("stays what it was made as")
    const second = sql`
      insert into identity.city (kind, name_zh, name_en, created_at) values ('demo', 'x', 'x', '2026-07-30T19:00:00Z')`
    await expect(second.execute(world.db.query)).rejects.toThrow("city_pkey")
  })
})

describe("signing in with password and code", () => {
  test("works once for each code, with a cookie for https only", async () => {
    const code = nextCode()
    const first = await signIn({ code })
    expect(first.statusCode).toBe(204)
    expect(String(first.headers["set-cookie"])).toMatch(/^__Host-holdfast-live=.*; Secure$/)
    expect((await app.inject({ url: "/api/session", headers: { cookie: cookieOf(first) } })).json()).toMatchObject({
      account: "wang",
      role: "engineer",
      world: "live",
    })
    expect((await signIn({ code })).statusCode).toBe(401)
  })
  test("says the same for every mistake", async () => {
    const wrong = [
      await signIn({ account: "nobody", code: nextCode() }),
      await signIn({ password: "another pass phrase", code: nextCode() }),
      await signIn({ code: "abcdef" }),
    ]
    expect(new Set(wrong.map(({ body }) => body)).size).toBe(1)
    expect(wrong[0]!.json()).toMatchObject({ status: 401, code: "IDENTITY_CREDENTIALS_WRONG" })
  })
  test("takes a recovery code in place of the code, once", async () => {
    const code = admin.recoveryCodes[0]!.toLowerCase().replaceAll("-", " ")
    expect((await signIn({ code })).statusCode).toBe(204)
    expect((await signIn({ code })).statusCode).toBe(401)
  })
  test("works as a plain form, and keeps the account name when it fails", async () => {
    const post = (payload: string) =>
      app.inject({
        method: "POST",
        url: "/sign-in?lang=en",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload,
      })
    const failed = await post("account=wang&password=wrong+pass+phrase&code=123456")
    expect(failed.statusCode).toBe(401)
    expect(failed.body).toContain("do not fit together")
    expect(failed.body).toContain('value="wang"')
    const done = await post(`account=wang&password=a+long+pass+phrase&code=${nextCode()}`)
    expect([done.statusCode, done.headers.location]).toEqual([303, "/console"])
  })
  test("stops guessing at one account, for an hour, and at many accounts from one address", async () => {
    wall.advanceByMs(3_600_000)
    for (let i = 0; i < 10; i += 1) expect((await signIn({ account: "guess" })).statusCode).toBe(401)
    expect((await signIn({ account: "guess" }, "198.51.100.9")).json()).toMatchObject({ code: "IDENTITY_TOO_MANY_ATTEMPTS" })
    expect((await signIn({ code: nextCode() })).statusCode).toBe(204)
    wall.advanceByMs(3_600_000)
    expect((await signIn({ account: "guess" })).statusCode).toBe(401)
  })
  test("counts what comes at once as what comes one by one, and takes back what was right", async () => {
    wall.advanceByMs(3_600_000)
    const burst = await Promise.all(Array.from({ length: 30 }, () => signIn({ account: "guess" })))
    const codes = burst.map(({ statusCode }) => statusCode)
    expect([codes.filter((code) => code === 401).length, codes.filter((code) => code === 429).length]).toEqual([10, 20])
    for (let i = 0; i < 12; i += 1) expect((await signIn({ code: nextCode() })).statusCode).toBe(204)
  })
  test("turns away what is too much at once, and counts that against nobody", async () => {
    wall.advanceByMs(3_600_000)
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const many = Array.from({ length: 42 }, () => hashInTurn("guess", () => held))
    for (let i = 0; i < 12; i += 1) {
      const busy = await signIn({ code: nextCode() })
      expect([busy.json().code, busy.statusCode, busy.headers["retry-after"]]).toEqual(["IDENTITY_BUSY", 503, "2"])
    }
    release()
    await Promise.all(many)
    expect((await signIn({ code: nextCode() })).statusCode).toBe(204)
  })
})

describe("accounts of staff", () => {
  test("are made and ended by an engineer; the end closes their sessions, and nobody ends their own", async () => {
    const cookie = cookieOf(await signIn({ code: nextCode() }))
    const officer = { id: "gao", name: { "zh-CN": "高", en: "Gao" }, role: "duty-officer", area: "haizhou/north" }
    const create = (as: string) => app.inject({ method: "POST", url: "/api/accounts", headers: { cookie: as }, payload: officer })
    expect((await create("")).statusCode).toBe(401)
    const made = await create(cookie)
    expect(made.statusCode).toBe(201)
    expect((await create(cookie)).json()).toMatchObject({ code: "IDENTITY_ACCOUNT_EXISTS" })
    const { password, totpUri } = made.json()
    const gao = cookieOf(await signIn({ account: "gao", password, code: codeOf(totpUri) }))
    expect((await app.inject({ url: "/api/session", headers: { cookie: gao } })).json()).toMatchObject({ area: "haizhou/north" })
    expect((await create(gao)).statusCode).toBe(403)
    const end = (id: string) => app.inject({ method: "DELETE", url: `/api/accounts/${id}`, headers: { cookie } })
    expect((await end("wang")).json()).toMatchObject({ code: "IDENTITY_ACCOUNT_OWN" })
    expect((await end("gao")).statusCode).toBe(204)
    expect((await app.inject({ url: "/api/session", headers: { cookie: gao } })).json()).toMatchObject({ account: null })
    expect((await create(cookie)).json()).toMatchObject({ code: "IDENTITY_ACCOUNT_EXISTS" })
    expect((await app.inject({ url: "/api/accounts", headers: { cookie } })).json().accounts).toHaveLength(1)
  })
  test("of an area are an engineer's of that area; those of the city, or of elsewhere, are not", async () => {
    const account = (id: string, role: string, area: string | null) => ({ id, name: { "zh-CN": "梅", en: "Mei" }, role, area })
    const asked = async (cookie: string, method: "GET" | "POST" | "DELETE", url: string, payload?: object) =>
      app.inject({ method, url, headers: { cookie, "accept-language": "en" }, ...(payload && { payload }) })
    const wang = cookieOf(await signIn({ code: nextCode() }))
    const made = await asked(wang, "POST", "/api/accounts", account("mei", "engineer", "haizhou/north"))
    expect((await asked(wang, "POST", "/api/accounts", account("yan", "leader", "haizhou/south"))).statusCode).toBe(201)
    const { password, totpUri } = made.json()
    const mei = cookieOf(await signIn({ account: "mei", password, code: codeOf(totpUri) }))
    const refused = { status: 403, code: "IDENTITY_NOT_PERMITTED" }
    for (const area of [null, "haizhou", "haizhou/south", "haizhou/northern"])
      for (const url of ["/api/accounts", "/api/accounts/invited"])
        expect((await asked(mei, "POST", url, account("own", "approver", area))).json()).toMatchObject(refused)
    for (const id of ["wang", "yan"]) {
      expect((await asked(mei, "POST", `/api/accounts/${id}/invitation`, { purpose: "access" })).json()).toMatchObject(refused)
      for (const url of [`/api/accounts/${id}/sessions`, `/api/accounts/${id}`])
        expect((await asked(mei, "DELETE", url)).json()).toMatchObject(refused)
    }
    expect((await asked(mei, "POST", "/api/accounts/invited", account("tan", "approver", "haizhou/north/1"))).statusCode).toBe(
      201,
    )
    expect((await asked(mei, "DELETE", "/api/accounts/tan/sessions")).statusCode).toBe(204)
    const shown = (await asked(mei, "GET", "/api/accounts")).json().accounts as { id: string }[]
    expect(shown.map(({ id }) => id)).toEqual(["mei", "tan"])
    const page = (await asked(mei, "GET", "/accounts")).body
    expect(page).toContain('name="area" autocapitalize="none" maxlength="200" value="haizhou/north" required')
    expect(page).not.toMatch(/· (wang|yan)/)
    const form = (url: string, fields: Record<string, string>) =>
      app.inject({
        method: "POST",
        url,
        headers: { cookie: mei, "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams(fields).toString(),
      })
    expect((await form("/accounts/change", { id: "wang", what: "end-account" })).statusCode).toBe(403)
    expect((await form("/accounts", { id: "own", nameZh: "己", nameEn: "Own", role: "approver", area: "" })).statusCode).toBe(403)
    expect((await asked(wang, "GET", "/api/session")).json()).toMatchObject({ account: "wang" })
  })
})
