import { readCap } from "@holdfast/cap"
import type {
  CityAuthority,
  CorrectionList,
  Signal,
  StandingAuthorisation,
  Warning,
  WarningAuthority,
  WarningTexts,
} from "@holdfast/contracts"
import { defineErrors, newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import type { z } from "zod"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startWarn } from "../index.ts"
import { listMessages } from "../store/message-store.ts"
import { areaRef, cityOf, outsideAlert, outsideSignal, rainstorm, signal } from "../test/city.ts"

const { world, clock } = await openTestWorld()
const both = (text: string) => ({ "zh-CN": text, en: text })
const post = (role: "duty-officer" | "approver", over: "city" | "district") => ({ post: both(`${role} ${over}`), role, over })
const entry = { jurisdiction: "any", issuer: both("City"), why: both("the plan") } as const
const observatory = { "zh-CN": "市气象台", en: "Observatory" }
const pack = {
  ...rainstorm,
  authority: [
    { ...entry, levels: ["red" as const], mode: "issue" as const, approves: post("approver", "city") },
    { ...entry, levels: ["orange" as const], mode: "relay" as const, issuer: observatory },
    {
      ...entry,
      levels: ["blue" as const],
      mode: "ask" as const,
      issuer: observatory,
      contact: { email: "duty@weather.example" },
    },
    // One of the city's own comes before what holds anywhere.
    { ...entry, jurisdiction: "beijing", levels: ["red" as const], mode: "relay" as const },
  ],
}
let onDuty = [
  { account: "zhao", role: "approver", area: null, name: both("zhao") },
  { account: "sun", role: "approver", area: null, name: both("sun") },
]
let signals: Signal[] = []
const proofs: string[] = []
const refusals = defineErrors("IDENTITY", { PROOF_NEEDED: { kind: "forbidden", values: [] } })
const city = cityOf(world)
const warn = await startWarn({
  ...city,
  places: {
    ...city.places,
    readGround: async (asked) => ({
      ...(await city.places.readGround(asked)),
      partly: [{ area: areaRef("linjiang/xihe/liuyin"), share: 0.1 }],
    }),
  },
  packs: { all: [pack], find: (hazard) => (hazard === pack.hazard ? pack : undefined) },
  sense: {
    ...city.sense,
    listSignals: async () => signals,
    getSignal: async (id) => signals.find((one) => one.id === id) ?? signal,
    placeOf: (datastream) => (datastream === "mast" ? [113, 30] : [113 + Number(datastream.replace(/\D/g, "")) / 100, 30]),
  },
  people: {
    ...city.people,
    approversOnDuty: async () => onDuty,
    proveAnew: async (request, { about }) => {
      if (request.headers["x-test-away"]) throw refusals.PROOF_NEEDED({})
      proofs.push(about)
    },
  },
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => {
    const [role = "", account = "", area] = String(headers["x-test"] ?? "").split(" ")
    return role ? { role, account, ...(area && { area }) } : undefined
  },
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: warn.routes,
})
afterAll(async () => {
  await app.close()
  await warn.stop()
})
const [li, zhao, sun] = ["duty-officer li", "approver zhao", "approver sun"] as const

async function ask<T = Warning>(
  method: "GET" | "POST" | "PUT" | "PATCH",
  url: string,
  who: string,
  payload?: object,
  headers = {},
) {
  const answer = await app.inject({
    method,
    url: `/api${url}`,
    headers: { "x-test": who, ...headers },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, code: answer.json<{ code?: string }>().code, body: answer.json<T>() }
}
async function draft(level: Signal["level"] = "red", area = "linjiang/xihe"): Promise<Warning> {
  const { body } = await ask("POST", "/warnings", li, { hazard: "rainstorm", level, areas: [area] })
  const texts = JSON.parse(JSON.stringify(body.texts).replaceAll("{{measured}}", "104")) as WarningTexts
  return (await ask("PATCH", `/warnings/${body.id}`, li, { version: body.version, texts })).body
}
async function submitted(): Promise<Warning> {
  const { id } = await draft()
  const answer = await ask("POST", `/warnings/${id}/submit`, li)
  expect([answer.status, answer.body.state]).toEqual([200, "submitted"])
  return answer.body
}
const read = ["zh-CN", "en"]
const approve = ({ id, version }: Warning, who: string, change: object = {}) =>
  ask("POST", `/warnings/${id}/approve`, who, { version, read, ...change })
const sent = async () => (await approve(await submitted(), zhao)).body
const authorityOf = async ({ id }: Warning) => (await ask<WarningAuthority>("GET", `/warnings/${id}/authority`, li)).body
const pass = async (seconds: number) => {
  clock.advanceByMs(seconds * 1_000)
  await warn.sweep(clock.now())
}
const newest = async () => (await listMessages(world.db.query, 1))[0]!

beforeEach(async () => {
  signals = []
  await pass(24 * 3_600)
})

describe("authority of the pack", () => {
  test("what is only asked for is prepared and logged, and goes out to nobody", async () => {
    const asked = await draft("blue")
    expect(await authorityOf(asked)).toMatchObject({ mode: "ask", entry: { issuer: observatory } })
    expect((await ask("POST", `/warnings/${asked.id}/submit`, li)).code).toBe("WARN_ASK_ONLY")
    const { body } = await ask<{ text: string; mailto: string }>("POST", `/warnings/${asked.id}/ask-issuer`, li)
    expect(body.mailto).toMatch(/^mailto:duty@weather\.example\?subject=/)
    expect(body.text).toContain(asked.texts.en.instruction)
    expect((await authorityOf(asked)).requests).toHaveLength(1)
    await expect(
      sql`update warn.warning set state = 'submitted', submitted_at = created_at where id = ${asked.id}`.execute(world.db.query),
    ).rejects.toThrow("asked_is_never_sent")
    expect((await ask("POST", `/warnings/${(await draft()).id}/ask-issuer`, li)).code).toBe("WARN_NOT_ASKING")
  })
  test("what is relayed names the original, in CAP as well", async () => {
    const relayed = await draft("orange")
    expect((await ask("POST", `/warnings/${relayed.id}/submit`, li)).code).toBe("WARN_ORIGINAL_MISSING")
    await ask("PUT", `/warnings/${relayed.id}/original`, li, { reference: "QX-2026-81" })
    const waiting = (await ask("POST", `/warnings/${relayed.id}/submit`, li)).body
    const { body } = await approve(waiting, zhao)
    expect(body).toMatchObject({ state: "sent", mode: "relay", original: { issuer: observatory, reference: "QX-2026-81" } })
    const reading = readCap((await newest()).xml)
    expect(reading.ok && [reading.alert.source, reading.alert.note]).toEqual([
      expect.stringContaining("Observatory QX-2026-81"),
      expect.stringContaining("Relayed: issued by Observatory, QX-2026-81"),
    ])
  })
  test("what is passed on from an alert of others carries its issuer and its identifier from the first draft", async () => {
    signals = [
      { ...outsideSignal, level: "orange" },
      { ...outsideSignal, id: newId(), level: "red" },
    ]
    const { body } = await ask("POST", "/warnings", li, { signal: outsideSignal.id })
    const { publisher: issuer, identifier: reference } = outsideAlert
    expect(body).toMatchObject({ mode: "relay", original: { issuer, reference } })
    // What this city says itself is its own, whatever it was heard from.
    expect((await ask("POST", "/warnings", li, { signal: signals[1]!.id })).body).toMatchObject({ mode: "issue", original: null })
  })
  test("who has not the post does not approve, whatever the role says", async () => {
    const warning = await submitted()
    expect((await approve(warning, "approver zhao linjiang/xihe")).code).toBe("WARN_NOT_ENTITLED")
    expect((await approve(warning, zhao)).status).toBe(200)
  })
})

describe("the ladder", () => {
  test("calls one after the other, each after 90 s, until somebody answers; who comes on duty is called too", async () => {
    const [first] = onDuty
    onDuty = []
    const warning = await submitted()
    expect((await authorityOf(warning)).calls).toEqual([])
    onDuty = [first!]
    await pass(10)
    expect((await authorityOf(warning)).calls.map(({ calledAt }) => calledAt !== null)).toEqual([true])
    onDuty.push({ account: "sun", role: "approver", area: null, name: both("sun") })
    await pass(10)
    expect((await authorityOf(warning)).calls.map(({ name, calledAt }) => [name?.en, calledAt !== null])).toEqual([
      ["zhao", true],
      ["sun", false],
    ])
    await pass(80)
    const mine = await ask<{ approve: object[] }>("GET", "/call-outs", sun)
    expect(mine.body.approve).toMatchObject([{ warning: warning.id }])
    await approve(warning, sun)
    expect((await ask<{ approve: object[] }>("GET", "/call-outs", sun)).body.approve).toEqual([])
  })
  test("each language is ticked, and whoever approves proves anew that it is them, for this version", async () => {
    const warning = await submitted()
    expect((await approve(warning, zhao, { read: ["en"] })).code).toBe("WARN_NOT_READ")
    const away = await ask(
      "POST",
      `/warnings/${warning.id}/approve`,
      zhao,
      { version: warning.version, read },
      { "x-test-away": "1" },
    )
    expect(away.code).toBe("IDENTITY_PROOF_NEEDED")
    expect((await approve(warning, zhao)).status).toBe(200)
    expect(proofs.at(-1)).toBe(`warn.approve ${warning.id} ${warning.version}`)
  })
  test("its author sends alone only after nobody answered, says why, and it is counted in public", async () => {
    const warning = await submitted()
    const alone = { version: warning.version, category: "nobody-answered", reason: "Three were called, no answer by telephone" }
    expect((await ask("POST", `/warnings/${warning.id}/send-alone`, li, alone)).code).toBe("WARN_STILL_CALLED")
    await pass(271)
    expect((await ask("POST", `/warnings/${warning.id}/send-alone`, "duty-officer wang", alone)).code).toBe("WARN_NOT_AUTHOR")
    const { body } = await ask("POST", `/warnings/${warning.id}/send-alone`, li, alone)
    expect(body).toMatchObject({ state: "sent", basis: "alone", alone: "nobody-answered", approverRole: null })
    const { body: shown } = await ask<CityAuthority>("GET", "/authority", zhao)
    expect(shown.alone).toMatchObject([{ code: body.code, category: "nobody-answered" }])
    expect(JSON.stringify(shown)).not.toContain("telephone")
    expect((await newest()).xml).toContain("Sent by one person alone")
    for (const change of [sql`alone = null`, sql`basis = 'approved'`, sql`approver_account = 'li', approver_role = 'approver'`])
      await expect(sql`update warn.warning set ${change} where id = ${body.id}`.execute(world.db.query)).rejects.toThrow()
  })
})

describe("standing authorisations", () => {
  const at = (datastream: string, change: Partial<Signal> = {}): Signal => ({
    ...signal,
    id: newId(),
    because: [{ ...signal.because[0]!, datastream }],
    ...change,
  })
  const inForce = async () => (await warn.listInForce()).filter(({ basis }) => basis === "standing")

  test("two people allow it, and only two gauges that stand apart send, once; somebody alone switches it off", async () => {
    const until = new Date(clock.now().getTime() + 7 * 86_400_000).toISOString()
    const allowed = { hazard: "rainstorm", level: "red", until }
    expect((await ask("POST", "/authority/standing", "approver zhao linjiang/xihe", allowed)).code).toBe("WARN_STANDING_POST")
    const { body } = await ask<StandingAuthorisation>("POST", "/authority/standing", zhao, allowed)
    const allow = (who: string) => ask<StandingAuthorisation>("POST", `/authority/standing/${body.id}/approve`, who, {})
    const pair = [at("gauge-1"), at("gauge-2")]
    signals = pair
    await pass(5)
    expect(await inForce()).toEqual([])
    expect((await allow(zhao)).code).toBe("WARN_OWN_STANDING")
    expect((await allow(sun)).body).toMatchObject({ state: "in-force", names: [both("zhao"), both("sun")] })
    // One gauge alone, two on one mast, two areas, a level below: none of these is two that confirm each other.
    for (const pretended of [
      [at("gauge-1")],
      [at("mast"), at("mast")],
      [at("gauge-1"), at("gauge-2", { area: areaRef("linjiang/donghu") })],
      [at("gauge-1"), at("gauge-2", { level: "orange" })],
      [at("gauge-1"), at("gauge-2", { state: "cleared" })],
    ]) {
      signals = pretended
      await pass(5)
      expect(await inForce()).toEqual([])
    }
    signals = pair
    await pass(5)
    await pass(5)
    const [warning, ...more] = await inForce()
    expect(more).toEqual([])
    expect(warning).toMatchObject({ state: "sent", level: "red", areas: [areaRef("linjiang/xihe")], mine: false })
    const row = await sql<{ author: string; approver: string; standing: string }>`
      select author_account as author, approver_account as approver, standing from warn.warning where id = ${warning!.id}`.execute(
      world.db.query,
    )
    expect(row.rows).toEqual([{ author: "zhao", approver: "sun", standing: body.id }])
    expect((await newest()).xml).toContain("Sent automatically under a standing authorisation")
    // Taken back as sent in error, it does not come again for the same signals.
    await ask("POST", `/warnings/${warning!.id}/retract`, sun)
    await pass(5)
    expect(await inForce()).toEqual([])
    expect((await ask("POST", `/authority/standing/${body.id}/end`, zhao)).body).toMatchObject({ state: "over" })
    signals = [at("gauge-3"), at("gauge-4")]
    await pass(5)
    expect(await inForce()).toEqual([])
  })
  test("takes the place of nothing that people sent at its level or above for a part of its area, by name or drawn", async () => {
    const until = new Date(clock.now().getTime() + 86_400_000).toISOString()
    const allowed = { hazard: "rainstorm", level: "red", until }
    const { body } = await ask<StandingAuthorisation>("POST", "/authority/standing", zhao, allowed)
    await ask("POST", `/authority/standing/${body.id}/approve`, sun, {})
    const corner = [113, 113.01, 113.01, 113].map((lon, i) => [lon, i < 2 ? 30 : 30.01])
    const geometry = { type: "MultiPolygon", coordinates: [[[...corner, corner[0]]]] }
    const shape = { id: newId(), name: both("corner"), geometry, origin: "drawn", system: "wgs84" }
    for (const place of [{ areas: ["linjiang/xihe/liuyin"] }, { areas: [], shapes: [shape] }]) {
      signals = []
      const { id, version } = await draft()
      const { body: written } = await ask("PATCH", `/warnings/${id}`, li, { version, ...place })
      await ask("POST", `/warnings/${written.id}/submit`, li)
      const part = (await approve((await ask("GET", `/warnings/${written.id}`, li)).body, zhao)).body
      expect(part.state).toBe("sent")
      signals = [at("gauge-1"), at("gauge-2")]
      await pass(5)
      expect(await inForce()).toEqual([])
      expect((await ask("GET", `/warnings/${part.id}`, li)).body.state).toBe("sent")
      await ask("POST", `/warnings/${part.id}/retract`, li)
    }
    await pass(5)
    expect(await inForce()).toHaveLength(1)
    await ask("POST", `/authority/standing/${body.id}/end`, zhao)
  })
  test("ends by its date", async () => {
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const { body } = await ask<StandingAuthorisation>("POST", "/authority/standing", zhao, {
      hazard: "rainstorm",
      level: "red",
      until,
    })
    await ask("POST", `/authority/standing/${body.id}/approve`, sun, {})
    await pass(3_601)
    signals = [at("gauge-1"), at("gauge-2")]
    await pass(5)
    expect(await inForce()).toEqual([])
    expect((await ask<CityAuthority>("GET", "/authority", zhao)).body.standing[0]).toMatchObject({ id: body.id, state: "over" })
  })
})

describe("a warning that was sent", () => {
  test("is corrected by two people without being announced: numbers, places, levels, and a “not” stay", async () => {
    const warning = await sent()
    const message = await newest()
    const change = (from: string, to: string) => ({
      ...warning.texts,
      en: { ...warning.texts.en, instruction: warning.texts.en.instruction.replace(from, to) },
    })
    const propose = (texts: object, who: string = li) =>
      ask<z.infer<typeof CorrectionList>>("POST", `/warnings/${warning.id}/corrections`, who, { texts })
    for (const [from, to] of [
      ["Do not cross", "Cross"],
      ["high ground", "Donghu"],
      ["now", "at 18"],
      ["now", "red now"],
      ["rivers", "rivers and wait in the cellar for somebody"],
      ["high ground", "low ground"],
      ["enter", "leave"],
      ["", ""],
    ] as const)
      expect([to, (await propose(change(from, to))).code]).toEqual([to, "WARN_NO_SLIP"])
    const { body } = await propose(change("underpasses", "underpass"))
    const [correction] = body.corrections
    const allow = (who: string, ticks = read) =>
      ask<z.infer<typeof CorrectionList>>("POST", `/warnings/${warning.id}/corrections/${correction!.id}/approve`, who, {
        read: ticks,
      })
    expect((await allow("approver li")).code).toBe("WARN_OWN_WARNING")
    // The post that may approve such a warning may correct it, and nobody below.
    expect((await allow("approver wu linjiang/xihe")).code).toBe("WARN_NOT_ENTITLED")
    expect((await allow(zhao, ["en"])).code).toBe("WARN_NOT_READ")
    expect((await allow(zhao)).status).toBe(200)
    const shown = await warn.findPublic(warning.code)
    expect(shown).toMatchObject({ correctedAt: clock.now().toISOString() })
    expect(shown!.warning.texts.en.instruction).toContain("underpass.")
    expect((await ask("GET", `/warnings/${warning.id}`, li)).body.texts).toEqual(warning.texts)
    const reading = readCap((await newest()).xml)
    expect(reading.ok && [reading.alert.msgType, reading.alert.references.map(({ identifier }) => identifier)]).toEqual([
      "Update",
      [message.identifier],
    ])
    expect(reading.ok && reading.alert.note).toContain("Correction of a slip of the pen")
  })
  test("tells its author before it ends, who lets it run out, or extends it with one step through the usual approval", async () => {
    const warning = await sent()
    const ending = async () =>
      (await ask<{ ending: { warning: string }[] }>("GET", "/call-outs", li)).body.ending.map((one) => one.warning)
    await pass(4.4 * 3_600)
    expect(await ending()).toEqual([])
    await pass(0.2 * 3_600)
    expect(await ending()).toEqual([warning.id])
    expect((await ask("POST", `/warnings/${warning.id}/extend`, li, { expires: warning.expires })).code).toBe("WARN_NO_LATER_END")
    const expires = new Date(Date.parse(warning.expires) + 2 * 3_600_000).toISOString()
    const extended = await ask("POST", `/warnings/${warning.id}/extend`, li, { expires })
    expect([extended.status, extended.body.state]).toEqual([201, "submitted"])
    expect(extended.body.texts.en.description).not.toBe(warning.texts.en.description)
    const { body } = await approve(extended.body, zhao)
    expect(body).toMatchObject({ state: "sent", follows: warning.id, expires })
    expect((await newest()).msgType).toBe("Update")
    expect(await ending()).toEqual([])
    await pass(2 * 3_600)
    expect(await ending()).toEqual([body.id])
    expect((await ask("POST", `/warnings/${body.id}/let-run-out`, li)).status).toBe(200)
    expect(await ending()).toEqual([])
  })
  test("says Exercise in every world but a live one, on every way that sends", async () => {
    const messages = await listMessages(world.db.query, 1_000)
    expect(messages.length).toBeGreaterThan(5)
    for (const { xml } of messages) expect(/<status>(\w+)</.exec(xml)?.[1]).toBe("Exercise")
  })
})
