import path from "node:path"
import fc from "fast-check"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { startCity } from "../src/city.ts"
import { drillRoutes } from "../src/drill/drill-routes.ts"
import { buildHttp } from "../src/platform/http/index.ts"
import { createIdentity } from "../src/platform/identity/index.ts"
import { readRoots, verifyLog } from "../src/platform/log/index.ts"
import { type Schema, valuesOf } from "./fuzz-schema.ts"
import { openTestWorld } from "./worlds.ts"

const SEED = 20_260_731
const RUNS = 30
const TIMEOUT_MS = 300_000
/** Answers without an end. */
const STREAMS = ["/api/live"]
const roles = [
  undefined,
  "duty-officer",
  "approver",
  "leader",
  "engineer",
  "inspector",
  "shelter-staff",
  "lifeline-operator",
] as const
const browser = { "sec-fetch-site": "same-origin", "accept-language": "en" }

type Answer = Awaited<ReturnType<typeof app.inject>>
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

const failures: unknown[] = []
const onError = (error: unknown) => void failures.push(error)
const { world } = await openTestWorld()
const city = { timeZone: "Asia/Shanghai", publicUrl: "http://127.0.0.1" }
const identity = await createIdentity({ world, ...city, onError })
const modules = await startCity({ world, identity, ...city, jurisdiction: "beijing", people: 10_000, onError })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: identity.authenticate,
  mayHear: modules.mayHear,
  logger: pino({ level: "silent" }),
  routes: [...identity.routes, ...modules.routes, { prefix: "/api", plugin: drillRoutes(undefined) }],
})
afterAll(async () => {
  await app.close()
  await modules.stop()
  await identity.stop()
})
const document = (await app.inject({ url: "/api/openapi.json" })).json<Document>()
const find = (ref: string) => document.components?.schemas?.[ref.split("/").at(-1)!]
const operations = Object.entries(document.paths)
  .filter(([url]) => !STREAMS.includes(url))
  .flatMap(([url, methods]) => Object.entries(methods).map(([method, operation]) => ({ url, method, operation })))

async function signIn(role: string): Promise<string> {
  const answer = await app.inject({ method: "POST", url: "/api/demo/session", headers: browser, payload: { role } })
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
}

/** Requests for one operation: who asks, where, with what. */
function requestsFor(url: string, { parameters = [], requestBody }: Operation) {
  const partsOf = (where: string) =>
    fc.record(
      Object.fromEntries(parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, valuesOf(schema, find)])),
    )
  const body = valuesOf(requestBody?.content?.["application/json"]?.schema, find)
  return fc
    .record({ role: fc.constantFrom(...roles), inPath: partsOf("path"), inQuery: partsOf("query"), body, raw: fc.string() })
    .map(({ role, inPath, inQuery, body, raw }) => {
      const filled = url.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(asText(inPath[name])))
      const query = new URLSearchParams(Object.entries(inQuery).map(([name, value]) => [name, asText(value)]))
      return { role, address: `${filled}?${query}`, payload: raw.length === 3 ? raw : JSON.stringify(body) }
    })
}

/** What is wrong with an answer: a failure of ours, or a refusal that is no problem document. */
function faultOf({ statusCode, headers, body }: Answer): string | undefined {
  if (statusCode < 400) return undefined
  const isProblem = String(headers["content-type"]).startsWith("application/problem+json")
  const problem = isProblem ? (JSON.parse(body) as { status?: unknown; code?: unknown }) : {}
  const isWhole = problem.status === statusCode && typeof problem.code === "string" && statusCode !== 500
  return isWhole ? undefined : `${statusCode} ${body.slice(0, 300)}`
}

function asText(value: unknown): string {
  const text = typeof value === "string" ? value : Array.isArray(value) ? value.map(asText).join(",") : JSON.stringify(value)
  return text.toWellFormed() || "x"
}

test.each(["/api/places/areas/%zz", `/api/tiles/9/1/${"9".repeat(400)}.mvt`])(
  "an address that the router refuses gets a problem document too: %s",
  async (url) => {
    const answer = await app.inject({ url, headers: browser })
    expect(answer.headers["content-type"]).toContain("application/problem+json")
    expect(answer.json()).toMatchObject({ status: 404, code: "PLATFORM_ROUTE_NOT_FOUND" })
  },
)

test("the document lists the operations of the city", () => {
  expect(operations.length).toBeGreaterThan(30)
})

test(
  "whatever is asked of any operation by whomever, the answer is no failure of ours, and a refusal is a problem document",
  async () => {
    for (const { url, method, operation } of operations) {
      const cookies = new Map<string, string>()
      for (const role of roles) if (role) cookies.set(role, await signIn(role))
      await fc.assert(
        fc.asyncProperty(requestsFor(url, operation), async ({ role, address, payload }) => {
          const headers = { ...browser, ...(role ? { cookie: cookies.get(role)! } : {}) }
          const hasBody = method !== "get" && method !== "delete"
          const answer = await app.inject({
            method: method.toUpperCase() as "GET",
            url: address,
            headers: hasBody ? { ...headers, "content-type": "application/json" } : headers,
            ...(hasBody ? { payload } : {}),
          })
          const asked = `${method} ${address} as ${role}`
          expect({ asked, fault: faultOf(answer) }).toEqual({ asked, fault: undefined })
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      )
    }
  },
  TIMEOUT_MS,
)

test("afterwards the city is well, nothing failed out of sight, and its log proves whole", async () => {
  expect((await app.inject({ url: "/healthz" })).json()).toMatchObject({ status: "ok" })
  expect(failures).toEqual([])
  await world.log.drain()
  world.log.roots.flush()
  const { roots } = readRoots(path.join(world.dataFolder, "log-roots.jsonl"))
  expect(await verifyLog(world.db, { roots, publicKey: world.log.roots.publicKey })).toMatchObject({ valid: true, faults: [] })
})
