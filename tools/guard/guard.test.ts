import { describe, expect, test } from "vitest"
import { ObservedProperty, type Pack } from "../../packages/contracts/src/index.ts"
import { wordsIn } from "../../packages/words/src/index.ts"
import type { GuardFacts } from "./facts.ts"
import { guardPoints } from "./points.ts"

const personal = { holds: "personal", purpose: "journal", readers: ["leader"], retention: "staff-action" }
const property = { id: "depth", name: { "zh-CN": "水深", en: "Depth" }, unit: "m", result: "number", subject: "place" } as const
const pack = {
  id: "flood",
  hazard: "flood",
  name: { "zh-CN": "洪水", en: "Flood" },
  version: "2026-01-01",
  source: "Wear a mask over the face in smoke.",
  properties: [property],
} as unknown as Pack
const server = `
const securityHeaders = { "content-security-policy": "default-src 'self'; img-src 'self' data:", "referrer-policy": "no-referrer" }
const app = Fastify({ logController: new LogController({ disableRequestLogging: true }) })
// a comment may say request.ip and https://example.org
`

/** A small program that keeps every rule. */
const good: GuardFacts = {
  columns: [
    { table: "log.header", column: "seq", type: "bigint" },
    { table: "respond.note", column: "text", type: "text" },
  ],
  manifest: { "log.header": { seq: "none" }, "respond.note": { text: personal } },
  retentionDays: { permanent: null, "staff-action": 1095 },
  year: { overdue: 0, early: 0, erased: 24, logValid: true },
  sources: new Map([
    ["server/src/platform/http/server.ts", server],
    ["server/src/platform/identity/attempt-limit.ts", "hash(request.ip)"],
    ["packages/contracts/src/warn.ts", "export const Warning = z.object({ surface: z.string(), interface: z.string() })"],
    ["web/src/map.tsx", 'const svg = "http://www.w3.org/2000/svg"'],
  ]),
  packs: [pack],
  acceptsProperty: (candidate) => ObservedProperty.safeParse(candidate).success,
}
const withSource = (file: string, text: string) => ({ sources: new Map([...good.sources, [file, text]]) })
const withColumn = (table: string, column: string, type = "text") => ({ columns: [...good.columns, { table, column, type }] })
const withPack = (change: object) => ({ packs: [{ ...pack, ...change } as Pack] })
const withYear = (change: object) => ({ year: { ...good.year, ...change } })

type Seed = readonly [what: string, change: Partial<GuardFacts>]
/** What each point has to catch. A point without a seed does not compile its table: see the first test. */
const seeds: Record<string, readonly Seed[]> = {
  "undeclared-columns": [
    ["a column that nobody declared", withColumn("serve.request", "phone")],
    ["a declaration without a column", { manifest: { ...good.manifest, "serve.request": { phone: personal } } }],
  ],
  "finite-retention": [
    ["a personal column for ever", { manifest: { "respond.note": { text: { ...personal, retention: "permanent" } } } }],
    ["a class that does not exist", { manifest: { "respond.note": { text: { ...personal, retention: "later" } } } }],
    ["a class of no end", { retentionDays: { "staff-action": Number.POSITIVE_INFINITY } }],
  ],
  "log-header": [
    ["room for words", withColumn("log.header", "note")],
    ["room for a name in place of a reference", { columns: [{ table: "log.header", column: "record_ref", type: "text" }] }],
    ["no log", { columns: [] }],
  ],
  "log-forgets": [
    ["bodies that stay", withYear({ overdue: 1 })],
    ["bodies that vanish", withYear({ early: 1 })],
    ["nothing erased", withYear({ erased: 0 })],
    ["a log that no longer verifies", withYear({ logValid: false })],
  ],
  "client-address": [
    ["an address", withSource("server/src/a.ts", "logger.info({ from: request.ip })")],
    ["the addresses before it", withSource("server/src/a.ts", "const all = request.ips")],
    ["an address taken apart", withSource("server/src/a.ts", "const { ip } = request")],
    ["an address by its key", withSource("server/src/a.ts", 'request["ip"]')],
    ["the socket's address", withSource("server/src/a.ts", "request.raw.socket.remoteAddress")],
    ["the address before a proxy", withSource("server/src/a.ts", 'request.headers["x-forwarded-for"]')],
    ["a browser", withSource("server/src/a.ts", 'request.headers["user-agent"]')],
    ["a referrer", withSource("server/src/a.ts", "request.headers.referer")],
    ["a server that logs its requests", withSource("server/src/a.ts", "Fastify({ logger: true })")],
  ],
  "foreign-hosts": [
    ["a picture from elsewhere", withSource("web/src/a.tsx", '<img src="https://cdn.example.com/a.png" />')],
    ["a style from elsewhere", withSource("web/src/a.css", "@import url(//fonts.example.com/a.css);")],
    ["a page that calls elsewhere", withSource("server/src/platform/html/page.ts", 'html`<a href="https://example.com">x</a>`')],
    ["a hole in the policy", withSource("server/src/b.ts", `"content-security-policy": "default-src 'self'; img-src *"`)],
    ["no policy", { sources: new Map() }],
    ["a referrer for others", withSource("server/src/platform/http/server.ts", server.replace("no-referrer", "origin"))],
  ],
  "forbidden-terms": [
    ["a table", withColumn("sense.watch_list", "id")],
    ["a column", withColumn("serve.request", "license_plate")],
    ["a Chinese column", withColumn("serve.request", "民族")],
    ["a message", withSource("packages/contracts/src/a.ts", "z.object({ citizenScore: z.number() })")],
    ["a closed value", withSource("packages/contracts/src/a.ts", 'z.enum(["car", "face"])')],
    ["a key in a pack", withPack({ extra: { facial_match: 1 } })],
    ["an English text in a pack", withPack({ source: "Uses face recognition at the gate." })],
    ["a Chinese text in a pack", withPack({ name: { "zh-CN": "网络舆情", en: "Media" } })],
  ],
  subjects: [
    ["a person in a pack", withPack({ properties: [{ ...property, subject: "person" }] })],
    ["words as a result", withPack({ properties: [{ ...property, result: "text" }] })],
    ["a register that takes everything", { acceptsProperty: () => true }],
    ["a register that takes nothing", { acceptsProperty: () => false }],
  ],
}

test("every point has its rule in both languages, and a seeded violation", () => {
  expect(Object.keys(seeds).toSorted()).toEqual(guardPoints.map(({ id }) => id).toSorted())
  for (const { id } of guardPoints)
    for (const language of ["zh-CN", "en"] as const) expect(wordsIn(language)(`identity:guard.${id}`)).not.toBe("")
})

describe.each(guardPoints)("$id", ({ id, check }) => {
  test("passes a program that keeps it", () => {
    expect(check(good)).toEqual([])
  })
  test.each(seeds[id]!)("catches %s", (_what, change) => {
    expect(check({ ...good, ...change })).not.toEqual([])
  })
})
