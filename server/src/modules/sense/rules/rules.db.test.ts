import type { KeptEventList, PackRule, SignalCurve, Trial, WriteRule } from "@holdfast/contracts"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import { startSense } from "../index.ts"

const { world, clock } = await openTestWorld()
const named = (text: string) => ({ "zh-CN": text, en: text })
const areas = [
  { id: "linjiang", kind: "city" as const, name: named("Linjiang"), parent: null },
  { id: "linjiang/xihe", kind: "district" as const, name: named("Xihe"), parent: "linjiang" },
  { id: "linjiang/xihe/liuyin", kind: "street" as const, name: named("Liuyin"), parent: "linjiang/xihe" },
  { id: "linjiang/dong", kind: "district" as const, name: named("Dong"), parent: "linjiang" },
]
const packRule: PackRule = {
  ...{ id: "rain-1h", name: named("One-hour rain"), property: "rainfall", jurisdiction: "any", over: "sum", windowMin: 60 },
  ...{ levels: { blue: 30, red: 80 }, holdMin: 0, clearShare: 0.8 },
}
const sense = await startSense({
  world,
  rules: [{ hazard: "rainstorm", rule: packRule }],
  properties: [
    { id: "rainfall", name: named("Rainfall"), unit: "mm", result: "number", subject: "place" },
    { id: "river-stage", name: named("River stage"), unit: "m", result: "number", subject: "place" },
  ],
  areaOf: () => undefined,
  planning: {
    findArea: (id) => areas.find((area) => area.id === id),
    hazards: [{ id: "rainstorm", name: named("Rainstorm") }],
    warningsSent: async ({ from }) => [
      {
        area: "linjiang/xihe",
        from: new Date(from.getTime() + 3_600_000).toISOString(),
        until: from.toISOString(),
        level: "red",
      },
    ],
  },
  onError: () => {},
})
await sense.createStations([
  {
    ...{ id: "gauge", kind: "rain-gauge", name: named("Gauge"), at: [120.1, 30.2] },
    area: { id: "linjiang/xihe/liuyin", name: named("Liuyin") },
    datastreams: [
      { id: "gauge-rain", property: "rainfall" },
      { id: "gauge-stage", property: "river-stage" },
    ],
  },
])
const start = clock.now().getTime()
const measure = async (datastream: string, minute: number, result: number) => {
  const at = new Date(start + minute * 60_000)
  if (at > clock.now()) clock.advanceTo(at)
  await sense.ingest([{ datastream, phenomenonTime: at, resultTime: at, result }])
}
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-role"] ? ({ role: headers["x-role"], area: headers["x-area"] } as Actor) : undefined,
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))
const ask = async (
  method: "GET" | "POST" | "DELETE",
  url: string,
  payload?: object,
  headers: Record<string, string> = { "x-role": "engineer" },
) => {
  const answer = await app.inject({ method, url: `/api/rules${url}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const stage = (given: Partial<PackRule>, rest: Partial<WriteRule> = {}): object => ({
  hazard: "rainstorm",
  isOn: true,
  rule: {
    ...{ id: "stage", name: named("Stage"), property: "river-stage", jurisdiction: "any", over: "latest", windowMin: 60 },
    ...{ levels: { orange: 5 }, area: "district" },
    ...given,
  },
  ...rest,
})
const open = () => sense.listSignals({ states: ["open"] })

describe("a rule of the city", () => {
  test("is in force at once, speaks for the area that it names, and says what goes on already", async () => {
    await measure("gauge-stage", 0, 6)
    expect(await ask("POST", "", stage({}))).toMatchObject({ status: 200, body: { version: 1, origin: "city", isOn: true } })
    expect(await open()).toMatchObject([{ rule: { id: "stage" }, area: { id: "linjiang/xihe" }, level: "orange", value: 6 }])
    const { rows } = await sql<{ rule_version: number }>`select rule_version from sense.signal`.execute(world.db.query)
    expect(rows).toEqual([{ rule_version: 1 }])
  })
  test("has every version kept; what its old version raised is over when the new one holds", async () => {
    expect((await ask("POST", "", stage({}))).body.code).toBe("SENSE_RULE_TAKEN")
    expect((await ask("POST", "", stage({ levels: { red: 7 } }, { version: 0 }))).body.code).toBe("SENSE_RULE_CHANGED")
    expect(await ask("POST", "", stage({ levels: { red: 7 } }, { version: 1 }))).toMatchObject({ body: { version: 2 } })
    expect(await open()).toEqual([])
    await measure("gauge-stage", 10, 8)
    expect(await open()).toMatchObject([{ level: "red" }])
    const [newer, older] = await sense.listSignals({})
    expect([await sense.findRuleOf(newer!.id), await sense.findRuleOf(older!.id)]).toMatchObject([
      { over: "latest", windowMin: 60, levels: { red: 7 } },
      { over: "latest", windowMin: 60, levels: { orange: 5 } },
    ])
    expect(await sense.findRuleOf(crypto.randomUUID())).toBeUndefined()
    const { versions } = (await ask("GET", "/stage/versions")).body
    expect(versions.map(({ rule }: { rule: PackRule }) => rule.levels)).toEqual([{ red: 7 }, { orange: 5 }])
  })
  test("is switched off and on again, a pack's as well, with an entry in the log each time", async () => {
    expect((await ask("POST", "/stage/switch", { isOn: false, version: 2 })).body).toMatchObject({ isOn: false, version: 3 })
    expect(await open()).toEqual([])
    await measure("gauge-stage", 20, 9)
    expect(await open()).toEqual([])
    expect((await ask("POST", "/rain-1h/switch", { isOn: false, version: 0 })).body).toMatchObject({ origin: "city", version: 1 })
    await measure("gauge-rain", 30, 99)
    expect(await open()).toEqual([])
    await ask("POST", "/rain-1h/switch", { isOn: true, version: 1 })
    expect(await open()).toMatchObject([{ rule: { id: "rain-1h" }, level: "red" }])
    await world.log.drain()
    const verbs = (await world.log.after(0, 100)).map(({ verb }) => verb)
    expect(verbs.filter((verb) => verb.endsWith("-rule"))).toEqual([
      "make-rule",
      "change-rule",
      "switch-off-rule",
      "switch-off-rule",
      "switch-on-rule",
    ])
  })
  test("counts other rules, and names stations elsewhere for the areas below them", async () => {
    const of = ["rain-1h", "stage"]
    const both = stage({
      id: "both",
      over: "rules",
      of,
      windowMin: 60,
      levels: { red: 2 },
      area: { areas: ["linjiang/dong"], stations: ["gauge"] },
    })
    expect((await ask("POST", "", both)).status).toBe(200)
    expect(await open()).toMatchObject([
      { rule: { id: "both" }, area: { id: "linjiang/dong" }, value: 2, unit: "1" },
      { rule: { id: "rain-1h" } },
    ])
  })
  test("is refused in the same words as in a pack", async () => {
    const code = async (given: Partial<PackRule>, rest?: Partial<WriteRule>) =>
      (await ask("POST", "", stage({ id: "x", ...given }, rest))).body.code
    expect(await code({ name: { "zh-CN": "人脸", en: "Stage" } })).toBe("SENSE_RULE_TERM_REFUSED")
    expect(await code({ property: "opinion" })).toBe("SENSE_RULE_NAME_UNKNOWN")
    expect(await code({ area: { areas: ["linjiang/nowhere"] } })).toBe("SENSE_RULE_NAME_UNKNOWN")
    expect(await code({ over: "rules", of: ["both", "stage"] })).toBe("SENSE_RULE_NAME_UNKNOWN")
    expect(await code({ levels: { blue: 5, red: 5 } })).toBe("SENSE_RULE_THRESHOLDS")
    expect(await code({}, { hazard: "earthquake" })).toBe("SENSE_RULE_NAME_UNKNOWN")
    expect((await ask("POST", "", stage({ id: "x", over: "cluster" }))).status).toBe(400)
    expect((await ask("POST", "", stage({ id: "x", radiusM: 5 }))).status).toBe(400)
  })
  test("is written by engineers and approvers of the whole city", async () => {
    const status = async (role: string, area?: string) =>
      (await ask("POST", "/stage/switch", { isOn: false, version: 99 }, { "x-role": role, ...(area && { "x-area": area }) }))
        .status
    expect([await status("engineer"), await status("approver"), await status("approver", "linjiang")]).toEqual([409, 409, 409])
    expect([await status("approver", "linjiang/xihe"), await status("duty-officer"), await status("leader")]).toEqual([
      403, 403, 403,
    ])
  })
})

describe("trying a rule", () => {
  const asked = (rule: Partial<PackRule>, rest: object = {}) => {
    const { hazard, rule: whole } = stage(rule) as WriteRule
    return {
      hazard,
      rule: whole,
      from: new Date(start - 60_000).toISOString(),
      to: new Date(start + 3_600_000).toISOString(),
      ...rest,
    }
  }
  test("says what it would have raised, draws the worst value, and stores nothing", async () => {
    const before = await sense.listSignals({})
    const { status, body } = await ask("POST", "/try", asked({ id: "new", levels: { blue: 5.5, red: 8.5 } }))
    expect(status).toBe(200)
    const trial = body as Trial
    expect(trial.signals).toEqual([
      {
        ...{ area: { id: "linjiang/xihe", name: named("Xihe") }, level: "red", peak: 9, isFalseAlarm: null, until: null },
        from: new Date(start).toISOString(),
        rises: [
          { level: "blue", at: new Date(start).toISOString() },
          { level: "red", at: new Date(start + 20 * 60_000).toISOString() },
        ],
      },
    ])
    expect(trial.curves.map(({ points }) => points.map(({ value }) => value))).toEqual([[6, 8, 9]])
    expect([trial.unit, trial.measurements, trial.score]).toEqual(["m", 3, null])
    expect(await sense.listSignals({})).toEqual(before)
  })
  test("is held to events: hits with their lead, misses, false alarms", async () => {
    const event = (area: string, minute: number, level?: string) => ({
      ...{
        area,
        from: new Date(start + minute * 60_000).toISOString(),
        until: new Date(start + 90 * 60_000).toISOString(),
        level,
      },
    })
    const against = [event("linjiang/xihe/liuyin", 30, "red"), event("linjiang/xihe", 30, "blue"), event("linjiang/dong", 30)]
    const { score } = (await ask("POST", "/try", asked({ levels: { blue: 5.5, red: 8.5 } }, { against }))).body as Trial
    expect(score).toMatchObject({ hits: 2, misses: 1, falseAlarms: 0, meanLeadMin: 20 })
    const { score: elsewhere } = (await ask("POST", "/try", asked({}, { against: against.slice(2) }))).body as Trial
    expect(elsewhere).toMatchObject({ hits: 0, misses: 1, falseAlarms: 1, meanLeadMin: null })
    const { score: sent } = (await ask("POST", "/try", asked({}, { against: "warnings" }))).body as Trial
    expect(sent?.events).toMatchObject([{ area: "linjiang/xihe", level: "red", isHit: false }])
  })
  test("is held to the events that planners keep, one by one or as a table, each once", async () => {
    const csv = (text: string, headers: Record<string, string> = { "x-role": "engineer" }) =>
      app.inject({
        method: "POST",
        url: "/api/known-events/table?hazard=rainstorm",
        headers: { ...headers, "content-type": "text/csv" },
        payload: text,
      })
    const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
    const table = `area,from,until,level\nlinjiang/xihe,${at(30)},${at(90)},red\nlinjiang/dong,${at(30)},${at(90)},\nnowhere,${at(0)},${at(1)},\n`
    expect((await csv(table)).json()).toMatchObject({
      ...{ given: 2, changed: 2, bad: 1 },
      badRows: [{ line: 4, column: "area", value: "nowhere", rule: "area" }],
    })
    expect((await csv(table)).json()).toMatchObject({ given: 2, changed: 0 })
    expect((await csv(table, { "x-role": "duty-officer" })).statusCode).toBe(403)
    const { score } = (await ask("POST", "/try", asked({ levels: { blue: 5.5, red: 8.5 } }, { against: "events" }))).body as Trial
    expect(score).toMatchObject({ hits: 1, misses: 1, falseAlarms: 0, meanLeadMin: 10 })
    const list = async () =>
      (await app.inject({ url: "/api/known-events?hazard=rainstorm", headers: { "x-role": "approver" } })).json() as KeptEventList
    const { events } = await list()
    expect(events.map(({ areaName, level }) => [areaName.en, level])).toEqual([
      ["Dong", undefined],
      ["Xihe", "red"],
    ])
    const drop = (id: string) =>
      app.inject({ method: "DELETE", url: `/api/known-events/${id}`, headers: { "x-role": "engineer" } })
    expect((await drop(events[0]!.id)).statusCode).toBe(204)
    expect((await drop(events[0]!.id)).json().code).toBe("SENSE_EVENT_NOT_FOUND")
    const one = { area: "linjiang/xihe", from: at(30), until: at(90), level: "orange" }
    const keep = (body: object) =>
      app.inject({ method: "POST", url: "/api/known-events", headers: { "x-role": "approver" }, payload: body })
    expect((await keep({ hazard: "rainstorm", events: [one] })).json()).toMatchObject({ given: 1, changed: 1 })
    expect((await keep({ hazard: "earthquake", events: [one] })).json().code).toBe("SENSE_RULE_NAME_UNKNOWN")
    expect((await list()).events).toMatchObject([{ level: "orange" }])
  })
  test("finds silence by the clock", async () => {
    const to = new Date(start + 180 * 60_000).toISOString()
    const { signals } = (await ask("POST", "/try", asked({ over: "missing", levels: { blue: 60 } }, { to }))).body as Trial
    expect(signals).toMatchObject([{ level: "blue", peak: null, until: null, from: new Date(start + 84 * 60_000).toISOString() }])
  })
  test("is bounded, named, and stopped", async () => {
    const long = await ask("POST", "/try", asked({}, { from: "2024-01-01T00:00:00Z" }))
    expect([long.status, long.body.code]).toEqual([400, "SENSE_TRIAL_SPAN_REFUSED"])
    expect((await ask("GET", "/trials/6a0a52b0-0a52-4a52-8a52-0a520a520a52")).body).toEqual({ share: null })
    const trial = "7a0a52b0-0a52-4a52-8a52-0a520a520a52"
    const year = { from: new Date(start - 300 * 86_400_000).toISOString(), trial }
    const running = ask("POST", "/try", asked({}, year))
    await expect.poll(async () => (await ask("DELETE", `/trials/${trial}`)).body.share).not.toBeNull()
    expect((await running).body.code).toBe("SENSE_TRIAL_STOPPED")
    expect((await ask("POST", "/try", asked({}), { "x-role": "duty-officer" })).status).toBe(403)
  })
})

describe("the curve of a signal", () => {
  const curveOf = async (rule: string) => {
    const signals = await sense.listSignals({})
    const { id } = signals.find((signal) => signal.rule.id === rule)!
    const answer = await app.inject({ url: `/api/signals/${id}/curve`, headers: { "x-role": "duty-officer" } })
    return { status: answer.statusCode, body: answer.json() as SignalCurve }
  }
  test("draws a sum over its window with its thresholds, and beside it what was measured, with its quality", async () => {
    await measure("gauge-rain", 40, 5)
    await app.inject({
      method: "POST",
      url: "/sensorthings/v1.1/Observations",
      headers: { "x-role": "engineer" },
      payload: {
        phenomenonTime: new Date(start + 50 * 60_000).toISOString(),
        result: 7,
        resultQuality: "suspect",
        Datastream: { "@iot.id": 1 },
      },
    })
    await measure("gauge-rain", 95, 2)
    const { body } = await curveOf("rain-1h")
    expect(body.rule).toMatchObject({ over: "sum", windowMin: 60, unit: "mm", clearsBelow: 24 })
    expect(body.rule?.thresholds).toEqual([
      { level: "blue", value: 30 },
      { level: "red", value: 80 },
    ])
    expect(body.rule?.points.flatMap(({ value }) => value ?? [])).toEqual([99, 104, 111, 14])
    expect(body.measured).toMatchObject({ thing: { en: "Gauge" }, unit: "mm" })
    expect(body.measured?.points.map(({ value, quality }) => [value, quality])).toEqual([
      [99, null],
      [5, null],
      [7, "doubtful"],
      [2, null],
    ])
  })
  test("draws a count of rules, in the version that raised it, although it changed since", async () => {
    const { body } = await curveOf("both")
    expect(body.rule).toMatchObject({ over: "rules", unit: "1", thresholds: [{ level: "red", value: 2 }] })
    expect(Math.max(...body.rule!.points.map(({ value }) => value ?? 0))).toBe(2)
    const old = await curveOf("stage")
    expect(old.body.rule?.thresholds).toEqual([{ level: "red", value: 7 }])
    expect(old.body.rule?.points).toEqual([])
    expect(old.body.measured?.points.map(({ value }) => value)).toContain(8)
  })
  test("is for those on duty, of signals that there are", async () => {
    const url = `/api/signals/${crypto.randomUUID()}/curve`
    expect((await app.inject({ url })).statusCode).toBe(401)
    expect((await app.inject({ url, headers: { "x-role": "engineer" } })).statusCode).toBe(404)
  })
})
