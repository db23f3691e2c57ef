import { describe, expect, test } from "vitest"
import { ObservedProperty, type Pack } from "../../packages/contracts/src/index.ts"
import { wordsIn } from "../../packages/words/src/index.ts"
import type { GuardFacts } from "./facts.ts"
import type { NightFacts, PlayedEntry, PublicAnswer } from "./night-facts.ts"
import { readers } from "./night-facts.ts"
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

const limiter = `
const HOUR_MS = 3_600_000
this.#salt = randomBytes(16)
if (hour === this.#hour) return
this.#failures.clear()
createHash("sha256").update(this.#salt).update(request.ip)
`
const answer: PublicAnswer = {
  path: "/api/places/areas",
  status: 200,
  type: "application/json",
  policy: "default-src 'self'",
  referrerPolicy: "no-referrer",
  body: JSON.stringify({
    areas: [
      { id: "c", population: 1_010 },
      { id: "c/a", population: 1_000 },
      { id: "c/b", population: 0 },
    ],
  }),
}
const entry = {
  ...{ module: "warn", verb: "send", record: "r", edge: "open", cause: "s", causeModule: "sense", sealedCauseModule: null },
  ...{ sealedCause: false, body: '{"areas":["c/a"],"value":[40,12]}' },
}
const doors = { connections: [], listening: 1, heard: 3, position: 9 }
const column = (name: string, days: number) => ({ column: name, days, before: 6, left: 0 })
/** A small night in which nothing went wrong. */
const night: NightFacts = {
  leaks: [],
  walked: readers.map((role) => ({ role, read: 90, records: 40 })),
  answers: [
    answer,
    ...["/cap/feed.atom", "/cap/alerts/1.xml", "/api/tiles/9/1/1.mvt", "/sensorthings/v1.1/Things"].map((path) => ({
      ...answer,
      path,
      type: "text/plain",
      body: "",
    })),
  ],
  entries: [
    entry,
    { ...entry, module: "serve", verb: "receive-request", edge: "none", cause: null, causeModule: null },
    {
      ...entry,
      module: "respond",
      edge: "sealed",
      cause: null,
      causeModule: null,
      sealedCauseModule: "serve",
      sealedCause: true,
    },
  ],
  isolation: {
    changes: [],
    live: doors,
    liveBefore: doors,
    drill: doors,
    cookies: { live: "holdfast-live", drill: "holdfast-drill" },
    strangers: [null, null],
    origins: { live: "http://127.0.0.1:1", drill: "http://127.0.0.1:2" },
    messages: [{ sender: "drill@127.0.0.1", status: "Exercise" }],
    unmarked: [],
    played: 300,
  },
  traces: [],
  logged: 40,
  kept: [
    column("serve.contact.contact", 30),
    column("serve.request.description", 365),
    column("respond.journal_note.text", 1_095),
  ],
  personal: [
    { column: "serve.request.description", value: "deep water" },
    { column: "serve.contact.contact", value: "138 0000 0000" },
    { column: "respond.journal_note.text", value: "crew asked" },
  ],
  trails: [],
  indexes: [{ table: "respond.note", columns: ["id"], definition: "create index on respond.note (id)" }],
  residents: [
    { area: "c", parent: null, exact: 1_004 },
    { area: "c/a", parent: "c", exact: 1_000 },
    { area: "c/b", parent: "c", exact: 4 },
  ],
}

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
    ["server/src/platform/identity/attempt-limit.ts", limiter],
    ["server/src/platform/http/visitor-limit.ts", limiter],
    ["packages/contracts/src/warn.ts", "export const Warning = z.object({ surface: z.string(), interface: z.string() })"],
    ["web/src/map.tsx", 'const svg = "http://www.w3.org/2000/svg"'],
  ]),
  packs: [pack],
  night,
  acceptsProperty: (candidate) => ObservedProperty.safeParse(candidate).success,
}
const withSource = (file: string, text: string): Pick<GuardFacts, "sources"> => ({
  sources: new Map([...good.sources, [file, text]]),
})
const withColumn = (table: string, column: string, type = "text") => ({ columns: [...good.columns, { table, column, type }] })
const withPack = (change: object) => ({ packs: [{ ...pack, ...change } as Pack] })
const withYear = (change: object) => ({ year: { ...good.year, ...change } })
const withNight = (change: Partial<NightFacts>) => ({ night: { ...night, ...change } })
const withAnswer = (change: Partial<PublicAnswer>) => withNight({ answers: [...night.answers, { ...answer, ...change }] })
const withEntry = (change: Partial<PlayedEntry>) => withNight({ entries: [...night.entries, { ...entry, ...change }] })
const withWorlds = (change: Partial<NightFacts["isolation"]>) => withNight({ isolation: { ...night.isolation, ...change } })
const withAreas = (...areas: object[]) => withAnswer({ body: JSON.stringify({ areas }) })
const attempts = "server/src/platform/identity/attempt-limit.ts"

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
    ["a browser taken apart", withSource("server/src/a.ts", 'const { "user-agent": agent } = request.headers')],
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
  "sealed-path": [
    ["a report that a leader can read", withNight({ leaks: [{ role: "leader", path: "/api/x", secret: "138", steps: 3 }] })],
    ["a walk that was let in nowhere", withNight({ walked: readers.map((role) => ({ role, read: 0, records: 0 })) })],
    ["a role that nobody walked as", withNight({ walked: night.walked.filter(({ role }) => role !== "inspector") })],
  ],
  edges: [
    ["a task that leads openly to a report", withEntry({ module: "respond", causeModule: "serve" })],
    ["a report that leads openly to an incident", withEntry({ module: "serve", verb: "link-request" })],
    ["a sealed edge whose cause stands in the header", withEntry({ edge: "sealed" })],
    ["a sealed edge without a cause", withEntry({ edge: "sealed", cause: null })],
    ["a fourth kind", withEntry({ edge: "half-open" })],
    ["a night without sealed edges", withNight({ entries: night.entries.filter(({ edge }) => edge !== "sealed") })],
  ],
  "client-found": [
    ["an address in a file", withNight({ traces: ["logs/holdfast.1.log holds 203.0.113.77"] })],
    ["logs that were never written", withNight({ logged: 0 })],
  ],
  "rate-limits": [
    ["an address without a hash", withSource(attempts, limiter.replace("createHash", "keep"))],
    ["one salt for ever", withSource(attempts, limiter.replace("if (hour === this.#hour) return", ""))],
    ["no salt", withSource(attempts, limiter.replace("randomBytes(16)", '""'))],
    ["counts that stay", withSource(attempts, limiter.replace("this.#failures.clear()", ""))],
    ["a day in place of an hour", withSource(attempts, limiter.replace("3_600_000", "86_400_000"))],
    ["a limit that logs", withSource(attempts, `${limiter}logger.info(key)`)],
    ["no limit", { sources: new Map([...good.sources].filter(([file]) => file !== attempts)) }],
  ],
  "reader-promises": [
    ["an answer without a policy", withAnswer({ policy: "" })],
    ["a policy with a foreign host", withAnswer({ policy: "default-src 'self' https://cdn.example.com" })],
    ["a policy with a star", withAnswer({ policy: "default-src 'self'; img-src *" })],
    ["an answer that tells where its reader was", withAnswer({ referrerPolicy: "" })],
    ["nothing looked at", withNight({ answers: [] })],
  ],
  positions: [
    ["a table of places of crews", withColumn("respond.crew", "geom", "geometry(Point,4326)")],
    ["degrees in two columns", withColumn("respond.crew", "lon", "double precision")],
    [
      "a place beside a person",
      {
        columns: [
          ...withColumn("places.site", "geom", "geometry").columns,
          { table: "places.site", column: "account", type: "text" },
        ],
      },
    ],
    ["a trail", withColumn("respond.trail", "id", "uuid")],
    ["a message with a place", withSource("packages/contracts/src/a.ts", "export const Crew = z.object({\n  at: LonLat,\n})")],
    [
      "a message with degrees",
      withSource("packages/contracts/src/a.ts", "export const Crew = z.object({\n  longitude: z.number(),\n})"),
    ],
    ["a log entry with degrees", withEntry({ body: '{"crew":{"at":[118.51,30.6]}}' })],
    ["a log entry with a field for them", withEntry({ body: '{"position":"118.51 30.6"}' })],
    ["earlier places", withNight({ trails: ["its history"] })],
    ["a log without bodies", withNight({ entries: night.entries.map((one) => ({ ...one, body: null })) })],
  ],
  "personal-outside": [
    ["a contact in a feed", withAnswer({ path: "/cap/feed.atom", body: "<name>138 0000 0000</name>" })],
    ["words of a resident in a tile", withAnswer({ path: "/api/tiles/9/1/1.mvt", body: "..deep water.." })],
    ["a night without reports", withNight({ personal: [] })],
    ["a feed that was not read", withNight({ answers: night.answers.filter(({ path }) => !path.startsWith("/cap")) })],
  ],
  "published-figures": [
    ["a figure that is not rounded", withAreas({ id: "d", population: 1_003 })],
    ["a few people", withAreas({ id: "d", population: 5 })],
    ["households", withAnswer({ body: JSON.stringify({ outages: [{ households: 43 }] }) })],
    [
      "a cell that the whole gives away",
      withNight({
        residents: [...night.residents.slice(0, 2), { area: "c/b", parent: "c", exact: 4 }],
        answers: [{ ...answer, body: answer.body.replace("1010", "1004") }],
      }),
    ],
    ["no figure", withNight({ answers: [] })],
  ],
  "search-index": [
    ["an index of words", withNight({ indexes: [{ table: "respond.note", columns: ["text"], definition: "btree (text)" }] })],
    [
      "a full text",
      withNight({ indexes: [{ table: "respond.note", columns: [], definition: "using gin (to_tsvector(body))" }] }),
    ],
    ["no index", withNight({ indexes: [] })],
  ],
  retention: [
    ["contacts that stay", withNight({ kept: [...night.kept, { ...column("serve.contact.contact", 30), left: 1 }] })],
    ["nothing to forget", withNight({ kept: [] })],
  ],
  "drill-live": [
    ["a changed row", withWorlds({ changes: ["warn.warning changed"] })],
    ["an entry in the log", withWorlds({ live: { ...doors, position: 10 } })],
    ["something told", withWorlds({ live: { ...doors, heard: 4 } })],
    ["a connection", withWorlds({ drill: { ...doors, connections: ["tcp"] } })],
    ["a second address, such as one for devices", withWorlds({ drill: { ...doors, listening: 2 } })],
    ["one cookie", withWorlds({ cookies: { live: "holdfast", drill: "holdfast" } })],
    ["a session that counts in both", withWorlds({ strangers: ["li", null] })],
    ["one origin", withWorlds({ origins: { live: "http://127.0.0.1:1", drill: "http://127.0.0.1:1" } })],
    ["a message as the city", withWorlds({ messages: [{ sender: "live@city.example", status: "Exercise" }] })],
    ["a message in earnest", withWorlds({ messages: [{ sender: "drill@127.0.0.1", status: "Actual" }] })],
    ["no message", withWorlds({ messages: [] })],
    ["a page without its bar", withWorlds({ unmarked: ["/"] })],
    ["a drill in which nothing happened", withWorlds({ played: 1 })],
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
