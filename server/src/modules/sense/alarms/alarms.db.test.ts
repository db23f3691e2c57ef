import type { AlarmBudget, GroupMembers, InboxPage, Level, ObservedProperty, SignalCare, SignalLine } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startSense } from "../index.ts"
import { putSignal } from "../store/signal-store.ts"
import { escalatesAt } from "./domain/escalation.ts"

const MINUTE_MS = 60_000
const { world, clock } = await openTestWorld()
const name = (text: string) => ({ "zh-CN": `${text}区`, en: text })
const rainfall: ObservedProperty = {
  ...{ id: "rainfall", name: { "zh-CN": "雨量", en: "Rainfall" }, unit: "mm" },
  ...{ result: "number" as const, subject: "place" as const },
}
const rule = {
  ...{ id: "now", name: name("now"), property: "rainfall", jurisdiction: "x", over: "latest" as const, windowMin: 60 },
  ...{ levels: { red: 100, blue: 30 }, holdMin: 0, clearShare: 0.8 },
}
const wang = { account: "wang", role: "duty-officer", name: { "zh-CN": "王", en: "Wang" } }
const sense = await startSense({
  world,
  rules: [{ hazard: "rainstorm", rule }],
  properties: [rainfall],
  areaOf: () => undefined,
  people: {
    onDuty: async ([area]) => (area === undefined || area.startsWith("city/xihe") ? [wang] : []),
    names: async (accounts) =>
      new Map(accounts.flatMap((account) => (account === "wang" ? [[account, wang.name] as const] : []))),
  },
  onError: () => {},
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-role"]
      ? {
          ...{ role: String(headers["x-test-role"]), account: "li" },
          ...(headers["x-test-area"] ? { area: String(headers["x-test-area"]) } : {}),
        }
      : undefined,
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))
beforeAll(async () => {
  await sense.createStations([
    {
      ...{ id: "gauge", kind: "rain-gauge", name: name("Liuyin"), at: [120.5, 30.2] },
      ...{ area: { id: "city/xihe", name: name("Xihe") }, datastreams: [{ id: "gauge-rain", property: "rainfall" }] },
    },
  ])
})
beforeEach(async () => {
  for (const table of ["signal_asked", "signal_comment", "signal"]) {
    await sql`delete from sense.${sql.raw(table)} where true`.execute(world.db.query)
  }
})

const officer = { "x-test-role": "duty-officer" }
const ask = async <T>(url: string, body?: object, headers: Record<string, string> = officer) => {
  const answer = await app.inject({ method: body ? "POST" : "GET", url: `/api${url}`, headers, ...(body && { payload: body }) })
  return { status: answer.statusCode, bytes: answer.rawPayload.length, body: answer.json() as T & { code?: string } }
}
const inbox = async () => (await ask<InboxPage>("/inbox")).body
const raise = async (more: { level?: Level; area?: string; rule?: string; hazard?: string; value?: number | null } = {}) => {
  const id = newId()
  const { level = "blue", area = "city/xihe", value = 40, hazard = "rainstorm" } = more
  await world.transact(async (tx) => {
    await putSignal(tx.db, {
      ...{ id, hazard, level, value, threshold: 30, unit: "mm", because: [], endedAt: null, ruleVersion: 1 },
      ...{ rule: { id: more.rule ?? newId(), name: name("rain") }, area: { id: area, name: name(area) } },
      ...{ beganAt: tx.now, at: tx.now, dueAt: escalatesAt(level, tx.now) },
    })
    tx.record({ module: "sense", verb: "raise-signal", record: id, actor: { role: "system" }, retention: "permanent", body: {} })
  })
  return id
}
const care = async (id: string) => {
  await world.log.drain()
  return (await ask<SignalCare>(`/signals/${id}/care`)).body
}
const later = async (minutes: number) => {
  clock.advanceByMs(minutes * MINUTE_MS)
  await sense.sweep(clock.now())
}

describe("rights", () => {
  test.each([
    ["acknowledge", { level: "blue" }],
    ["assign", { role: "approver" }],
    ["comments", { text: "on the way" }],
    ["shelve", { reason: "works-on-site", minutes: 30, level: "blue" }],
    ["clear", { reason: "handled", level: "blue" }],
    ["undo", { act: "shelve" }],
  ])("%s: not by somebody else, not elsewhere, not without a session", async (verb, body) => {
    const id = await raise()
    expect((await ask(`/signals/${id}/${verb}`, body, {})).status).toBe(401)
    expect((await ask(`/signals/${id}/${verb}`, body, { "x-test-role": "inspector" })).status).toBe(403)
    expect((await ask(`/signals/${id}/${verb}`, body, { ...officer, "x-test-area": "city/donghu" })).status).toBe(403)
    expect((await ask(`/signals/${newId()}/${verb}`, body)).status).toBe(404)
  })
  test.each([
    ["shelve", { reason: "because", minutes: 30, level: "blue" }],
    ["shelve", { reason: "works-on-site", minutes: 12 * 60 + 1, level: "blue" }],
    ["comments", { text: " " }],
    ["comments", { text: "x".repeat(501) }],
    ["clear", { level: "blue" }],
    ["acknowledge", {}],
    ["shelve", { reason: "works-on-site", minutes: 30 }],
    ["clear", { reason: "handled" }],
  ])("%s refuses %j", async (verb, body) => {
    expect((await ask(`/signals/${await raise()}/${verb}`, body)).status).toBe(400)
  })
})

describe("a signal", () => {
  test("is given to somebody on duty there, whose name those on duty read, and becomes a role after three years", async () => {
    const id = await raise()
    expect((await ask<SignalCare>(`/signals/${id}/assign`, { account: "wang" })).body.signal.assigned).toEqual({
      role: "duty-officer",
      name: wang.name,
    })
    expect((await ask<InboxPage>("/inbox", undefined, { "x-test-role": "inspector" })).body.groups[0]!.lead.assigned).toEqual({
      role: "duty-officer",
      name: null,
    })
    const away = await raise({ area: "city/donghu" })
    expect((await ask(`/signals/${away}/assign`, { account: "wang" })).body.code).toBe("SENSE_NOT_ON_DUTY")
    expect((await ask<SignalCare>(`/signals/${away}/assign`, { role: "leader" })).body.signal.assigned?.role).toBe("leader")
    await ask(`/signals/${id}/comments`, { text: "called the pump station" })
    const before = clock.now()
    await sense.forget(new Date(before.getTime() + 1_094 * 86_400_000))
    expect((await care(id)).comments).toHaveLength(1)
    await sense.forget(new Date(before.getTime() + 1_096 * 86_400_000))
    expect(await care(id)).toMatchObject({ comments: [], signal: { assigned: { role: "duty-officer", name: null } } })
  })
  test("keeps who did what, by role and in order", async () => {
    const id = await raise()
    await ask(`/signals/${id}/comments`, { text: "水位 is rising" })
    await ask(`/signals/${id}/acknowledge`, { level: "blue" })
    await ask(`/signals/${id}/clear`, { reason: "handled", level: "blue" })
    const { history, comments, clearReason } = await care(id)
    expect(history.map(({ verb, role }) => [verb, role])).toEqual([
      ["raise-signal", "system"],
      ["comment-signal", "duty-officer"],
      ["acknowledge-signal", "duty-officer"],
      ["clear-signal", "duty-officer"],
    ])
    expect(comments).toMatchObject([{ role: "duty-officer", text: "水位 is rising" }])
    expect(clearReason).toBe("handled")
    expect((await ask(`/signals/${id}/clear`, { reason: "handled", level: "blue" })).body.code).toBe("SENSE_SIGNAL_OVER")
  })
  test("on the shelf asks nobody, and comes back by itself", async () => {
    const id = await raise({ level: "red" })
    await ask(`/signals/${id}/acknowledge`, { level: "red" })
    await ask(`/signals/${id}/shelve`, { reason: "works-on-site", minutes: 60, level: "red" })
    expect(await inbox()).toMatchObject({ groups: [], counts: { unseen: 0, shelved: 1 }, shelved: [{ id }] })
    await later(59)
    expect((await inbox()).counts.shelved).toBe(1)
    await later(2)
    expect(await inbox()).toMatchObject({ counts: { unseen: 1, shelved: 0 }, groups: [{ lead: { id, state: "open" } }] })
    expect((await care(id)).history.at(-1)).toMatchObject({ verb: "unshelve-signal", role: "system" })
  })
  test("that nobody acknowledges calls the next role up the line, once each", async () => {
    const id = await raise({ level: "red" })
    await later(2)
    expect((await inbox()).groups[0]!.escalatedTo).toBeNull()
    await later(2)
    expect((await inbox()).groups[0]!.escalatedTo).toBe("approver")
    await later(4)
    await later(30)
    expect((await inbox()).groups[0]!.escalatedTo).toBe("leader")
    expect((await care(id)).history.filter(({ verb }) => verb === "escalate-signal")).toHaveLength(2)
    await ask(`/signals/${id}/acknowledge`, { level: "red" })
    expect((await inbox()).groups[0]).toMatchObject({ escalatedTo: null, unseen: 0 })
  })
  test("what was done is taken back, and asks again", async () => {
    const id = await raise()
    for (const [verb, body, act] of [
      ["acknowledge", { level: "blue" }, "acknowledge"],
      ["shelve", { reason: "known-cause", minutes: 5, level: "blue" }, "shelve"],
      ["clear", { reason: "false-alarm", level: "blue" }, "clear"],
    ] as const) {
      expect((await ask(`/signals/${id}/${verb}`, body)).status).toBe(200)
      expect((await ask(`/signals/${id}/undo`, { act })).status).toBe(200)
      expect((await inbox()).groups).toMatchObject([{ unseen: 1, lead: { id, shelved: null, clearedAt: null } }])
      expect((await ask(`/signals/${id}/undo`, { act })).body.code).toBe("SENSE_NOTHING_TO_UNDO")
    }
  })
})

test("ended by hand: a higher level opens it again, and a new one comes only after the values fell", async () => {
  const measure = async (result: number) => {
    clock.advanceByMs(MINUTE_MS)
    const at = clock.now()
    await sense.ingest([{ datastream: "gauge-rain", phenomenonTime: at, resultTime: at, result }])
  }
  await measure(40)
  const id = (await inbox()).groups[0]!.lead.id
  await ask(`/signals/${id}/clear`, { reason: "false-alarm", level: "blue" })
  await measure(45)
  expect((await inbox()).groups).toEqual([])
  await measure(120)
  expect((await inbox()).groups).toMatchObject([{ level: "red", unseen: 1, lead: { id } }])
  await ask(`/signals/${id}/shelve`, { reason: "works-on-site", minutes: 700, level: "red" })
  await ask(`/signals/${id}/clear`, { reason: "handled", level: "red" })
  await measure(1)
  expect((await care(id)).history.at(-1)).toMatchObject({ verb: "end-signal", role: "system" })
  expect((await ask(`/signals/${id}/undo`, { act: "clear" })).body.code).toBe("SENSE_NOTHING_TO_UNDO")
  await measure(50)
  const [fresh] = (await inbox()).groups
  expect(fresh).toMatchObject({ level: "blue", unseen: 1 })
  expect(fresh!.lead.id).not.toBe(id)
  // A higher level breaks the shelf.
  await ask(`/signals/${fresh!.lead.id}/shelve`, { reason: "works-on-site", minutes: 700, level: "blue" })
  await measure(130)
  expect(await inbox()).toMatchObject({ counts: { shelved: 0 }, groups: [{ level: "red", unseen: 1 }] })
})

test.each([
  ["acknowledge", {}],
  ["shelve", { reason: "works-on-site", minutes: 30 }],
  ["clear", { reason: "false-alarm" }],
])("%s holds for the level that was read: one that rose since goes on asking", async (verb, body) => {
  const measure = async (result: number) => {
    clock.advanceByMs(MINUTE_MS)
    const at = clock.now()
    await sense.ingest([{ datastream: "gauge-rain", phenomenonTime: at, resultTime: at, result }])
  }
  await measure(1)
  await measure(40)
  const { id, level } = (await inbox()).groups[0]!.lead
  await measure(120)
  expect((await ask(`/signals/${id}/${verb}`, { ...body, level })).body.code).toBe("SENSE_SIGNAL_ROSE")
  expect((await inbox()).groups).toMatchObject([{ level: "red", unseen: 1, lead: { id, state: "open", shelved: null } }])
  await later(4)
  expect((await inbox()).groups[0]!.escalatedTo).toBe("approver")
  expect((await ask(`/signals/${id}/${verb}`, { ...body, level: "red" })).status).toBe(200)
  await measure(1)
})

describe("a whole line of the inbox", () => {
  test("is acknowledged as it was shown: what came later stays unseen", async () => {
    await raise()
    const [group] = (await inbox()).groups
    clock.advanceByMs(1_000)
    const newer = await raise({ level: "red" })
    const sent = { key: group!.key, until: group!.askedAt }
    expect((await ask(`/inbox/acknowledge`, sent)).body).toEqual({ acknowledged: 1 })
    expect((await inbox()).groups).toMatchObject([{ count: 2, unseen: 1, lead: { id: newer } }])
    expect((await ask(`/inbox/acknowledge`, sent, { ...officer, "x-test-area": "city/donghu" })).status).toBe(403)
    expect((await ask(`/inbox/acknowledge`, { ...sent, key: "gone" })).body.code).toBe("SENSE_GROUP_NOT_FOUND")
  })
  test("is read and acknowledged at one place of the map alone", async () => {
    const here = await raise({ area: "city/xihe/a" })
    await raise({ area: "city/xihe/b" })
    const [group] = (await inbox()).groups
    expect(group).toMatchObject({ count: 2, unseen: 2 })
    const key = encodeURIComponent(group!.key)
    const there = (await ask<GroupMembers>(`/inbox/members?key=${key}&areas=city/xihe/a,city/dong`)).body
    expect(there.signals.map(({ id }) => id)).toEqual([here])
    const sent = { key: group!.key, until: group!.askedAt, areas: ["city/xihe/a"] }
    expect((await ask("/inbox/acknowledge", sent)).body).toEqual({ acknowledged: 1 })
    expect((await inbox()).groups).toMatchObject([{ count: 2, unseen: 1 }])
  })
  test("five thousand read as a few lines, in an answer that stays small; lines open page by page", async () => {
    const areas = ["xihe", "donghu", "nancheng", "beishan"]
    await sql`
      insert into sense.signal (id, rule, rule_zh, rule_en, hazard, level, state, area, area_zh, area_en, value, threshold, unit,
        began_at, raised_at, asked_at, due_at, measurements, rule_version)
      select gen_random_uuid(), 'rule-' || i, '雨', 'Rain', (array['rainstorm', 'gas', 'heat'])[1 + i % 3],
        (array['blue', 'yellow', 'orange', 'red'])[1 + i % 4], 'open', 'city/' || (${areas}::text[])[1 + i % 4], '区', 'District',
        i, 1, 'mm', ${clock.now()}, ${clock.now()}::timestamptz - i * interval '100 ms', ${clock.now()}::timestamptz - i * interval '100 ms',
        ${clock.now()}::timestamptz + interval '1 hour',
        (select jsonb_agg(jsonb_build_object('datastream', 'd' || n, 'thing', '{"en": "x", "zh-CN": "x"}'::jsonb,
          'at', '2026-07-30T19:00:00Z', 'value', n)) from generate_series(1, 24) n), 1
      from generate_series(1, 5000) i`.execute(world.db.query)
    const { body, bytes } = await ask<InboxPage>("/inbox")
    expect(body.counts).toMatchObject({ signals: 5_000, unseen: 5_000, groups: 12 })
    const lines = ["red", "orange", "yellow", "blue"].flatMap((level) => Array.from({ length: 3 }, () => ["flood", level]))
    expect(body.groups.map(({ kind, level }) => [kind, level])).toEqual(lines)
    expect(body.areas.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
    expect(bytes).toBeLessThan(20_000)
    const url = (skip: number) => `/inbox/members?key=${encodeURIComponent(body.groups[0]!.key)}&skip=${skip}`
    const page = await ask<{ signals: SignalLine[]; next: number | null }>(url(0))
    expect(page.bytes).toBeLessThan(60_000)
    expect(page.body).toMatchObject({ next: 50, signals: { length: 50 } })
    const last = await ask<{ signals: SignalLine[]; next: number | null }>(url(body.groups[0]!.count - 7))
    expect(last.body).toMatchObject({ next: null, signals: { length: 7 } })
    const { key, count, askedAt } = body.groups[0]!
    expect((await ask("/inbox/acknowledge", { key, until: askedAt })).body).toEqual({ acknowledged: count })
    expect((await inbox()).counts.unseen).toBe(5_000 - count)
  })
})

test("the alarm budget says how many asked, when it was too much, what chatters, and what stands", async () => {
  await raise({ area: "city/donghu" })
  clock.advanceByMs(25 * 60 * MINUTE_MS)
  for (let i = 0; i < 12; i += 1) await raise()
  const chatters = await raise({ rule: "restless" })
  for (const _ of [1, 2]) {
    await ask(`/signals/${chatters}/shelve`, { reason: "known-cause", minutes: 5, level: "blue" })
    await ask(`/signals/${chatters}/undo`, { act: "shelve" })
  }
  clock.advanceByMs(MINUTE_MS)
  const { body } = await ask<AlarmBudget>("/alarm-budget")
  expect(body).toMatchObject({
    ...{ operators: 1, alarms: 15, rate: 0.1, floods: [{ count: 15 }], districts: [{ area: "city/xihe", count: 15 }] },
    ...{ chattering: [{ times: 3 }], standing: { count: 1, oldest: [{ area: { id: "city/donghu" } }] } },
  })
  expect(body.bins).toHaveLength(144)
  expect(body.bins.reduce((sum, { count }) => sum + count, 0)).toBe(15)
  expect(JSON.stringify(body)).not.toContain("wang")
})
