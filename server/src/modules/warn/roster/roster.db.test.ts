import type { ChannelList, RosterBoard, RosterImport, Warning } from "@holdfast/contracts"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { plugInKinds } from "../channels/index.ts"
import { startHttpGateway } from "../channels/test/http-gateway.ts"
import { startMailServer } from "../channels/test/mail-server.ts"
import { startWarn } from "../index.ts"
import { cityOf, signal } from "../test/city.ts"

const { world, clock } = await openTestWorld()
const warn = await startWarn({ ...cityOf(world), channels: plugInKinds })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-role"]
      ? {
          ...{ role: String(headers["x-test-role"]), account: String(headers["x-test-account"] ?? "eng") },
          ...(headers["x-test-area"] && { area: String(headers["x-test-area"]) }),
        }
      : undefined,
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: warn.routes,
})
const sms = await startHttpGateway()
const voice = await startHttpGateway()
const mail = await startMailServer()
afterAll(async () => {
  await app.close()
  await warn.stop()
  await Promise.all([sms.close(), voice.close(), mail.close()])
})

const li = { "x-test-role": "duty-officer", "x-test-account": "li" }
const ofXihe = { ...li, "x-test-area": "linjiang/xihe" }
const zhao = { "x-test-role": "approver", "x-test-account": "zhao" }
const engineer = { "x-test-role": "engineer" }
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
async function ask<T>(method: Method, url: string, who: Record<string, string>, payload?: object) {
  const answer = await app.inject({ method, url: `/api${url}`, headers: who, ...(payload && { payload }) })
  return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as T & { code: string } }
}
async function bring(rows: readonly string[], who: Record<string, string>, store: boolean) {
  const answer = await app.inject({
    method: "POST",
    url: `/api/roster/import?store=${store}`,
    headers: { ...who, "content-type": "text/csv" },
    payload: ["area,post,from_level,place,name,phone,email,language", ...rows].join("\n"),
  })
  return answer.json<RosterImport>()
}
async function send(): Promise<Warning> {
  const { body } = await ask<Warning>("POST", "/warnings", li, { signal: signal.id })
  expect((await ask("POST", `/warnings/${body.id}/submit`, li)).status).toBe(200)
  const { version } = (await ask<Warning>("GET", `/warnings/${body.id}`, li)).body
  const sent = await ask<Warning>("POST", `/warnings/${body.id}/approve`, zhao, { version, read: ["zh-CN", "en"] })
  expect(sent.status).toBe(200)
  return sent.body
}
/** As the city does every few seconds. */
async function sweep(afterMs = 0) {
  clock.advanceByMs(afterMs)
  await world.log.drain()
  await warn.roster.settled()
  await warn.sweep(clock.now())
  await warn.roster.settled()
}
const boardOf = async (id: string, who: Record<string, string> = li) =>
  (await ask<RosterBoard>("GET", `/warnings/${id}/calls`, who)).body
const callOf = async (id: string, post: string) => (await boardOf(id)).calls.find((call) => call.post === post)!
const linkIn = (text: string) => /https:\/\/linjiang\.example(\/answer\/[\w-]{22})/.exec(text)![1]!
const MINUTES = 60_000
const callback = "n3vZ0aPq7LmX2rTyW8kB4c"

async function createChannel(kind: string, settings: object, secrets: object = {}) {
  const common = { enabled: true, areas: [], levels: [], language: "zh-CN", ratePerS: null, secrets }
  const answer = await ask<ChannelList>("POST", "/channels", engineer, {
    kind,
    name: { "zh-CN": kind, en: kind },
    settings,
    ...common,
  })
  expect([answer.status, answer.body.code]).toEqual([201, undefined])
}

beforeEach(async () => {
  clock.advanceByMs(24 * 60 * MINUTES)
  await sweep()
})

describe("the roster", () => {
  test("is brought by a table, first looked at, sealed at rest, and shown for one area to those who keep it there", async () => {
    const rows = [
      "linjiang/xihe,街道办主任,yellow,1,演练甲,13800138001,,zh-CN",
      "linjiang/xihe,街道办主任,yellow,2,Drill Two,13800138002,two@mail.example,en",
      "linjiang/xihe/liuyin,Pump station,red,1,Drill Three,,three@mail.example,en",
      "linjiang/donghu,街道办主任,blue,1,演练丁,13800138004,,zh-CN",
      "linjiang/nowhere,街道办主任,blue,1,演练戊,13800138005,,zh-CN",
    ]
    expect(await bring(rows, engineer, false)).toMatchObject({
      ...{ stored: false, fresh: 4, changed: 0, same: 0, bad: 1 },
      badRows: [{ line: 6, column: "area", rule: "area-unknown" }],
    })
    expect((await ask("GET", "/roster?area=linjiang/xihe", li)).body).toMatchObject({ people: [] })
    expect(await bring(rows, engineer, true)).toMatchObject({ stored: true, fresh: 4 })
    // A duty officer of a district keeps its people, and no others.
    expect(await bring(rows.with(0, rows[0]!.replace("演练甲", "演练己")), ofXihe, true)).toMatchObject({
      changed: 1,
      same: 2,
      bad: 2,
    })
    expect((await ask("GET", "/roster?area=linjiang/xihe", ofXihe)).body).toMatchObject({
      people: [
        { name: "演练己", place: 1 },
        { name: "Drill Two", place: 2 },
      ],
    })
    expect((await ask("GET", "/roster?area=linjiang/donghu", ofXihe)).status).toBe(403)
    expect((await ask("GET", "/roster?area=linjiang/xihe", zhao)).status).toBe(403)
    const { rows: stored } = await sql<{ sealed: Buffer }>`select * from warn.roster_person`.execute(world.db.query)
    expect(stored).toHaveLength(4)
    for (const row of stored)
      expect(JSON.stringify(row) + row.sealed.toString("latin1")).not.toMatch(/1380013800|mail\.example|Drill/)
  })

  test("is changed person by person, and a place in the order is one person's", async () => {
    const someone = {
      ...{ area: "linjiang", post: "值班长", fromLevel: "red", place: 1 },
      language: "en",
      name: "Drill",
      phone: "110",
      email: "",
    }
    const added = await ask<{ people: { id: string }[] }>("POST", "/roster", engineer, someone)
    expect(added.status).toBe(201)
    const { id } = added.body.people[0]!
    expect((await ask("POST", "/roster", engineer, someone)).body.code).toBe("ROSTER_PLACE_TAKEN")
    expect((await ask("PUT", `/roster/${id}`, engineer, { ...someone, phone: "120" })).body).toMatchObject({
      people: [{ phone: "120" }],
    })
    expect((await ask("POST", "/roster", engineer, { ...someone, place: 2, phone: "" })).status).toBe(400)
    expect((await ask("DELETE", `/roster/${id}`, ofXihe)).status).toBe(403)
    expect((await ask("DELETE", `/roster/${id}`, engineer)).body).toMatchObject({ people: [] })
  })
})

describe("a warning", () => {
  test("calls every post of its areas until somebody answers, by whatever reaches them", async () => {
    // Without a channel that could ring, people call by hand.
    const quiet = await send()
    await sweep()
    expect(await boardOf(quiet.id)).toMatchObject({ rings: false, answered: 0, open: 2 })
    await ask("POST", `/warnings/${quiet.id}/retract`, li)

    await createChannel(
      "sms-http",
      { url: sms.url, body: '{"to":"{address}","text":"{text}"}', answer_id_at: "$.id" },
      { callback: "x".repeat(22) },
    )
    await createChannel("email", { host: "127.0.0.1", port: mail.port, tls: "none", from: "warn@linjiang.example" })
    await createChannel(
      "call",
      {
        ...{ url: voice.url, body: '{"to":"{address}","say":"{text}","tell":"{callback}"}', answer_id_at: "$.call" },
        ...{ receipt_id_at: "$.call", receipt_state_at: "$.state", receipt_delivered: "key-1", receipt_refused: "no-answer" },
      },
      { callback },
    )
    sms.answerWith({ status: 200, body: '{"id":"s-1"}' })
    voice.answerWith({ status: 200, body: '{"call":"c-1"}' })
    const warning = await send()
    await sweep()
    // The first of the district's office by telephone and SMS, the pump station by e-mail; Donghu was not warned.
    expect(sms.asked.map(({ body }) => (JSON.parse(body) as { to: string }).to)).toEqual(["13800138001"])
    expect(voice.asked).toHaveLength(1)
    expect(JSON.parse(voice.asked[0]!.body)).toMatchObject({
      say: expect.stringContaining("收到请按 1。"),
      tell: `https://linjiang.example/hooks/channels/${callback}`,
    })
    expect(mail.mails.map(({ to }) => to)).toEqual(["three@mail.example"])
    expect(await boardOf(warning.id)).toMatchObject({ rings: true, answered: 0, open: 2 })

    // Twice the first, then the second, in their own language.
    await sweep(3 * MINUTES)
    await sweep(3 * MINUTES)
    expect(sms.asked.map(({ body }) => (JSON.parse(body) as { to: string }).to)).toEqual([
      "13800138001",
      "13800138001",
      "13800138002",
    ])
    expect((JSON.parse(sms.asked[2]!.body) as { text: string }).text).toMatch(
      /^DRILL: Red rainstorm warning\. Say that you have it: https/,
    )
    expect(await callOf(warning.id, "街道办主任")).toMatchObject({ rung: 3, state: "open" })

    // The link shows a page without scripts; looking at it answers nothing, the button does, and twice is once.
    const link = linkIn((JSON.parse(sms.asked[2]!.body) as { text: string }).text)
    const page = await app.inject({ url: link })
    expect([page.statusCode, page.body.includes("I have it"), page.body.includes("<script")]).toEqual([200, true, false])
    expect(await boardOf(warning.id)).toMatchObject({ answered: 0 })
    const form = { "content-type": "application/x-www-form-urlencoded" }
    for (let i = 0; i < 2; i += 1)
      expect((await app.inject({ method: "POST", url: link, headers: form, payload: "" })).body).toContain("Answered at")
    expect((await app.inject({ url: `${link.slice(0, -1)}!` })).statusCode).toBe(404)
    expect(await callOf(warning.id, "街道办主任")).toMatchObject({ state: "answered", answeredBy: "link", dueAt: null })

    // The pump station says it to the duty desk.
    const { id } = await callOf(warning.id, "Pump station")
    const at = clock.now().toISOString()
    expect((await ask("POST", `/roster-calls/${id}/answer`, zhao, { at, note: "" })).status).toBe(403)
    const told = await ask("POST", `/roster-calls/${id}/answer`, li, { at, note: "pumps run" })
    expect(told.body).toMatchObject({ state: "answered", answeredBy: "hand", note: "pumps run" })
    expect((await ask("POST", `/roster-calls/${id}/answer`, li, { at, note: "" })).body.code).toBe("ROSTER_CALL_CLOSED")
    const calledBefore = sms.asked.length
    await sweep(10 * MINUTES)
    expect(sms.asked).toHaveLength(calledBefore)
    expect(await boardOf(warning.id)).toMatchObject({ answered: 2, open: 0 })
    // No names, no telephones: neither for those who watch, nor in the log.
    expect(JSON.stringify([await boardOf(warning.id), await world.log.after(0, 10_000)])).not.toMatch(/13800138|演练己|Drill T/)

    // Sent in error: whoever was rung hears it, once, and is asked nothing.
    await ask("POST", `/warnings/${warning.id}/retract`, li)
    await sweep()
    const last = sms.asked.slice(calledBefore).map(({ body }) => JSON.parse(body) as { to: string; text: string })
    expect(last.map(({ to }) => to).toSorted()).toEqual(["13800138001", "13800138002"])
    for (const { text } of last) expect(text).not.toContain("/answer/")
    await sweep(10 * MINUTES)
    expect(sms.asked).toHaveLength(calledBefore + 2)
  })

  test("is answered by the key of a telephone, and by none when it only rang", async () => {
    voice.answerWith({ status: 200, body: '{"call":"c-77"}' })
    const warning = await send()
    await sweep()
    const tell = (state: string, secret = callback) =>
      app.inject({ method: "POST", url: `/hooks/channels/${secret}`, payload: { call: "c-77", state } })
    expect((await tell("key-1", "another-secret-of-nobody")).statusCode).toBe(404)
    for (const state of ["picked-up", "no-answer"]) expect((await tell(state)).statusCode).toBe(204)
    expect(await callOf(warning.id, "街道办主任")).toMatchObject({ state: "open" })
    expect((await tell("key-1")).statusCode).toBe(204)
    expect(await callOf(warning.id, "街道办主任")).toMatchObject({ state: "answered", answeredBy: "key" })
  })

  test("that a gateway hangs up on is rung again at the next turn; who watches one district sees its posts only", async () => {
    sms.answerWith("cut")
    voice.answerWith({ status: 503, body: "" })
    const warning = await send()
    await sweep()
    expect(await callOf(warning.id, "街道办主任")).toMatchObject({ state: "open", rung: 0 })
    expect((await boardOf(warning.id, { ...li, "x-test-area": "linjiang/donghu" })).calls).toEqual([])
    sms.answerWith({ status: 200, body: '{"id":"s-2"}' })
    const before = sms.asked.length
    await sweep(3 * MINUTES)
    expect(sms.asked.length).toBe(before + 1)
  })
})
