import type { ObservedProperty, PackRule } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { acknowledgeSignal } from "./alarms/acknowledge-signal.ts"
import { type NewObservation, type NewStation, startSense } from "./index.ts"
import { putSignal } from "./store/signal-store.ts"

const { world, clock } = await openTestWorld()
const name = (text: string) => ({ "zh-CN": text, en: text })
const property = (id: string, unit: string): ObservedProperty => ({
  id,
  name: name(id),
  unit,
  result: "number",
  subject: "place",
})
const rule = (id: string, given: Partial<PackRule>): { hazard: string; rule: PackRule } => ({
  hazard: "rainstorm",
  rule: {
    ...{ id, name: name(id), property: "rainfall", jurisdiction: "linjiang", over: "sum", windowMin: 60, holdMin: 0 },
    ...{ levels: { blue: 30, yellow: 50, red: 100 }, clearShare: 0.8 },
    ...given,
  },
})
const rules = [
  rule("rain-1h", {}),
  rule("level", { property: "water-level", over: "latest", levels: { orange: 5 } }),
  rule("silent", { property: "water-level", over: "missing", levels: { yellow: 60 } }),
]
const station = (id: string, area: string, properties: string[]): NewStation => ({
  id,
  kind: "rain-gauge",
  name: name(id),
  at: [120.1, 30.2],
  area: { id: area, name: name(area) },
  datastreams: properties.map((one) => ({ id: `${id}-${one}`, property: one })),
})
const open = () =>
  startSense({
    world,
    rules,
    properties: [property("rainfall", "mm"), { ...property("water-level", "m"), possible: { min: -450, max: 9000 } }],
    areaOf: () => undefined,
    onError: () => {},
  })
let sense = await open()

const start = clock.now().getTime()
const at = (minute: number) => new Date(start + minute * 60_000)
const one = (datastream: string, minute: number, result: number | null): NewObservation => ({
  datastream,
  phenomenonTime: at(minute),
  resultTime: at(minute),
  result,
})
const stored = async (datastream: string) =>
  (
    await sql<{ minute: number; result: number }>`
      select extract(epoch from o.phenomenon_at - ${at(0)}::timestamptz)::float8 / 60 as minute, o.result
      from sense.observation o join sense.datastream d on d.id = o.datastream_id
      where d.key = ${datastream} order by 1`.execute(world.db.query)
  ).rows
const signalsOf = async (area: string) => (await sense.listSignals({})).filter((signal) => signal.area.id === area)
const verbs = async (record: string) => {
  await world.log.drain()
  return (await world.log.after(0, 10_000)).filter((header) => header.record === record).map(({ verb }) => verb)
}

beforeAll(async () => {
  clock.advanceTo(at(600))
  const names = ["a", "b", "c", "d", "e", "f"]
  await sense.createStations(names.map((id) => station(id, `city/${id}`, id === "d" ? ["water-level"] : ["rainfall"])))
})

describe("ingest", () => {
  test("stores once, knows doubles and corrections, also within a batch", async () => {
    const batch = [one("a-rainfall", 0, 1), one("a-rainfall", 10, 2), one("a-rainfall", 0, 1), one("a-rainfall", 10, 3)]
    expect(await sense.ingest(batch)).toEqual({ stored: 2, duplicates: 1, corrected: 1 })
    expect(await sense.ingest([one("a-rainfall", 10, 3), one("a-rainfall", 10, 4)])).toEqual({
      stored: 0,
      duplicates: 1,
      corrected: 1,
    })
    expect(await stored("a-rainfall")).toEqual([
      { minute: 0, result: 1 },
      { minute: 10, result: 4 },
    ])
  })
  test("knows doubles that are older than memory, and after a restart", async () => {
    const old = Array.from({ length: 50 }, (_, i) => one("b-rainfall", -100_000 + i, i))
    expect(await sense.ingest(old)).toMatchObject({ stored: 50 })
    await sense.stop()
    sense = await open()
    const again = [...old, one("b-rainfall", -100_000, 7), one("b-rainfall", 500, 1), one("b-rainfall", 500, 1)]
    expect(await sense.ingest(again)).toEqual({ stored: 1, duplicates: 51, corrected: 1 })
    expect(await stored("b-rainfall")).toHaveLength(51)
  })
  test("many callers share commits, and each is answered with its own", async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => sense.ingest([one("c-rainfall", 300 + (i % 200), (i % 200) / 1_000)])),
    )
    const stores = answers.filter((answer) => answer.stored === 1)
    expect(stores).toHaveLength(200)
    expect(answers.filter((answer) => answer.duplicates === 1)).toHaveLength(100)
    expect(await stored("c-rainfall")).toHaveLength(200)
  })
  test("refuses what it does not know, what is no number, and what is too much", async () => {
    await expect(sense.ingest([one("nothing", 0, 1)])).rejects.toMatchObject({ code: "SENSE_DATASTREAM_NOT_FOUND" })
    await expect(sense.ingest([one("a-rainfall", 0, Number.NaN)])).rejects.toMatchObject({ code: "SENSE_RESULT_REFUSED" })
    await expect(sense.ingest([one("a-rainfall", 10_000, 1)])).rejects.toMatchObject({ code: "SENSE_TIME_REFUSED" })
    const many = Array.from({ length: 20_001 }, () => one("a-rainfall", 0, 1))
    await expect(sense.ingest(many)).rejects.toMatchObject({ code: "SENSE_BATCH_TOO_LARGE" })
    const flood = await Promise.allSettled(Array.from({ length: 5 }, () => sense.ingest(many.slice(0, 20_000))))
    expect(flood.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected"])
    expect(flood.at(-1)).toMatchObject({ reason: { code: "SENSE_BUSY", kind: "unavailable" } })
  })
  test("a commit that fails stores nothing, and the same batch stores once afterwards", async () => {
    await sql`alter table sense.observation add constraint broken check (result is distinct from 77)`.execute(world.db.query)
    await expect(sense.ingest([one("c-rainfall", 555, 77), one("c-rainfall", 556, 1)])).rejects.toThrow("broken")
    await sql`alter table sense.observation drop constraint broken`.execute(world.db.query)
    expect(await sense.ingest([one("c-rainfall", 555, 77), one("c-rainfall", 556, 1)])).toMatchObject({ stored: 2 })
  })
})

describe("signals", () => {
  test("raise, rise, are acknowledged, ask again, clear; each with its entry in the log", async () => {
    await sense.ingest([one("e-rainfall", 400, 10), one("e-rainfall", 410, 25)])
    const [raised] = await signalsOf("city/e")
    expect(raised).toMatchObject({
      ...{ level: "blue", state: "open", value: 35, threshold: 30, unit: "mm", hazard: "rainstorm", rule: { id: "rain-1h" } },
      because: [{ datastream: "e-rainfall", at: at(400).toISOString(), value: 10 }, { value: 25 }],
    })
    expect(raised!.code).toMatch(/^R-\d{4}$/)
    const actor = { role: "duty-officer", account: "li" }
    expect(await acknowledgeSignal(world, actor, raised!.id, { level: "blue" })).toMatchObject({
      state: "acknowledged",
      acknowledgedByRole: "duty-officer",
    })
    await expect(acknowledgeSignal(world, actor, raised!.id, { level: "blue" })).rejects.toMatchObject({
      code: "SENSE_SIGNAL_NOT_OPEN",
    })

    await sense.ingest([one("e-rainfall", 420, 20)])
    expect(await signalsOf("city/e")).toMatchObject([{ id: raised!.id, level: "yellow", state: "open", acknowledgedAt: null }])
    await sense.ingest([430, 440, 450, 460, 470, 480].map((minute) => one("e-rainfall", minute, 0)))
    expect(await signalsOf("city/e")).toMatchObject([{ id: raised!.id, level: "yellow", state: "cleared" }])
    expect(await verbs(raised!.id)).toEqual(["raise-signal", "acknowledge-signal", "raise-signal", "clear-signal"])
    expect((await sense.describe([raised!.id])).get(raised!.id)).toMatchObject({ kind: "signal", code: raised!.code })
  })
  test("are not raised again after a restart, and go on from where they were", async () => {
    await sense.ingest([one("f-rainfall", 500, 10), one("f-rainfall", 510, 25)])
    const [before] = await signalsOf("city/f")
    await sense.stop()
    sense = await open()
    await sense.ingest([one("f-rainfall", 520, 1), one("f-rainfall", 505, 1)])
    expect(await signalsOf("city/f")).toMatchObject([{ id: before!.id, level: "blue", state: "open" }])
    await sense.ingest([one("f-rainfall", 530, 90)])
    expect(await signalsOf("city/f")).toMatchObject([{ id: before!.id, level: "red", value: 127 }])
  })
  test("of missing data come by the clock and clear with data", async () => {
    await sense.sweep(world.clock.now())
    expect(await signalsOf("city/d")).toEqual([])
    clock.advanceByMs(61 * 60_000)
    await sense.sweep(world.clock.now())
    await sense.sweep(world.clock.now())
    expect(await signalsOf("city/d")).toMatchObject([{ level: "yellow", value: null, threshold: 60, unit: "min", state: "open" }])
    await sense.ingest([one("d-water-level", 660, 6)])
    expect(await signalsOf("city/d")).toMatchObject([
      { rule: { id: "level" }, level: "orange", state: "open" },
      { rule: { id: "silent" }, state: "cleared" },
    ])
  })
  test("do not come of a value that cannot be, nor after a restart; what corrects it counts", async () => {
    await sense.createStations([station("g", "city/g", ["water-level"])])
    const broken = [one("g-water-level", 640, 9000.5), one("g-water-level", 650, 1), one("g-water-level", 650, 99_999)]
    expect(await sense.ingest(broken)).toEqual({ stored: 2, duplicates: 0, corrected: 1 })
    await sense.stop()
    sense = await open()
    expect(await sense.ingest(broken)).toMatchObject({ stored: 0 })
    expect(await sense.ingest(broken.slice(0, 1))).toEqual({ stored: 0, duplicates: 1, corrected: 0 })
    expect(await stored("g-water-level")).toEqual([
      { minute: 640, result: null },
      { minute: 650, result: null },
    ])
    expect(await signalsOf("city/g")).toEqual([])
    expect(await sense.ingest([one("g-water-level", 650, 7)])).toMatchObject({ corrected: 1 })
    expect(await signalsOf("city/g")).toMatchObject([{ rule: { id: "level" }, level: "orange", value: 7 }])
  })
  test("are over when nothing is measured there any more; the next station there raises its own and fails nobody", async () => {
    const both = ["rainfall", "water-level"]
    await sense.createStations([station("h", "city/h", both), station("i", "city/i", ["rainfall"])])
    await sense.ingest([one("h-rainfall", 640, 40), one("h-water-level", 640, 7), one("i-rainfall", 640, 40)])
    const first = (await signalsOf("city/h")).map(({ id }) => id)
    expect(first).toHaveLength(2)
    const [other] = await signalsOf("city/i")
    const { rows } = await sql<{ id: number }>`select id from sense.thing where key = 'h'`.execute(world.db.query)
    const app = await buildHttp({
      world,
      language: "en",
      authenticate: async () => ({ role: "engineer" }),
      mayHear: () => false,
      logger: pino({ level: "silent" }),
      routes: sense.routes,
    })
    const url = `/sensorthings/v1.1/Things(${rows[0]!.id})`
    expect((await app.inject({ method: "DELETE", url })).statusCode).toBe(204)
    await app.close()
    expect((await signalsOf("city/h")).map(({ state }) => state)).toEqual(["cleared", "cleared"])
    expect(await verbs(first[0]!)).toEqual(["raise-signal", "clear-signal"])
    // Who measures there next knows of them, and may share its commit with others.
    await sense.createStations([station("j", "city/h", both)])
    await sense.ingest([one("j-water-level", 641, 7), one("j-water-level", 642, 0)])
    expect(await signalsOf("city/h")).toHaveLength(2)
    expect(await Promise.all([sense.ingest([one("j-rainfall", 650, 60)]), sense.ingest([one("i-rainfall", 650, 1)])])).toEqual(
      [1, 1].map((stored) => ({ stored, duplicates: 0, corrected: 0 })),
    )
    const [fresh, ...over] = await signalsOf("city/h")
    expect(fresh).toMatchObject({ level: "yellow", state: "open" })
    expect(over.map(({ id }) => id).toSorted()).toEqual(first.toSorted())
    expect(await signalsOf("city/i")).toMatchObject([{ id: other!.id, state: "open" }])
  })
  test("that were left behind end at the start, unless their rule is not in force", async () => {
    await sense.stop()
    const leave = (rule: string) =>
      world.react(async (tx) => {
        const id = newId()
        await putSignal(tx.db, {
          ...{ id, hazard: "rainstorm", level: "blue", value: 40, threshold: 30, unit: "mm", because: [], ruleVersion: 0 },
          ...{ rule: { id: rule, name: name(rule) }, area: { id: "city/k", name: name("k") } },
          ...{ beganAt: at(640), endedAt: null, at: tx.now, dueAt: null },
        })
        return id
      })
    const [left, foreign] = [await leave("rain-1h"), await leave("of-another-pack")]
    sense = await open()
    const states = async () => (await signalsOf("city/k")).map(({ id, state }) => [id, state]).toSorted()
    expect(await states()).toEqual(
      [
        [left, "cleared"],
        [foreign, "open"],
      ].toSorted(),
    )
  })
  test("wait where nobody works: there is nobody to call", async () => {
    const [waiting] = await signalsOf("city/f")
    expect(waiting).toMatchObject({ level: "red", state: "open" })
    expect(await verbs(waiting!.id)).not.toContain("escalate-signal")
  })
})

test("months of measurements that are over for 400 days are given up, whole", async () => {
  const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * 24 * 60 * 60_000)
  const old = (days: number): NewObservation => ({
    datastream: "f-rainfall",
    phenomenonTime: daysAgo(days),
    resultTime: daysAgo(days),
    result: 1,
  })
  const before = await stored("f-rainfall")
  // Just run, it does not begin again by itself while this test looks.
  await sense.rollUp(world.clock.now())
  await sense.ingest([old(500), old(380)])
  // What is not rolled up yet waits.
  expect(await sense.forget(world.clock.now())).toEqual([])
  await sense.rollUp(world.clock.now())
  expect(await sense.forget(world.clock.now())).toEqual([daysAgo(500).toISOString().slice(0, 7)])
  expect(await sense.forget(world.clock.now())).toEqual([])
  expect(await stored("f-rainfall")).toHaveLength(before.length + 1)
  // The same months may come again, and what is kept is still known.
  expect(await sense.ingest([old(500), old(380)])).toEqual({ stored: 1, duplicates: 1, corrected: 0 })
})
