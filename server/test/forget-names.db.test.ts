import { ManualClock } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { startCity } from "../src/city.ts"
import { buildHttp } from "../src/platform/http/index.ts"
import { createIdentity } from "../src/platform/identity/index.ts"
import { allManifests } from "../src/privacy.ts"
import { openTestWorld } from "./worlds.ts"

const YEAR_MS = 365 * 86_400_000
const failures: unknown[] = []
const onError = (error: unknown) => void failures.push(error)
const { world, clock } = await openTestWorld()
const place = { timeZone: "Asia/Shanghai", publicUrl: "http://127.0.0.1" }
const identity = await createIdentity({ world, ...place, wall: new ManualClock("2026-07-30T19:00:00Z"), onError })
const city = await startCity({ world, identity, ...place, jurisdiction: "beijing", people: 10_000, onError })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => ({ role: String(headers["x-role"]), account: String(headers["x-account"]) }),
  mayHear: city.mayHear,
  logger: pino({ level: "silent" }),
  routes: [...identity.routes, ...city.routes],
})
afterAll(async () => {
  await app.close()
  await city.stop()
  await identity.stop()
})

/** Somebody whose account is named so that it occurs nowhere else. */
const author = { "x-role": "duty-officer", "x-account": "named-author" }
const approver = { "x-role": "approver", "x-account": "named-approver" }
async function ask(who: typeof author, method: "GET" | "POST" | "PATCH", path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api${path}`, headers: who, ...(payload && { payload }) })
  expect([path, answer.statusCode < 300 ? "" : answer.body]).toEqual([path, ""])
  return answer.body ? answer.json() : undefined
}

/** What an approver sends back of what was read. */
async function read({ id }: { readonly id: string }): Promise<{ version: string; read: string[] }> {
  const { version } = await ask(approver, "GET", `/warnings/${id}`)
  return { version, read: ["zh-CN", "en"] }
}

/** Every table outside identity with a row that names one of the two in any column, wherever that may be. */
async function tablesNaming(): Promise<string[]> {
  const naming: string[] = []
  for (const table of Object.keys(allManifests).filter((name) => !name.startsWith("identity."))) {
    const found = await sql<{ named: boolean }>`
      select exists (select from ${sql.table(table)} t where t::text like '%named-%') as named`.execute(world.db.query)
    if (found.rows[0]!.named) naming.push(table)
  }
  return naming.toSorted()
}

/** What is public of the warnings, and the roles behind them: it must be the same for ever. */
async function published() {
  const messages = await sql<{ xml: string }>`select xml from warn.message order by number`.execute(world.db.query)
  const warnings = await sql<{ rest: object }>`
    select to_jsonb(w) - array['author_account', 'approver_account', 'rejection', 'alone_reason', 'names_gone_at'] as rest
    from warn.warning w
    where identifier is not null
    order by number`.execute(world.db.query)
  return { messages: messages.rows, warnings: warnings.rows }
}
async function nights(years: number): Promise<void> {
  clock.advanceByMs(years * YEAR_MS)
  await city.sweep(clock.now())
  await city.forget(clock.now())
  await city.settle()
}

const [whole] = city.places.listAreas("city")
const areas = [whole!.id]
const words = { headline: "雨", description: "大雨。", instruction: "不要过河。" }
const english = { headline: "Rain", description: "Heavy rain.", instruction: "Do not cross rivers." }

// A warning with all that may happen to it, written and sent by two people, lifted by the same two, a draft that stays one, and one that was discarded.
const draft = await ask(author, "POST", "/warnings", { hazard: "rainstorm", level: "red", areas })
await ask(author, "PATCH", `/warnings/${draft.id}`, { version: draft.version, texts: { "zh-CN": words, en: english } })
await ask(author, "POST", `/warnings/${draft.id}/submit`)
await ask(approver, "POST", `/warnings/${draft.id}/reject`, { ...(await read(draft)), reason: "named-author should look again" })
await ask(author, "POST", `/warnings/${draft.id}/submit`)
await ask(approver, "POST", `/warnings/${draft.id}/approve`, await read(draft))
await city.settle()
await ask(author, "POST", "/journal", { text: "Told named-approver by telephone" })
await ask(author, "POST", "/warnings", { hazard: "rainstorm", level: "blue", areas })
const unwanted = await ask(author, "POST", "/warnings", { hazard: "rainstorm", level: "blue", areas })
await ask(author, "POST", `/warnings/${unwanted.id}/discard`)
clock.advanceByMs(3_600_000)
const lifting = await ask(author, "POST", `/warnings/${draft.id}/lift`, {})
await ask(approver, "POST", `/warnings/${lifting.id}/approve`, await read(lifting))
await city.settle()
const before = await published()

test("messages that went out name nobody, from the beginning", () => {
  expect(before.messages).toHaveLength(2)
  expect(JSON.stringify(before.messages)).not.toContain("named-")
})

test("before three years are over the names stay, and the database itself refuses to drop them", async () => {
  await nights(3 - 1 / 365)
  expect(await tablesNaming()).toEqual(["log.body", "respond.journal_note", "warn.warning"])
  const drop = sql`
    update warn.warning
    set author_account = null, approver_account = null, rejection = null, names_gone_at = ${clock.now()}
    where identifier is not null`
  await expect(drop.execute(world.db.query)).rejects.toThrow("names_go_after_three_years")
})

test("after three years no row of any table names them; the roles, and what was said, stay as they were", async () => {
  await nights(2 / 365)
  expect(await tablesNaming()).toEqual([])
  const after = await published()
  expect(after).toEqual(before)
  expect(after.warnings.map(({ rest }) => rest)).toMatchObject(
    before.warnings.map(() => ({ author_role: "duty-officer", approver_role: "approver" })),
  )
  const drafts = await sql`select id from warn.warning where identifier is null`.execute(world.db.query)
  expect(drafts.rows).toEqual([])
  expect((await app.inject({ url: `/api/warnings/${draft.id}`, headers: author })).json()).toMatchObject({ mine: false })
  expect(failures).toEqual([])
})

test("nothing but the names can be changed by that way, and they cannot come back", async () => {
  for (const change of ["level = 'blue'", "author_role = 'leader'", "author_account = 'somebody'", "names_gone_at = null"])
    await expect(sql`update warn.warning set ${sql.raw(change)}`.execute(world.db.query)).rejects.toThrow("is never changed")
  await expect(sql`delete from warn.warning`.execute(world.db.query)).rejects.toThrow("is never changed")
})
