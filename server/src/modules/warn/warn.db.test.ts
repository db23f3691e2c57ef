import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { fileURLToPath } from "node:url"
import { readCap } from "@holdfast/cap"
import type { Warning, WarningCard } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { fillTexts } from "./domain/fill.ts"
import { startWarn } from "./index.ts"
import { listMessages } from "./store/message-store.ts"
import { areaRef, cityOf, outsideSignal, signal } from "./test/city.ts"

const { world, clock } = await openTestWorld()
const warn = await startWarn(cityOf(world))
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-role"]
      ? {
          role: String(headers["x-test-role"]),
          ...(headers["x-test-account"] ? { account: String(headers["x-test-account"]) } : {}),
          ...(headers["x-test-area"] ? { area: String(headers["x-test-area"]) } : {}),
        }
      : undefined,
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: warn.routes,
})
afterAll(async () => {
  await app.close()
  await warn.stop()
})

const schema = fileURLToPath(new URL("../../../../../shared/data/schemas/CAP-v1.2.xsd", import.meta.url))
const hasSchema = fs.existsSync(schema) && spawnSync("xmllint", ["--version"]).status === 0
const li = { "x-test-role": "duty-officer", "x-test-account": "li" }
const zhao = { "x-test-role": "approver", "x-test-account": "zhao" }
const sun = { "x-test-role": "approver", "x-test-account": "sun" }

async function ask<T = Warning>(method: "GET" | "POST" | "PATCH", url: string, who: Record<string, string>, payload?: object) {
  const answer = await app.inject({ method, url: `/api${url}`, headers: who, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json<T & { code: string }>() }
}
const post = (id: string, verb: string, who: Record<string, string>, payload?: object) =>
  ask("POST", `/warnings/${id}/${verb}`, who, payload)

async function submitted(request: object = { signal: signal.id }): Promise<Warning> {
  const { body } = await ask("POST", "/warnings", li, request)
  expect((await post(body.id, "submit", li)).status).toBe(200)
  return body
}
async function sent(request?: object): Promise<Warning> {
  const warning = await submitted(request)
  const answer = await post(warning.id, "approve", zhao)
  expect([answer.status, answer.body.state]).toEqual([200, "sent"])
  return answer.body
}
async function verbsOf(id: string): Promise<string[]> {
  await world.log.drain()
  return (await world.log.after(0, 10_000)).filter(({ record }) => record === id).map(({ verb }) => verb)
}
const newest = async () => (await listMessages(world.db.query, 1))[0]!

beforeEach(async () => {
  // Each test begins with nothing in force, as a city does on most mornings.
  clock.advanceByMs(24 * 3_600_000)
  await warn.sweep(clock.now())
})

describe("a draft", () => {
  test("from an alert of others says nothing of a measurement, and that it is likely", async () => {
    const { status, body } = await ask("POST", "/warnings", li, { signal: outsideSignal.id })
    expect(status).toBe(201)
    expect(body).toMatchObject({ because: outsideSignal.id, certainty: "Likely" })
    expect((await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body.measured).toBeNull()
    expect(JSON.stringify(body.texts)).not.toMatch(/null|undefined|NaN/)
  })
  test("from a signal is filled in both languages by the same formatters", async () => {
    const { status, body } = await ask("POST", "/warnings", li, { signal: signal.id })
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: "draft", level: "red", because: signal.id, mine: true, identifier: null })
    expect(body.code).toMatch(/^W-\d+$/)
    expect(body.texts["zh-CN"].description).toMatch(
      /^西河区3小时累计104毫米（西河雨量站）,从\d{4}年\d+月\d+日 周. 03:00（UTC\+8）到.* 08:00/,
    )
    expect(body.texts.en.description).toMatch(
      /^Rain on Xihe: 104 mm in 3 h at Xihe rain gauge, from \w{3} \d+ \w{3} \d{4}, 03:00 \(UTC\+8\)/,
    )
    expect(new Date(body.expires).getTime() - new Date(body.onset).getTime()).toBe(5 * 3_600_000)
    const card = await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)
    expect(card.body.measured).toEqual({
      "zh-CN": "3小时累计104毫米（西河雨量站）",
      en: "104 mm in 3 h at Xihe rain gauge",
    })
  })
  test("by hand has open slots, which the card names and the submission refuses", async () => {
    const { body } = await ask("POST", "/warnings", li, { hazard: "rainstorm", level: "blue", areas: ["linjiang/donghu"] })
    const card = await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)
    expect(card.body).toMatchObject({
      population: 400_000,
      sites: { school: 38 },
      approvers: 2,
      alreadyActive: [],
      measured: null,
    })
    expect(card.body.musts.map(({ code }) => code)).toEqual(["WARN_SLOT_OPEN", "WARN_SLOT_OPEN"])
    expect(card.body.musts[0]!.text).toContain("{{measured}}")
    expect(await post(body.id, "submit", li)).toMatchObject({ status: 400, body: { code: "WARN_MUSTS" } })
  })
  test("for many areas names the first and how many there are, the same in both languages", async () => {
    const areas = ["linjiang/xihe/liuyin", "linjiang/xihe", "linjiang/donghu", "linjiang"]
    const texts = fillTexts(
      {
        "zh-CN": { headline: "{{area}}预警", description: "-", instruction: "-" },
        en: { headline: "Warning for {{area}}", description: "-", instruction: "-" },
      },
      { ...cityOf(world), areas: areas.map(areaRef), level: "red", onset: clock.now(), expires: clock.now() },
    )
    expect(texts["zh-CN"].headline).toBe("柳荫街道、西河区、东湖区等4处预警")
    expect(texts.en.headline).toBe("Warning for Liuyin, Xihe, Donghu, 4 areas in all")
  })
  test("says how soon and how sure, from the pack or by its author, and CAP carries it", async () => {
    const byHand = { hazard: "rainstorm", level: "red", areas: ["linjiang/xihe"] }
    expect((await ask("POST", "/warnings", li, byHand)).body).toMatchObject({ urgency: "Immediate", certainty: "Likely" })
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    expect(body).toMatchObject({ urgency: "Immediate", certainty: "Observed" })
    await ask("PATCH", `/warnings/${body.id}`, li, { urgency: "Expected", certainty: "Possible" })
    await post(body.id, "submit", li)
    await post(body.id, "approve", zhao)
    const { xml } = await newest()
    expect(xml).toContain("<urgency>Expected</urgency>")
    expect(xml).toContain("<certainty>Possible</certainty>")
  })
  test("is kept half-written, which the card names and the submission refuses", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const texts = { ...body.texts, en: { ...body.texts.en, instruction: "", headline: " " } }
    expect((await ask("PATCH", `/warnings/${body.id}`, li, { texts })).body.texts.en.instruction).toBe("")
    const { musts } = (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body
    expect(musts).toMatchObject([
      { code: "WARN_NO_WORDS", at: { language: "en", field: "headline" } },
      { code: "WARN_NO_ACTION", at: { language: "en", field: "instruction" } },
    ])
    expect((await post(body.id, "submit", li)).body.code).toBe("WARN_MUSTS")
  })
  test("is worded anew from the pack when area and end have changed, until then the card remarks it", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const expires = new Date(Date.parse(body.expires) + 2 * 3_600_000).toISOString()
    await ask("PATCH", `/warnings/${body.id}`, li, { areas: ["linjiang/xihe/liuyin"], expires })
    const card = async () => (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body
    expect((await card()).betters.map(({ code, at }) => `${code} ${at?.language}`)).toEqual([
      "WARN_END_NOT_SAID zh-CN",
      "WARN_END_NOT_SAID en",
    ])
    expect((await ask("POST", `/warnings/${body.id}/words`, { ...li, "x-test-account": "wang" })).body.code).toBe(
      "WARN_NOT_AUTHOR",
    )
    const filled = (await ask("POST", `/warnings/${body.id}/words`, li)).body
    expect(filled.texts.en.description).toMatch(/^Rain on Liuyin: 104 mm in 3 h at .*10:00/)
    expect((await card()).betters).toEqual([])
    await post(body.id, "submit", li)
    expect((await ask("POST", `/warnings/${body.id}/words`, li)).body.code).toBe("WARN_STATE")
  })
  test("is changed by its author only, and never after it was submitted", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const edit = { areas: ["linjiang/xihe/liuyin"], level: "orange" }
    expect((await ask("PATCH", `/warnings/${body.id}`, { ...li, "x-test-account": "wang" }, edit)).body.code).toBe(
      "WARN_NOT_AUTHOR",
    )
    expect((await ask("PATCH", `/warnings/${body.id}`, li, edit)).body).toMatchObject({
      level: "orange",
      areas: [{ name: { en: "Liuyin" } }],
    })
    expect((await post(body.id, "submit", { ...li, "x-test-account": "wang" })).body.code).toBe("WARN_NOT_AUTHOR")
    await post(body.id, "submit", li)
    expect(await ask("PATCH", `/warnings/${body.id}`, li, edit)).toMatchObject({ status: 409, body: { code: "WARN_STATE" } })
  })
  test("needs a right, an account, an area of one's own, and a pack", async () => {
    const request = { hazard: "rainstorm", level: "red", areas: ["linjiang/xihe"] }
    expect((await ask("POST", "/warnings", {}, request)).status).toBe(401)
    expect((await ask("POST", "/warnings", zhao, request)).status).toBe(403)
    expect((await ask("POST", "/warnings", { ...li, "x-test-area": "linjiang/donghu" }, request)).status).toBe(403)
    expect((await ask("POST", "/warnings", { "x-test-role": "duty-officer" }, request)).body.code).toBe("WARN_NO_ACCOUNT")
    expect((await ask("POST", "/warnings", li, { ...request, hazard: "meteor" })).body.code).toBe("WARN_PACK_NOT_FOUND")
  })
})

describe("approving", () => {
  test("freezes a CAP message that is valid, never Actual outside the live world, and says the same in two languages", async () => {
    const warning = await sent()
    const { xml, identifier } = await newest()
    expect(warning).toMatchObject({ identifier, approverRole: "approver", follows: null })
    const reading = readCap(xml)
    if (!reading.ok) throw new Error(JSON.stringify(reading.findings))
    expect(reading.alert).toMatchObject({
      status: "Exercise",
      msgType: "Alert",
      sender: "warn@demo.linjiang.example",
      references: [],
    })
    expect(reading.alert.note).toContain("演练")
    expect(reading.alert.info.map(({ language }) => language)).toEqual(["zh-CN", "en"])
    expect(xml).toContain("<polygon>30,113 30,113.1 30.1,113.1 30.1,113 30,113</polygon>")
    expect(await verbsOf(warning.id)).toEqual(["draft", "submit", "approve", "send"])
    expect(await warn.getWarning(warning.id)).toMatchObject({ state: "sent", mine: false })
    expect((await warn.listInForce()).map(({ code }) => code)).toEqual([warning.code])
  })
  test("is for another account: the rule refuses it, and so does the table", async () => {
    const warning = await submitted()
    const alsoApprover = { "x-test-role": "approver", "x-test-account": "li" }
    expect(await post(warning.id, "approve", alsoApprover)).toMatchObject({ status: 403, body: { code: "WARN_OWN_WARNING" } })
    expect((await post(warning.id, "approve", li)).status).toBe(403)
    await expect(
      sql`update warn.warning set approver_account = 'li', approver_role = 'approver' where id = ${warning.id}`.execute(
        world.db.query,
      ),
    ).rejects.toThrow("another_account_approves")
    const sent = sql`update warn.warning set state = 'sent' where id = ${warning.id}`.execute(world.db.query)
    await expect(sent).rejects.toThrow(/people_are_named|sent_is_whole/)
  })
  test("by two at once sends once; a double submission is told so", async () => {
    const warning = await submitted()
    expect((await post(warning.id, "submit", li)).body.code).toBe("WARN_STATE")
    const before = (await listMessages(world.db.query, 1_000)).length
    const answers = await Promise.all([post(warning.id, "approve", zhao), post(warning.id, "approve", sun)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await listMessages(world.db.query, 1_000)).length).toBe(before + 1)
  })
  test("can be refused with a reason; the author mends and submits again", async () => {
    const warning = await submitted()
    expect((await post(warning.id, "reject", zhao, { reason: "too wide" })).body).toMatchObject({
      state: "draft",
      rejection: "too wide",
    })
    expect((await post(warning.id, "submit", li)).body).toMatchObject({ state: "submitted", rejection: null })
    expect((await post(warning.id, "approve", sun)).body.state).toBe("sent")
  })
  test("replaces what it covers by an update that refers to it, and leaves in force what reaches further", async () => {
    const small = await sent()
    await ask("POST", "/warnings", li, { signal: signal.id })
    const wide = await ask("POST", "/warnings", li, { signal: signal.id })
    await ask("PATCH", `/warnings/${wide.body.id}`, li, { areas: ["linjiang/xihe", "linjiang/donghu"] })
    await post(wide.body.id, "submit", li)
    const card = await ask<WarningCard>("GET", `/warnings/${wide.body.id}/card`, li)
    expect(card.body.alreadyActive).toMatchObject([{ code: small.code, level: "red" }])
    const update = await post(wide.body.id, "approve", zhao)
    expect(update.body.follows).toBe(small.id)
    expect((await warn.getWarning(small.id)).state).toBe("updated")
    const reading = readCap((await newest()).xml)
    expect(reading.ok && reading.alert).toMatchObject({ msgType: "Update", references: [{ identifier: small.identifier }] })
    const inside = await sent()
    expect(inside.follows).toBeNull()
    expect((await warn.listInForce()).map(({ code }) => code)).toEqual([inside.code, wide.body.code])
  })
})

describe("what was sent", () => {
  test("cannot be changed by SQL, neither the message nor the warning", async () => {
    const warning = await sent()
    const run = (statement: string) => sql.raw(statement).execute(world.db.query)
    await expect(run("update warn.message set xml = 'x'")).rejects.toThrow("never changed")
    await expect(run("delete from warn.message")).rejects.toThrow("never changed")
    await expect(run("truncate warn.message")).rejects.toThrow()
    for (const change of [
      "texts = '{}'",
      "level = 'blue'",
      "areas = '[]'",
      "expires = onset",
      "identifier = null",
      "state = 'draft'",
    ])
      await expect(run(`update warn.warning set ${change} where id = '${warning.id}'`)).rejects.toThrow()
    await expect(run(`delete from warn.warning where id = '${warning.id}'`)).rejects.toThrow("never changed")
  })
  test("is lifted by two people, as a record of its own that leads from the first", async () => {
    const warning = await sent()
    const lifting = await post(warning.id, "lift", zhao, {})
    expect([lifting.status, lifting.body.state, lifting.body.follows]).toEqual([201, "submitted", warning.id])
    expect(lifting.body.texts.en.headline).toBe("Rainstorm warning lifted")
    expect((await post(warning.id, "lift", sun, {})).body.code).toBe("WARN_LIFTING_WAITS")
    expect((await post(lifting.body.id, "approve", zhao)).body.code).toBe("WARN_OWN_WARNING")
    expect((await warn.getWarning(warning.id)).state).toBe("sent")
    expect((await post(lifting.body.id, "approve", sun)).body).toMatchObject({ state: "lifted" })
    expect((await warn.getWarning(warning.id)).state).toBe("lifted")
    expect(await verbsOf(warning.id)).toEqual(["draft", "submit", "approve", "send", "lift"])
    expect(await verbsOf(lifting.body.id)).toEqual(["draft", "submit", "approve"])
    const reading = readCap((await newest()).xml)
    expect(reading.ok && reading.alert.info[0]!.responseType).toEqual(["AllClear"])
    expect(reading.ok && reading.alert).toMatchObject({ msgType: "Update", references: [{ identifier: warning.identifier }] })
    expect(await warn.listInForce()).toEqual([])
    expect((await warn.findPublic(warning.code))?.ending?.en.headline).toBe("Rainstorm warning lifted")
    expect((await post(warning.id, "lift", zhao, {})).body.code).toBe("WARN_STATE")
  })
  test("sent in error is taken back by one person within the hour, and says that nobody need follow it", async () => {
    const warning = await sent()
    clock.advanceByMs(60 * 60_000)
    expect((await post(warning.id, "retract", li)).body.state).toBe("sent-in-error")
    const reading = readCap((await newest()).xml)
    expect(reading.ok && reading.alert).toMatchObject({ msgType: "Cancel", references: [{ identifier: warning.identifier }] })
    expect(reading.ok && reading.alert.info[1]!.instruction).toContain("need not follow")
    expect(reading.ok && reading.alert.note).toContain("Sent in error")
    expect(await verbsOf(warning.id)).toContain("retract")
  })
  test("is not taken back by one person after the hour", async () => {
    const warning = await sent()
    clock.advanceByMs(60 * 60_000 + 1)
    expect(await post(warning.id, "retract", li)).toMatchObject({ status: 409, body: { code: "WARN_TOO_LATE" } })
  })
  test("ends by the clock", async () => {
    const warning = await sent()
    clock.advanceTo(new Date(new Date(warning.expires).getTime() - 1))
    await warn.sweep(clock.now())
    expect((await warn.listInForce()).length).toBe(1)
    clock.advanceTo(new Date(warning.expires))
    expect(await warn.listInForce()).toEqual([])
    await warn.sweep(clock.now())
    await warn.sweep(clock.now())
    expect(await warn.getWarning(warning.id)).toMatchObject({ state: "expired", endedAt: warning.expires })
    expect((await verbsOf(warning.id)).filter((verb) => verb === "expire")).toHaveLength(1)
  })
})

describe("feed and messages", () => {
  test("the feed has the newest first, and each entry leads to the message byte for byte", async () => {
    const warning = await sent()
    await world.log.drain()
    const feed = await app.inject({ url: "/cap/feed.atom" })
    expect(feed.headers["content-type"]).toContain("application/atom+xml")
    expect(feed.body.indexOf(warning.identifier!)).toBe(feed.body.search(/W-\d+\.\d{14}\.[0-9a-f]{8}/))
    if (hasSchema) expect(spawnSync("xmllint", ["--noout", "-"], { input: feed.body }).status).toBe(0)
    const message = await app.inject({ url: `/cap/alerts/${warning.identifier}.xml` })
    expect(message.headers["content-type"]).toContain("application/cap+xml")
    expect(message.body).toBe((await newest()).xml)
    const again = await app.inject({ url: "/cap/feed.atom", headers: { "if-none-match": String(feed.headers["etag"]) } })
    expect([again.statusCode, again.body]).toEqual([304, ""])
    await post(warning.id, "retract", li)
    await world.log.drain()
    const changed = await app.inject({ url: "/cap/feed.atom" })
    expect(changed.headers["etag"]).not.toBe(feed.headers["etag"])
    expect(changed.body).toContain("Sent in error")
    expect((await app.inject({ url: "/cap/alerts/W-1.none.xml" })).statusCode).toBe(404)
  })
  test.skipIf(!hasSchema)(
    "every message that went out is valid by the schema of CAP 1.2 (needs the schema and xmllint)",
    async () => {
      const messages = await listMessages(world.db.query, 1_000)
      expect(new Set(messages.map(({ msgType }) => msgType)).size).toBe(3)
      for (const { xml } of messages) {
        const run = spawnSync("xmllint", ["--noout", "--schema", schema, "-"], { input: xml, encoding: "utf8" })
        expect(run.status === 0 ? "valid" : run.stderr).toBe("valid")
      }
    },
  )
})

test("lists are by state, newest first, and the thread knows each record", async () => {
  const warning = await submitted()
  const page = await ask<{ warnings: Warning[] }>("GET", "/warnings?state=submitted", zhao)
  expect(page.body.warnings[0]).toMatchObject({ id: warning.id, mine: false })
  expect(page.body.warnings.every(({ state }) => state === "submitted")).toBe(true)
  expect((await ask("GET", `/warnings/${newId()}`, zhao)).body.code).toBe("WARN_NOT_FOUND")
  const described = await warn.describe([warning.id, newId()])
  expect([...described.values()]).toMatchObject([{ kind: "warning", code: warning.code, title: { en: "Red rainstorm warning" } }])
})
