import fs from "node:fs"
import path from "node:path"
import { ManualClock, systemClock } from "@holdfast/kernel"
import { sql } from "kysely"
import { Secret, TOTP } from "otpauth"
import pino from "pino"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { openTestEngine, temporaryFolder } from "../../../test/engines.ts"
import { allMigrations } from "../../migrations.ts"
import { MemoryBus } from "../bus/index.ts"
import { buildHttp } from "../http/index.ts"
import { World } from "../world/index.ts"
import { createIdentity, endAllSessions, initCity } from "./index.ts"

function fail(error: unknown): never {
  throw error
}
const dataFolder = temporaryFolder()
const world = await World.open({
  kind: "live",
  engine: await openTestEngine(),
  clock: systemClock,
  wall: systemClock,
  bus: new MemoryBus(fail),
  dataFolder,
  migrations: allMigrations,
})
const wall = new ManualClock("2026-07-30T19:00:00Z")
const admin = await initCity(world, { name: { "zh-CN": "海州市", en: "Haizhou" }, admin: "wang", password: "a long pass phrase" })
const secretOf = (uri: string) => new URL(uri).searchParams.get("secret")!
// As an older version left it: the next start seals what it finds.
await sql`update identity.password set totp_sealed = null, totp_secret = ${secretOf(admin.totpUri)}`.execute(world.db.query)

const identity = await createIdentity({
  world,
  publicUrl: "https://city.example",
  timeZone: "Asia/Shanghai",
  wall,
  onError: fail,
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: identity.authenticate,
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: identity.routes,
})
afterAll(async () => {
  await app.close()
  await identity.stop()
  await world.close()
})

let password = "a long pass phrase"
let secret = secretOf(admin.totpUri)
let recoveryCode = admin.recoveryCodes[0]!
/** A code that was not used yet: the clock moves to the next. */
function nextCode(of = secret): string {
  wall.advanceByMs(30_000)
  return new TOTP({ secret: Secret.fromBase32(of) }).generate({ timestamp: wall.now().getTime() })
}
async function ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, cookie = "", payload?: object) {
  const answer = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
  const set = answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
  const isJson = String(answer.headers["content-type"]).includes("json")
  return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, cookie: set, location: answer.headers.location }
}
const form = (url: string, fields: Record<string, string>, cookie = "") =>
  app.inject({
    method: "POST",
    url,
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  })
const signIn = (code = nextCode(), account = "wang", pass = password) =>
  ask("POST", "/api/session", "", { account, password: pass, code })
const accountOf = async (cookie: string) => (await ask("GET", "/api/session", cookie)).body.account as string | null

// Failures of one test must not lock the next one out.
beforeEach(() => wall.advanceByMs(3_600_000))

test("second factors lie sealed under a key that is beside the database, also those of an older version", async () => {
  const { rows } = await sql<{ row: string }>`select p::text as row from identity.password p`.execute(world.db.query)
  expect(rows).toHaveLength(1)
  expect(rows[0]!.row).not.toContain(secret)
  expect(rows[0]!.row).not.toContain(Buffer.from(secret).toString("hex"))
  const file = path.join(dataFolder, "keys", "second-factor.key")
  expect([fs.statSync(file).size, fs.statSync(file).mode & 0o777]).toEqual([32, 0o600])
  expect((await signIn()).status).toBe(204)
})

test("without its key no code works and no new key is made; recovery codes still do, and the key can be put back", async () => {
  const file = path.join(dataFolder, "keys", "second-factor.key")
  fs.renameSync(file, `${file}.away`)
  const without = await createIdentity({
    world,
    publicUrl: "https://city.example",
    timeZone: "Asia/Shanghai",
    wall,
    onError: fail,
  })
  const there = await buildHttp({
    world,
    language: "en",
    authenticate: without.authenticate,
    mayHear: () => false,
    logger: pino({ level: "silent" }),
    routes: without.routes,
  })
  const enter = (code: string) =>
    there.inject({ method: "POST", url: "/api/session", payload: { account: "wang", password, code } })
  expect((await enter(nextCode())).json()).toMatchObject({ status: 503, code: "IDENTITY_FACTOR_KEY_MISSING" })
  expect((await enter(recoveryCode)).statusCode).toBe(204)
  expect(fs.existsSync(file)).toBe(false)
  await there.close()
  await without.stop()
  fs.renameSync(`${file}.away`, file)
  expect((await signIn()).status).toBe(204)
})

test("a sealed factor that was moved to another account does not open", async () => {
  const { body: invited } = await invite("moved")
  expect(invited.account).toBe("moved")
  await sql`
    insert into identity.password (account, hash, totp_sealed)
    select 'moved', hash, totp_sealed from identity.password where account = 'wang'`.execute(world.db.query)
  expect((await signIn(nextCode(), "moved")).body).toMatchObject({ code: "IDENTITY_FACTOR_KEY_MISSING" })
})

describe("a person who is signed in", () => {
  test("changes the password by the old one and a code, and stays, while their sessions elsewhere end", async () => {
    const [here, there] = [(await signIn()).cookie, (await signIn()).cookie]
    const change = (given: object) =>
      ask("POST", "/api/account/password", here, { password, code: nextCode(), newPassword: "another pass phrase", ...given })
    expect((await change({ newPassword: "short" })).body).toMatchObject({ code: "IDENTITY_PASSWORD_SHORT" })
    expect((await change({ password: "not the old one" })).body).toMatchObject({ code: "IDENTITY_CREDENTIALS_WRONG" })
    expect((await change({ code: "000000" })).body).toMatchObject({ code: "IDENTITY_CREDENTIALS_WRONG" })
    expect(await accountOf(there)).toBe("wang")
    expect((await change({})).status).toBe(204)
    expect([await accountOf(here), await accountOf(there)]).toEqual(["wang", null])
    expect((await signIn()).status).toBe(401)
    password = "another pass phrase"
    expect((await signIn()).status).toBe(204)
  })
  test("renews the second factor, which counts only once its code was right; then the old one is over", async () => {
    const [here, there] = [(await signIn()).cookie, (await signIn()).cookie]
    expect((await ask("PUT", "/api/account/factor", here, { code: "123456" })).body).toMatchObject({
      code: "IDENTITY_FACTOR_NOT_BEGUN",
    })
    const begun = await ask("POST", "/api/account/factor", here, { password, code: nextCode() })
    expect(begun.body.recoveryCodes).toHaveLength(10)
    expect((await ask("PUT", "/api/account/factor", here, { code: nextCode() })).body).toMatchObject({
      code: "IDENTITY_FACTOR_WRONG",
    })
    expect(await accountOf(there)).toBe("wang")
    const code = nextCode(begun.body.secret)
    expect((await ask("PUT", "/api/account/factor", here, { code })).status).toBe(204)
    expect([await accountOf(here), await accountOf(there)]).toEqual(["wang", null])
    expect((await signIn(code, "wang")).status).toBe(401)
    expect((await signIn(nextCode())).status).toBe(401)
    expect((await signIn(admin.recoveryCodes[1]!)).status).toBe(401)
    secret = begun.body.secret
    recoveryCode = begun.body.recoveryCodes[0]
    expect((await signIn()).status).toBe(204)
    expect((await signIn(recoveryCode)).status).toBe(204)
  })
  test("ends other sessions from the page, and their own stays", async () => {
    const cookies = [(await signIn()).cookie, (await signIn()).cookie, (await signIn()).cookie]
    expect((await form("/account/sessions", { end: "others" }, cookies[0])).statusCode).toBe(303)
    expect(await Promise.all(cookies.map((cookie) => accountOf(cookie)))).toEqual(["wang", null, null])
  })
  test("adds a passkey only by password and code: a session may be a console that somebody left", async () => {
    const { cookie } = await signIn()
    const begin = (given?: object) => ask("POST", "/api/passkeys/options", cookie, given)
    const wrong = [{}, { password }, { password: "not the old one", code: nextCode() }, { password, code: "000000" }]
    for (const given of wrong) expect((await begin(given)).body).toMatchObject({ code: "IDENTITY_CREDENTIALS_WRONG" })
    expect((await begin()).status).toBe(401)
    const page = (await ask("GET", "/account?lang=en", cookie)).body as string
    expect(/<form class="card" hidden data-passkey="add">(.*?)<\/form>/s.exec(page)![1]).toMatch(/name="password".*name="code"/s)
    expect((await begin({ password, code: nextCode() })).body).toMatchObject({ user: { name: "wang" } })
  })
  test("learns nothing of passkeys that are another's, and cannot touch them", async () => {
    const { cookie } = await signIn()
    await sql`
      insert into identity.passkey (id, account, public_key, counter, created_at)
      values ('theirs', 'moved', ''::bytea, 0, '2026-07-30T19:00:00Z')`.execute(world.db.query)
    expect((await ask("GET", "/api/passkeys", cookie)).body).toEqual({ passkeys: [] })
    expect((await ask("PATCH", "/api/passkeys/theirs", cookie, { name: "mine" })).status).toBe(404)
    expect((await ask("DELETE", "/api/passkeys/theirs", cookie)).body).toMatchObject({ code: "IDENTITY_PASSKEY_NOT_FOUND" })
  })
})

const officer = (id: string) => ({ id, name: { "zh-CN": "高", en: "Gao" }, role: "duty-officer", area: null })
async function invite(id: string) {
  return ask("POST", "/api/accounts/invited", (await signIn()).cookie, officer(id))
}
const pathOf = (invited: { link: string }) => new URL(invited.link).pathname
const shownSecret = async (url: string) => {
  const page = await app.inject({ url, headers: { "accept-language": "en" } })
  return /<code>([A-Z2-7 ]+)<\/code>/.exec(page.body)![1]!.replaceAll(" ", "")
}

describe("an invitation", () => {
  test("lets a new person set everything once; nobody else ever learns it", async () => {
    const { status, body } = await invite("gao")
    expect([status, Object.keys(body).toSorted()]).toEqual([201, ["account", "expiresAt", "link"]])
    const link = pathOf(body)
    const { rows } = await sql<{ row: string }>`select i::text as row from identity.invitation i`.execute(world.db.query)
    expect(rows.map(({ row }) => row).join()).not.toContain(link.split("/")[2])
    const fresh = await shownSecret(link)
    expect(await shownSecret(link)).toBe(fresh)
    const accept = (fields: object) =>
      form(link, { newPassword: "words of gao alone", again: "words of gao alone", code: nextCode(fresh), ...fields })
    expect((await accept({ again: "something else" })).statusCode).toBe(400)
    expect((await accept({ code: "000000" })).statusCode).toBe(400)
    const done = await accept({})
    expect([done.statusCode, done.headers.location]).toEqual([303, "/console"])
    expect((await accept({})).statusCode).toBe(404)
    expect((await signIn(nextCode(fresh), "gao", "words of gao alone")).status).toBe(204)
  })
  test("for a lost factor asks for the password, ends the sessions, and cannot be used on oneself or after a day", async () => {
    const { cookie: engineer } = await signIn()
    const again = (id: string, purpose: string) => ask("POST", `/api/accounts/${id}/invitation`, engineer, { purpose })
    expect((await again("wang", "access")).body).toMatchObject({ code: "IDENTITY_ACCOUNT_OWN" })
    expect((await again("nobody", "access")).status).toBe(404)
    const replaced = pathOf((await again("gao", "factor")).body)
    const link = pathOf((await again("gao", "factor")).body)
    expect((await app.inject({ url: replaced })).statusCode).toBe(404)
    const fresh = await shownSecret(link)
    const accept = (pass: string) => form(link, { password: pass, code: nextCode(fresh) })
    expect((await accept("not the word of gao")).statusCode).toBe(401)
    expect((await accept("words of gao alone")).statusCode).toBe(303)
    const gao = await signIn(nextCode(fresh), "gao", "words of gao alone")
    expect(gao.status).toBe(204)
    expect((await ask("POST", "/api/accounts/wang/invitation", gao.cookie, { purpose: "access" })).status).toBe(403)
    expect((await ask("GET", "/accounts", gao.cookie)).status).toBe(403)
    const late = pathOf((await again("gao", "access")).body)
    wall.advanceByMs(24 * 3_600_000)
    expect((await app.inject({ url: late })).statusCode).toBe(404)
  })
})

test("an invitation to set everything anew takes the passkeys away, one for a lost factor leaves them", async () => {
  const { cookie: engineer } = await signIn()
  await sql`
    insert into identity.passkey (id, account, public_key, counter, created_at)
    values ('left open', 'gao', ''::bytea, 0, '2026-07-30T19:00:00Z')`.execute(world.db.query)
  const count = async () => (await sql`select id from identity.passkey where account = 'gao'`.execute(world.db.query)).rows.length
  const accept = async (purpose: string, fields: Record<string, string>) => {
    const link = pathOf((await ask("POST", "/api/accounts/gao/invitation", engineer, { purpose })).body)
    const fresh = await shownSecret(link)
    const { body } = await ask("GET", `${link}?lang=en`)
    expect((await form(link, { ...fields, code: nextCode(fresh) })).statusCode).toBe(303)
    return body as string
  }
  expect(await accept("factor", { password: "words of gao alone" })).not.toContain("stops working")
  expect(await count()).toBe(1)
  const anew = { newPassword: "gao has it anew", again: "gao has it anew" }
  expect(await accept("access", anew)).toContain("The passkey that the account has stops working")
  expect(await count()).toBe(0)
  expect(await accept("access", anew)).not.toContain("stops working")
})

test("an engineer ends all sessions of an account, which may sign in again", async () => {
  const { cookie: engineer } = await signIn()
  const link = pathOf((await ask("POST", "/api/accounts/gao/invitation", engineer, { purpose: "access" })).body)
  const fresh = await shownSecret(link)
  const entered = await form(link, { newPassword: "gao again and again", again: "gao again and again", code: nextCode(fresh) })
  const gao = entered.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
  expect(await accountOf(gao)).toBe("gao")
  expect((await ask("DELETE", "/api/accounts/gao/sessions", gao)).status).toBe(403)
  expect((await ask("DELETE", "/api/accounts/gao/sessions", engineer)).status).toBe(204)
  expect(await accountOf(gao)).toBe(null)
  expect((await signIn(nextCode(fresh), "gao", "gao again and again")).status).toBe(204)
})

test("the log says who changed what of an account, and nothing of what was chosen", async () => {
  await world.log.drain()
  const bodies = await sql<{ verb: string; body: string }>`
    select h.verb, b.body from log.header h join log.body b on b.header_id = h.id where h.module = 'identity'`.execute(
    world.db.query,
  )
  const verbs = bodies.rows.map(({ verb }) => verb)
  for (const verb of ["change-password", "renew-factor", "invite", "accept-invitation", "end-sessions"])
    expect(verbs).toContain(verb)
  expect(JSON.stringify(bodies.rows)).not.toMatch(new RegExp(`${secret}|pass phrase|words of gao`))
})

test("after a restore every session and invitation can be taken back at once", async () => {
  const cookies = [(await signIn()).cookie, (await signIn()).cookie]
  const link = pathOf((await ask("POST", "/api/accounts/gao/invitation", cookies[0], { purpose: "access" })).body)
  expect(await endAllSessions(world)).toBeGreaterThanOrEqual(2)
  expect((await app.inject({ url: link })).statusCode).toBe(404)
  // A server that had them in memory forgets them within its minute.
  wall.advanceByMs(60_000)
  expect(await Promise.all(cookies.map((cookie) => accountOf(cookie)))).toEqual([null, null])
})
