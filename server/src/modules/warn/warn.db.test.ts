import { spawnSync } from "node:child_process"
import { createHash, generateKeyPairSync } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { readCap, verifyCap } from "@holdfast/cap"
import type { KeptPicture, Warning, WarningCard } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import sharp from "sharp"
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
/** As a person does: reads it, and sends back the version that was read, where the step asks for one. */
async function post(id: string, verb: string, who: Record<string, string>, payload?: object) {
  const ticks = verb === "approve" ? { read: ["zh-CN", "en"] } : {}
  const read = verb === "approve" || verb === "reject" ? { version: await versionOf(id), ...ticks } : {}
  return ask("POST", `/warnings/${id}/${verb}`, who, { ...read, ...payload })
}
const edit = async (id: string, who: Record<string, string>, changes: object) =>
  ask("PATCH", `/warnings/${id}`, who, { version: await versionOf(id), ...changes })
/** Any text stands for the version of what has none any more. */
const versionOf = async (id: string) => (await ask("GET", `/warnings/${id}`, li)).body.version ?? "none"

async function submitted(request: object = { signal: signal.id }): Promise<Warning> {
  const { body } = await ask("POST", "/warnings", li, request)
  // By hand nothing was measured, so the template's slots are filled as its author would.
  const texts = JSON.parse(JSON.stringify(body.texts).replaceAll("{{measured}}", "104")) as object
  if (!("signal" in request)) await edit(body.id, li, { texts })
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
  test("that is sent again after a lost answer is one draft, also when it was written on; another's id is refused", async () => {
    for (const begin of [{ signal: signal.id }, { hazard: "rainstorm", level: "blue", areas: ["linjiang/donghu"] }]) {
      const request = { id: newId(), ...begin }
      const both = await Promise.all([ask("POST", "/warnings", li, request), ask("POST", "/warnings", li, request)])
      expect(both.map(({ status, body }) => [status, body.id])).toEqual([
        [201, request.id],
        [201, request.id],
      ])
      await edit(request.id, li, { level: "orange" })
      const again = await ask("POST", "/warnings", li, request)
      expect([again.status, again.body.code, again.body.level]).toEqual([201, both[0]!.body.code, "orange"])
      expect(await verbsOf(request.id)).toEqual(["draft", "edit"])
      const others = [
        await ask("POST", "/warnings", { ...li, "x-test-account": "wang" }, request),
        await ask("POST", "/warnings", li, {
          ...request,
          ...("signal" in begin ? { signal: outsideSignal.id } : { level: "red" }),
        }),
      ]
      for (const { status, body } of others) expect([status, body.code]).toEqual([409, "PLATFORM_RECORD_EXISTS"])
    }
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
    await edit(body.id, li, { urgency: "Expected", certainty: "Possible" })
    await post(body.id, "submit", li)
    await post(body.id, "approve", zhao)
    const { xml } = await newest()
    expect(xml).toContain("<urgency>Expected</urgency>")
    expect(xml).toContain("<certainty>Possible</certainty>")
  })
  test("is kept half-written, which the card names and the submission refuses", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const texts = { ...body.texts, en: { ...body.texts.en, instruction: "", headline: " " } }
    expect((await edit(body.id, li, { texts })).body.texts.en.instruction).toBe("")
    const { musts } = (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body
    expect(musts).toMatchObject([
      { code: "WARN_NO_WORDS", at: { language: "en", field: "headline" } },
      { code: "WARN_NO_ACTION", at: { language: "en", field: "instruction" } },
    ])
    expect((await post(body.id, "submit", li)).body.code).toBe("WARN_MUSTS")
  })
  test("never holds a character that CAP cannot carry, and says which and where", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    for (const [character, shown] of [
      ["\u000B", "U+000B"],
      ["\u0000", "U+0000"],
      ["\uD83D", "U+D83D"],
    ]) {
      const texts = { ...body.texts, en: { ...body.texts.en, instruction: `Go up.${character}Now.` } }
      const refused = await ask<{ detail: string }>("PATCH", `/warnings/${body.id}`, li, { version: body.version, texts })
      expect([refused.status, refused.body.code]).toEqual([400, "WARN_CHARACTER"])
      expect(refused.body.detail).toContain(`(en instruction) hold the character ${shown},`)
    }
    const texts = { ...body.texts, en: { ...body.texts.en, instruction: "Go up.\nNow, \u{1F6B6} all of you." } }
    expect((await edit(body.id, li, { texts })).body.texts.en.instruction).toBe(texts.en.instruction)
  })
  test("of which no message can be made is refused at submission, and the card says why", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    // As it may have been stored before such characters were refused.
    await sql`update warn.warning set texts = jsonb_set(texts, '{en,instruction}', '"Go up.\\u000bNow."') where id = ${body.id}`.execute(
      world.db.query,
    )
    const { musts } = (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body
    expect(musts.map(({ code, text }) => [code, text])).toEqual([
      [
        "WARN_NOT_SENDABLE",
        expect.stringMatching(/^It cannot be sent\. No CAP message can be made of W-\d+: alert\/info\[2\]\/instruction/),
      ],
    ])
    expect(await post(body.id, "submit", li)).toMatchObject({ status: 400, body: { code: "WARN_NOT_SENDABLE" } })
    expect((await warn.getWarning(body.id)).state).toBe("draft")
  })
  test("follows area and end in both languages while its words keep their slots, and is worded anew from the pack", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    expect(body.written?.en.description).toBe("Rain on {{area}}: {{measured}}, from {{from}} until {{until}}.")
    const expires = new Date(Date.parse(body.expires) + 2 * 3_600_000).toISOString()
    const edited = (await edit(body.id, li, { areas: ["linjiang/xihe/liuyin"], expires })).body
    expect(edited.texts.en.description).toMatch(/^Rain on Liuyin: 104 mm in 3 h at .*10:00/)
    expect(edited.texts["zh-CN"].description).toMatch(/^柳荫街道.*10:00/)
    const card = async () => (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, li)).body
    const remarks = async () => (await card()).betters.map(({ code, at }) => `${code} ${at?.language}`)
    expect(await remarks()).toEqual(["WARN_NO_SOURCE zh-CN", "WARN_NO_SOURCE en"])
    const written = { ...edited.written!.en, description: "Rain on {{area}}, issued by {{city}}." }
    await edit(body.id, li, { texts: { ...edited.written!, en: written } })
    // The mend is what the page puts into the words: a slot again, which moves with the end.
    const [unsaid] = (await card()).betters
    expect(unsaid).toMatchObject({
      code: "WARN_END_NOT_SAID",
      mends: [{ changes: [{ language: "en", put: "Until {{until}}." }] }],
    })
    expect((await ask("POST", `/warnings/${body.id}/words`, { ...li, "x-test-account": "wang" })).body.code).toBe(
      "WARN_NOT_AUTHOR",
    )
    const filled = (await ask("POST", `/warnings/${body.id}/words`, li)).body
    expect(filled.texts.en.description).toMatch(/^Rain on Liuyin: 104 mm in 3 h at .*10:00/)
    await post(body.id, "submit", li)
    expect((await ask("POST", `/warnings/${body.id}/words`, li)).body.code).toBe("WARN_STATE")
  })
  test("by hand begins blank, or with the words of an earlier one, whose slots say what is true of the new one", async () => {
    const byHand = { hazard: "rainstorm", level: "red", areas: ["linjiang/donghu"] }
    const blank = (await ask("POST", "/warnings", li, { ...byHand, words: "blank" })).body
    expect(blank.texts.en).toEqual({ headline: "", description: "", instruction: "" })
    const earlier = await sent()
    const copy = (await ask("POST", "/warnings", li, { ...byHand, words: { of: earlier.id } })).body
    expect(copy).toMatchObject({ state: "draft", written: earlier.written, because: null })
    expect(copy.texts["zh-CN"].description).toContain("东湖区")
    expect((await ask("POST", "/warnings", li, { ...byHand, words: { of: newId() } })).body.code).toBe("WARN_NOT_FOUND")
  })
  test("that reaches a million people is handed in with the figure typed, and its approver reads the same", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    await edit(body.id, li, { areas: ["linjiang"] })
    const { size } = (await ask<WarningCard>("GET", `/warnings/${body.id}/card`, zhao)).body.beside
    expect(size).toMatchObject({ people: 1_200_000, typed: true })
    for (const people of [undefined, 1_199_999])
      expect(await ask("POST", `/warnings/${body.id}/submit`, li, { people })).toMatchObject({
        status: 409,
        body: { code: "WARN_SIZE_UNTYPED", detail: expect.stringContaining("1200000") },
      })
    expect((await ask("POST", `/warnings/${body.id}/submit`, li, { people: 1_200_000 })).status).toBe(200)
  })
  test("is changed by its author only, and never after it was submitted", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const changes = { areas: ["linjiang/xihe/liuyin"], level: "orange" }
    expect((await edit(body.id, { ...li, "x-test-account": "wang" }, changes)).body.code).toBe("WARN_NOT_AUTHOR")
    expect((await edit(body.id, li, changes)).body).toMatchObject({
      level: "orange",
      areas: [{ name: { en: "Liuyin" } }],
    })
    expect((await post(body.id, "submit", { ...li, "x-test-account": "wang" })).body.code).toBe("WARN_NOT_AUTHOR")
    await post(body.id, "submit", li)
    expect(await edit(body.id, li, changes)).toMatchObject({ status: 409, body: { code: "WARN_STATE" } })
  })
  test("changed in another window is not overwritten, and one field changes no other", async () => {
    const { body } = await ask("POST", "/warnings", li, { signal: signal.id })
    const texts = { ...body.texts, en: { ...body.texts.en, headline: "Red rainstorm warning, words of the first window" } }
    const first = await ask("PATCH", `/warnings/${body.id}`, li, { version: body.version, texts })
    expect(first.status).toBe(200)
    const stale = await ask("PATCH", `/warnings/${body.id}`, li, { version: body.version, level: "blue" })
    expect(stale).toMatchObject({ status: 409, body: { code: "WARN_DRAFT_CHANGED" } })
    const second = await ask("PATCH", `/warnings/${body.id}`, li, { version: first.body.version, level: "orange" })
    expect(second.body).toMatchObject({ level: "orange", texts })
    expect((await ask("PATCH", `/warnings/${body.id}`, li, { level: "blue" })).status).toBe(400)
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
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
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
  test("is of what was read: changed, or taking the place of another warning meanwhile, it is refused and nothing is sent", async () => {
    const warning = await submitted()
    const read = { version: await versionOf(warning.id) }
    await post(warning.id, "reject", sun, { reason: "too small" })
    await edit(warning.id, li, { areas: ["linjiang"], level: "blue" })
    await post(warning.id, "submit", li, { people: 1_200_000 })
    for (const [verb, more] of [
      ["approve", { read: ["zh-CN", "en"] }],
      ["reject", { reason: "seen before" }],
    ] as const)
      expect(await ask("POST", `/warnings/${warning.id}/${verb}`, zhao, { ...read, ...more })).toMatchObject({
        status: 409,
        body: { code: "WARN_CHANGED" },
      })
    const readAgain = { version: await versionOf(warning.id), read: ["zh-CN", "en"] }
    const other = await sent()
    expect((await ask("POST", `/warnings/${warning.id}/approve`, zhao, readAgain)).body.code).toBe("WARN_CHANGED")
    expect((await warn.listInForce()).map(({ code }) => code)).toEqual([other.code])
    expect(await post(warning.id, "approve", zhao)).toMatchObject({ status: 200, body: { follows: other.id, version: null } })
    expect((await ask("POST", `/warnings/${warning.id}/approve`, zhao)).status).toBe(400)
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
    await edit(wide.body.id, li, { areas: ["linjiang/xihe", "linjiang/donghu"] })
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
    // Who follows the all-clear's link comes to the page of the warning that it ends.
    expect(reading.ok && reading.alert.info[0]!.web).toBe(`https://linjiang.example/warnings/${warning.code}`)
    expect((await warn.findPublic(lifting.body.code))?.warning.code).toBe(warning.code)
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
  test("taken back gives people the warning back that it had replaced, as an alert of its own, before the log says that it ended", async () => {
    const first = await sent()
    clock.advanceByMs(600_000)
    const second = await sent()
    expect((await warn.getWarning(first.id)).state).toBe("updated")
    const { comesBack } = (await ask<WarningCard>("GET", `/warnings/${second.id}/card`, li)).body
    expect(comesBack).toMatchObject([{ code: first.code, level: "red", expires: first.expires }])
    await world.log.drain()
    const position = world.log.position
    await post(second.id, "retract", li)
    const [again, ...others] = await warn.listInForce()
    expect(others).toEqual([])
    const { level, areas, texts, urgency, certainty, onset, expires, because, authorRole, approverRole } = first
    expect(again).toMatchObject({ level, areas, texts, urgency, certainty, onset, expires, because, authorRole, approverRole })
    expect(again).toMatchObject({ reissues: first.id, follows: second.id, state: "sent", sentAt: clock.now().toISOString() })
    const reading = readCap((await newest()).xml)
    expect(reading.ok && reading.alert).toMatchObject({ msgType: "Alert", references: [], identifier: again!.identifier })
    expect(reading.ok && reading.alert.note).toContain("In force again")
    expect(reading.ok && reading.alert.info[1]).toMatchObject({ headline: texts.en.headline, severity: "Extreme" })
    await world.log.drain()
    const told = (await world.log.after(position, 100)).map(({ verb, record, because }) => [verb, record, because])
    expect(told).toEqual([
      ["reissue", again!.id, second.id],
      ["send", again!.id, first.id],
      ["retract", second.id, null],
    ])
    const feed = await app.inject({ url: "/cap/feed.atom" })
    expect(feed.body.indexOf(again!.identifier!)).toBe(feed.body.search(/W-\d+\.\d{14}\.[0-9a-f]{8}/))
    expect((await warn.listPublic()).slice(0, 2).map(({ warning }) => warning.code)).toEqual([again!.code, second.code])
    // What is in force again stands for the first, and can itself be taken back: then nothing is left.
    expect((await post(again!.id, "retract", sun)).body.state).toBe("sent-in-error")
    expect(await warn.listInForce()).toEqual([])
  })
  test("taken back gives nothing back that has run out or that another warning took the place of", async () => {
    const small = await sent({ hazard: "rainstorm", level: "blue", areas: ["linjiang/xihe/liuyin"] })
    const wide = await sent({ signal: signal.id })
    clock.advanceByMs(60_000)
    const later = await sent({ hazard: "rainstorm", level: "red", areas: ["linjiang/xihe/liuyin"] })
    await post(wide.id, "retract", li)
    expect([small.code, (await warn.listInForce()).map(({ code }) => code)]).toEqual([small.code, [later.code]])
    const last = await sent({ signal: signal.id })
    expect((await ask<WarningCard>("GET", `/warnings/${last.id}/card`, li)).body.comesBack).toHaveLength(1)
    const short = await ask("POST", "/warnings", li, { signal: signal.id })
    await edit(short.body.id, li, { expires: new Date(clock.now().getTime() + 60_000).toISOString() })
    await post(short.body.id, "submit", li)
    await post(short.body.id, "approve", zhao)
    const over = await sent({ signal: signal.id })
    clock.advanceByMs(120_000)
    expect((await ask<WarningCard>("GET", `/warnings/${over.id}/card`, li)).body.comesBack).toEqual([])
    await post(over.id, "retract", li)
    expect(await warn.listInForce()).toEqual([])
  })
  test.each(["retract", "expire", "update"])("takes with it what waits to lift it when it ends: %s", async (how) => {
    const warning = await sent()
    const lifting = (await post(warning.id, "lift", li, {})).body
    if (how === "update") await sent()
    else if (how === "retract") await post(warning.id, "retract", li)
    else {
      clock.advanceTo(new Date(warning.expires))
      await warn.sweep(clock.now())
    }
    const why = { retract: "retracted", expire: "expired", update: "updated" }[how]
    expect(await warn.getWarning(lifting.id)).toMatchObject({ state: "discarded", discarded: why, sentAt: null })
    const refused = await post(lifting.id, "approve", zhao)
    expect([refused.status, refused.body.code]).toEqual([409, "WARN_OVERTAKEN"])
    expect(await verbsOf(lifting.id)).toEqual(["draft", "submit", "overtake"])
    const page = await ask<{ warnings: Warning[] }>("GET", "/warnings?state=submitted", zhao)
    expect(page.body.warnings.map(({ id }) => id)).not.toContain(lifting.id)
  })
  test("is lifted in another way after its author took a lifting back and discarded it", async () => {
    const warning = await sent()
    const lifting = (await post(warning.id, "lift", li, {})).body
    expect((await post(lifting.id, "withdraw", { ...li, "x-test-account": "wang" })).body.code).toBe("WARN_NOT_AUTHOR")
    expect((await post(lifting.id, "discard", li)).body.code).toBe("WARN_STATE")
    expect((await post(lifting.id, "withdraw", li)).body.state).toBe("draft")
    expect((await post(lifting.id, "approve", zhao)).body.code).toBe("WARN_STATE")
    expect((await post(lifting.id, "discard", { ...li, "x-test-account": "wang" })).body.code).toBe("WARN_NOT_AUTHOR")
    expect((await post(lifting.id, "discard", li)).body).toMatchObject({ state: "discarded", discarded: "author", version: null })
    expect(await verbsOf(lifting.id)).toEqual(["draft", "submit", "withdraw", "discard"])
    expect((await post(lifting.id, "submit", li)).body.code).toBe("WARN_STATE")
    expect((await post(warning.id, "lift", sun, {})).status).toBe(201)
  })
  test("taken back stays in public for a day, however many updates go out elsewhere", async () => {
    const wrong = await sent({ hazard: "rainstorm", level: "red", areas: ["linjiang/donghu"] })
    await post(wrong.id, "retract", li)
    for (let i = 0; i < 22; i += 1) {
      clock.advanceByMs(900_000)
      await sent()
    }
    expect((await warn.listPublic()).map(({ warning }) => warning.code)).toContain(wrong.code)
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

describe("a sign-language video and a picture", () => {
  const alternative = { "zh-CN": "现在就去高处。", en: "Go to high ground now." }
  const video = { kind: "video", uri: "https://video.linjiang.example/red.mp4", alternative }
  const camera = { IFD0: { Make: "Camera" } }
  const upload = (payload: Buffer) =>
    app.inject({
      ...{ method: "POST", url: "/api/warning-pictures", payload },
      headers: { ...li, "content-type": "image/png" },
    })
  const picture = async () => {
    const point = { width: 8, height: 8, channels: 3, background: "red" } as const
    const answer = await upload(await sharp({ create: point }).withExif(camera).png().toBuffer())
    expect(answer.statusCode).toBe(201)
    return answer.json<KeptPicture>()
  }

  test("go out with the words, frozen; the picture is public only then, without what its camera wrote, and comes back with a reissue", async () => {
    const kept = await picture()
    const { id } = (await ask("POST", "/warnings", li, { signal: signal.id })).body
    const named = await edit(id, li, { resources: [video, { kind: "picture", picture: kept.picture, alternative }] })
    expect(named.body.resources).toEqual([
      { ...video, mimeType: "video/mp4" },
      { kind: "picture", ...kept, alternative },
    ])
    const read = await versionOf(id)
    expect((await edit(id, li, { resources: named.body.resources.toReversed() })).body.version).not.toBe(read)
    await edit(id, li, { resources: named.body.resources })
    await post(id, "submit", li)
    const address = `/warnings/pictures/${kept.picture}.jpg`
    expect((await app.inject(address)).json()).toMatchObject({ code: "WARN_PICTURE_GONE" })
    const { body: first } = await post(id, "approve", zhao)
    await world.log.drain()
    const served = await app.inject(address)
    expect(served.headers["content-type"]).toBe("image/jpeg")
    expect([served.rawPayload.length, createHash("sha1").update(served.rawPayload).digest("hex")]).toEqual([
      kept.size,
      kept.digest,
    ])
    expect((await sharp(served.rawPayload).metadata()).exif).toBeUndefined()
    expect((await newest()).xml).toContain(`<digest>${kept.digest}</digest>`)
    await expect(sql`update warn.warning set resources = '[]' where id = ${id}`.execute(world.db.query)).rejects.toThrow(
      "never changed",
    )

    const second = await sent()
    expect(second.resources).toEqual([])
    await post(second.id, "retract", li)
    const [again] = await warn.listInForce()
    expect(again).toMatchObject({ reissues: id, resources: first.resources })
    expect((await newest()).xml).toContain(address)
    const { body: lifting } = await post(again!.id, "lift", li)
    expect(lifting.resources).toEqual([])
    expect((await edit(lifting.id, li, { resources: [video] })).status).not.toBe(200)
    await warn.forget(clock.now())
    expect((await app.inject(address)).statusCode).toBe(200)
  })
  test("are refused with what is wrong; a picture that no draft names goes after a day", async () => {
    const { id } = (await ask("POST", "/warnings", li, { signal: signal.id })).body
    const code = async (resource: object) => (await edit(id, li, { resources: [resource] })).body.code
    expect(await code({ ...video, uri: "http://video.linjiang.example/red.mp4" })).toBe("WARN_VIDEO_ADDRESS")
    expect(await code({ ...video, uri: "https://video.linjiang.example/watch?v=red" })).toBe("WARN_VIDEO_ADDRESS")
    expect(await code({ ...video, alternative: { ...alternative, en: "\u0007" } })).toBe("WARN_CHARACTER")
    expect(await code({ ...video, alternative: { ...alternative, en: " " } })).toBe("PLATFORM_REQUEST_INVALID")
    expect(await code({ kind: "picture", picture: newId(), alternative })).toBe("WARN_PICTURE_GONE")
    expect((await upload(Buffer.from("<svg/>"))).json()).toMatchObject({ code: "WARN_PICTURE_UNREADABLE" })
    expect((await upload(Buffer.alloc(2 * 1024 * 1024 + 1))).json()).toMatchObject({ code: "WARN_PICTURE_LARGE" })
    const kept = await picture()
    await warn.forget(clock.now())
    const see = async () => (await app.inject({ url: `/api/warning-pictures/${kept.picture}`, headers: li })).statusCode
    expect(await see()).toBe(200)
    clock.advanceByMs(25 * 3_600_000)
    await warn.forget(clock.now())
    expect(await see()).toBe(404)
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
    const { body: pem } = await app.inject({ url: "/cap/signing-key.pem" })
    const verify = (key: string) => verifyCap(message.rawPayload, { trusted: () => [{ name: "city", pem: key }] })
    expect(await verify(pem)).toMatchObject({ verdict: "signed-by", signer: "city" })
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" })
    expect(await verify(String(other))).toMatchObject({ verdict: "unknown-signer" })
    expect(fs.statSync(path.join(world.dataFolder, "keys/cap-signing.pem")).mode & 0o777).toBe(0o600)
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
