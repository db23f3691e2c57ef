import { once } from "node:events"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { ManualClock } from "@holdfast/kernel"
import { Provider as TestProvider } from "oidc-provider"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../http/index.ts"
import { createIdentity } from "./index.ts"
import { PROVIDER_BACK } from "./provider.ts"

const { world } = await openTestWorld()
// The provider runs on the machine's clock, so this one begins there and is moved from there.
const wall = new ManualClock(new Date().toISOString())
const publicUrl = "http://city.localhost:8080"
const back = `${publicUrl}${PROVIDER_BACK}`

/** A real provider over real HTTP. Whoever it asks says who they are by `login`, and agrees to everything. */
const server = http.createServer()
server.listen(0, "127.0.0.1")
await once(server, "listening")
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const settings = { issuer, clientId: "holdfast", clientSecret: "a secret of two machines" }
const LIFE_S = 3600
let login = "subject-of-li"
const scopes: string[] = []
server.on("request", providerOf(issuer).callback())
afterAll(() => void server.close())

function providerOf(address: string): TestProvider {
  const provider = new TestProvider(address, {
    clients: [{ client_id: settings.clientId, client_secret: settings.clientSecret, redirect_uris: [back] }],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx: unknown, accountId: string) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    ttl: { Interaction: LIFE_S, Session: LIFE_S, Grant: LIFE_S, AccessToken: LIFE_S, IdToken: LIFE_S },
    cookies: { keys: ["for this test"] },
    interactions: { url: (_ctx: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
  })
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next()
    const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res)
    scopes.push(String(params["scope"]))
    const refused = { error: "access_denied", error_description: "the person said no" }
    if (login === "") return provider.interactionFinished(ctx.req, ctx.res, refused)
    if (prompt.name === "login")
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: login, remember: false } })
    const grant = new provider.Grant({ accountId: session!.accountId, clientId: settings.clientId })
    grant.addOIDCScope("openid")
    return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } })
  })
  return provider
}

async function openCity(provider: typeof settings | undefined, clock = wall) {
  const onError = (error: unknown) => {
    throw error
  }
  const identity = await createIdentity({ world, publicUrl, timeZone: "Asia/Shanghai", wall: clock, provider, onError })
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
  })
  return app
}
const app = await openCity(settings)

const get = (url: string, cookie = "") => app.inject({ url, headers: { cookie } })
const cookieOf = (answer: Awaited<ReturnType<typeof get>>, name: string) =>
  answer.cookies.filter((one) => one.name === name).map(({ value }) => `${name}=${value}`)[0] ?? ""
const become = await app.inject({ method: "POST", url: "/api/demo/session", payload: { role: "engineer" } })
const fang = cookieOf(become, "holdfast-demo")
const bind = (id: string, subject: string | null) =>
  app.inject({ method: "PUT", url: `/api/accounts/${id}/subject`, headers: { cookie: fang }, payload: { subject } })

/** Begins here, as the button does, and goes through the provider until it sends the browser back. */
async function begin(city = app) {
  const first = await city.inject({ url: "/sign-in/provider" })
  expect(first.statusCode).toBe(303)
  const asked = new URL(first.headers.location as string)
  const url = await follow(asked)
  const path = () => `${url.pathname}${url.search}`
  return { asked: asked.searchParams, back: url.searchParams, path, cookie: cookieOf(first, "holdfast-demo-provider") }
}

/** Follows the provider's redirects with its cookies, as a browser does. */
async function follow(from: URL): Promise<URL> {
  const jar = new Map<string, string>()
  let url = from
  while (!url.href.startsWith(back)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0]!.split("=") as [string, string]
      jar.set(name, value)
    }
    expect(answer.status).toBe(303)
    url = new URL(answer.headers.get("location")!, url)
  }
  return url
}

async function refused(path: string, cookie: string, status: number, words: string) {
  const answer = await get(path, cookie)
  expect([answer.statusCode, cookieOf(answer, "holdfast-demo")]).toEqual([status, ""])
  expect(answer.body).toContain(words)
  return answer
}

test("whoever an engineer bound signs in by code, PKCE, state, and nonce, and has a session as others have", async () => {
  expect((await bind("li", login)).statusCode).toBe(204)
  expect((await get("/sign-in?lang=en")).body).toContain(`Sign in with ${new URL(issuer).host}`)
  const { asked, path, cookie } = await begin()
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: "code", scope: "openid", code_challenge_method: "S256" })
  expect([...asked.keys()]).toEqual(expect.arrayContaining(["state", "nonce", "code_challenge"]))
  const done = await get(path(), cookie)
  expect([done.statusCode, done.headers.location]).toEqual([303, "/console"])
  // The provider's site began this way, so a browser would keep a Strict cookie back from the console.
  expect(done.cookies.find(({ name }) => name === "holdfast-demo")).toMatchObject({ sameSite: "Lax" })
  const own = cookieOf(done, "holdfast-demo")
  expect((await get("/api/session", own)).json()).toMatchObject({ account: "li", role: "duty-officer" })
  expect((await get("/api/sessions", own)).json().sessions).toHaveLength(1)
  expect(new Set(scopes)).toEqual(new Set(["openid"]))
})

test("a wrong state, another browser, and an answer that comes twice are refused", async () => {
  const wrong = await begin()
  const right = wrong.path()
  wrong.back.set("state", "guessed")
  await refused(wrong.path(), wrong.cookie, 401, "was not accepted")
  // The failure used up what waited: the right answer comes too late.
  await refused(right, wrong.cookie, 401, "was not accepted")
  const other = await begin()
  await refused(other.path(), "", 401, "was not accepted")
  expect((await get(other.path(), other.cookie)).statusCode).toBe(303)
  await refused(other.path(), other.cookie, 401, "was not accepted")
})

test("a code that was used is refused by the provider, also under a state that is right", async () => {
  const used = await begin()
  expect((await get(used.path(), used.cookie)).statusCode).toBe(303)
  const fresh = await begin()
  fresh.back.set("code", used.back.get("code")!)
  await refused(fresh.path(), fresh.cookie, 401, "was not accepted")
})

test("a subject that nobody bound gets no account, and learns what to give the engineer", async () => {
  login = "subject-of-nobody"
  const accounts = async () => (await app.inject({ url: "/api/accounts", headers: { cookie: fang } })).json().accounts
  const before = await accounts()
  const { path, cookie } = await begin()
  await refused(path(), cookie, 403, "subject-of-nobody")
  expect(await accounts()).toEqual(before)
})

test("an account that was set free, or ended, is nobody at the provider", async () => {
  login = "subject-of-wu"
  const enter = async () => {
    const { path, cookie } = await begin()
    return (await get(path(), cookie)).statusCode
  }
  await bind("wu", login)
  expect((await bind("qian", login)).json()).toMatchObject({ code: "IDENTITY_SUBJECT_TAKEN" })
  expect((await bind("fang", "subject-of-fang")).json()).toMatchObject({ code: "IDENTITY_ACCOUNT_OWN" })
  expect(await enter()).toBe(303)
  await bind("wu", null)
  expect(await enter()).toBe(403)
  await bind("wu", login)
  expect(await enter()).toBe(303)
  expect((await app.inject({ method: "DELETE", url: "/api/accounts/wu", headers: { cookie: fang } })).statusCode).toBe(204)
  expect(await enter()).toBe(403)
})

test("a person who says no at the provider is back on the sign-in page", async () => {
  login = ""
  const { path, cookie } = await begin()
  await refused(path(), cookie, 401, "was not accepted")
})

test("who takes longer than ten minutes begins anew", async () => {
  login = "subject-of-li"
  const { path, cookie } = await begin()
  wall.advanceByMs(10 * 60_000)
  await refused(path(), cookie, 401, "was not accepted")
})

test.each([2, -2])("a clock that is %i hours off is named as that", async (hours) => {
  const city = await openCity(settings, new ManualClock(new Date(Date.now() + hours * 3_600_000).toISOString()))
  const { path, cookie } = await begin(city)
  const answer = await city.inject({ url: path(), headers: { cookie, "accept-language": "en" } })
  expect([answer.statusCode, cookieOf(answer, "holdfast-demo")]).toEqual([503, ""])
  expect(answer.body).toContain("The clocks of this server")
})

test("a provider that is away says so, and is asked again when it is back", async () => {
  const closed = http.createServer()
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const address = `http://127.0.0.1:${port}`
  const city = await openCity({ ...settings, issuer: address })
  const away = await city.inject({ url: "/sign-in/provider" })
  expect(away.statusCode).toBe(503)
  expect(away.body).toContain(`${new URL(address).host} does not answer`)
  const later = http.createServer(providerOf(address).callback())
  await new Promise<void>((resolve) => later.listen(port, "127.0.0.1", resolve))
  expect((await city.inject({ url: "/sign-in/provider" })).statusCode).toBe(303)
  later.close()
})

test("without settings nobody is offered a provider", async () => {
  const without = await openCity(undefined)
  expect((await without.inject({ url: "/sign-in" })).body).not.toContain("/sign-in/provider")
  expect((await without.inject({ url: "/sign-in/provider" })).statusCode).toBe(404)
})
