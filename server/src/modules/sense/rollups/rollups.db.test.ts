import type { ObservedProperty, Series } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startSense } from "../index.ts"

/** What is counted and rolled up, held to the measurements themselves after anything that may happen to them. */
const { world, clock } = await openTestWorld()
const name = (text: string) => ({ "zh-CN": text, en: text })
const property = (id: string, keepDays?: number): ObservedProperty => ({
  ...{ id, name: name(id), unit: "m", result: "number", subject: "place" },
  ...(keepDays === undefined ? {} : { keepDays }),
})
const sense = await startSense({
  world,
  rules: [],
  properties: [property("level"), property("shake", 3)],
  areaOf: () => undefined,
  onError: (error) => {
    throw error
  },
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => ({ role: String(headers["x-test-role"] ?? "engineer") }),
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

const root = "/sensorthings/v1.1"
const call = async (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: unknown) => {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  const answer = await app.inject({ method, url: encodeURI(url), headers: { "content-type": "application/json" }, ...payload })
  expect(answer.statusCode < 300 ? "" : answer.body).toBe("")
  return answer.body === "" ? undefined : JSON.parse(answer.body)
}
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const start = Date.UTC(2026, 7, 1)
const keys = ["a-level", "b-level", "c-shake"]
const numbers = new Map<string, number>()

beforeAll(async () => {
  await sense.createStations([
    {
      ...{ id: "s", kind: "rain-gauge", name: name("s"), at: [120.5, 30.2], area: { id: "city/s", name: name("s") } },
      datastreams: keys.map((id) => ({ id, property: id.slice(2) })),
    },
  ])
  for (const { "@iot.id": id, properties } of (await call("GET", `${root}/Datastreams`)).value) numbers.set(properties.key, id)
})

const ingest = (datastream: string, atMs: number, result: number | null, resultMs = atMs) =>
  sense.ingest([{ datastream, phenomenonTime: new Date(atMs), resultTime: new Date(resultMs), result }])
const counted = async (address: string, filter?: string): Promise<number> =>
  (await call("GET", `${root}/${address}?$count=true&$top=0${filter ? `&$filter=${filter}` : ""}`))["@iot.count"]
const curve = (datastream: string, step: string, from: number, to: number): Promise<Series> =>
  call(
    "GET",
    `/api/series?datastream=${datastream}&step=${step}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`,
  )

interface Row {
  readonly id: number
  readonly key: string
  readonly atMs: number
  readonly untilMs: number
  readonly resultMs: number
  readonly result: number | null
}
const listed = async (): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select o.id, d.key, extract(epoch from o.phenomenon_at)::float8 * 1000 as "atMs",
      extract(epoch from coalesce(o.phenomenon_until, o.phenomenon_at))::float8 * 1000 as "untilMs",
      coalesce(extract(epoch from o.result_at)::float8 * 1000, -1) as "resultMs", o.result
    from sense.observation o join sense.datastream d on d.id = o.datastream_id
    order by o.phenomenon_at, 5, o.id`.execute(world.db.query)
  return rows
}

/** What the curve by a step must be. */
function expected(rows: readonly Row[], key: string, stepMs: number) {
  const steps = Map.groupBy(
    rows.filter((row) => row.key === key),
    ({ atMs }) => Math.floor(atMs / stepMs) * stepMs,
  )
  return [...steps].map(([atMs, all]) => {
    const newest = new Map(all.map((row) => [row.atMs, row.result]))
    const values = [...newest.values()].filter((value) => value !== null)
    const sum = values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
    return {
      at: new Date(atMs).toISOString(),
      count: all.length,
      sum,
      mean: sum === null ? null : sum / values.length,
      min: sum === null ? null : Math.min(...values),
      max: sum === null ? null : Math.max(...values),
      last: values.at(-1) ?? null,
    }
  })
}

async function forget(): Promise<void> {
  await sense.rollUp(clock.now())
  await sense.forget(clock.now())
}

async function holds(): Promise<void> {
  const rows = await listed()
  expect(await counted("Observations")).toBe(rows.length)
  for (const key of keys) {
    const own = await counted(`Datastreams(${numbers.get(key)})/Observations`)
    expect({ key, own }).toEqual({ key, own: rows.filter((row) => row.key === key).length })
  }
}

async function curvesHold(): Promise<void> {
  const rows = await listed()
  for (const key of keys) {
    for (const [step, stepMs] of [
      ["minute", 60_000],
      ["hour", HOUR_MS],
      ["day", DAY_MS],
    ] as const) {
      const { points } = await curve(key, step, start - DAY_MS, clock.now().getTime())
      const found = points.map(({ at, value, figures }) => ({ at, ...figures, mean: value }))
      const wanted = expected(rows, key, stepMs)
      expect({ key, step, points: found.length }).toEqual({ key, step, points: wanted.length })
      for (const [i, { sum, mean, ...exact }] of wanted.entries()) {
        expect(found[i]).toMatchObject(exact)
        if (sum === null) expect(found[i]).toMatchObject({ sum, mean })
        else expect([found[i]!.sum, found[i]!.mean!]).toEqual([expect.closeTo(sum, 6), expect.closeTo(mean!, 6)])
      }
    }
  }
}

describe("counts and curves", () => {
  test("are right after late, doubled, corrected, moved, and deleted measurements in any order", async () => {
    const seed = 20_261_124
    const random = new Random(seed)
    const draw = (n: number) => Math.floor(random.float() * n)
    clock.advanceTo(new Date(start + 30 * HOUR_MS))
    for (let round = 0; round < 4; round += 1) {
      const now = clock.now().getTime()
      const batch = Array.from({ length: 150 }, () => {
        // Few moments, so that some meet, and one series that measures more often than minutes.
        const key = keys[draw(3)]!
        const at =
          key === "a-level" ? now - HOUR_MS * 3 + draw(600) * 15_000 : start + draw(((now - start) / 600_000) | 0) * 600_000
        const result = draw(10) === 0 ? null : draw(1_000) / 10
        return { datastream: key, phenomenonTime: new Date(at), resultTime: new Date(at + draw(2) * 1_000), result }
      })
      await sense.ingest(batch)
      await holds()
      const stored = await listed()
      const gone = new Set<number>()
      for (let i = 0; i < 6; i += 1) {
        const { id, atMs } = stored[draw(stored.length)]!
        if (gone.has(id)) continue
        gone.add(id)
        if (i % 3 === 0) await call("DELETE", `${root}/Observations(${id})`)
        else if (i % 3 === 1) await call("PATCH", `${root}/Observations(${id})`, { result: draw(100) })
        else
          await call("PATCH", `${root}/Observations(${id})`, {
            phenomenonTime: new Date(atMs - HOUR_MS * draw(20)).toISOString(),
          })
      }
      await holds()
      await forget()
      await holds()
      await curvesHold()
      clock.advanceByMs(HOUR_MS * 5)
    }
  }, 120_000)
  test("of any span of time are those of the filter itself", async () => {
    // What is measured over an interval is in a span only when it ends there.
    await call("POST", `${root}/Datastreams(${numbers.get("b-level")})/Observations`, {
      phenomenonTime: `${new Date(start + 2 * HOUR_MS).toISOString()}/${new Date(start + 9 * HOUR_MS).toISOString()}`,
      result: 1,
    })
    const rows = await listed()
    const edges = [start, start + HOUR_MS * 5, start + HOUR_MS * 7.25, start + HOUR_MS * 26, start + HOUR_MS * 31.5].map(
      (ms) => ({
        ms,
        text: new Date(ms).toISOString(),
      }),
    )
    for (const from of edges) {
      for (const until of edges) {
        for (const [above, below] of [
          ["ge", "lt"],
          ["gt", "le"],
        ] as const) {
          const filter = `phenomenonTime ${above} ${from.text} and phenomenonTime ${below} ${until.text}`
          const fits = ({ atMs, untilMs }: Row) =>
            (above === "ge" ? atMs >= from.ms : atMs > from.ms) && (below === "lt" ? untilMs < until.ms : untilMs <= until.ms)
          const own = rows.filter((row) => row.key === "b-level" && fits(row))
          expect({
            filter,
            all: await counted("Observations", filter),
            own: await counted(`Datastreams(${numbers.get("b-level")})/Observations`, filter),
          }).toEqual({ filter, all: rows.filter(fits).length, own: own.length })
        }
      }
    }
  })
  test("a page far behind is found from the nearer end, in any order", async () => {
    const at = start + 3 * DAY_MS
    const many = Array.from({ length: 15_000 }, (_, i) => ({
      ...{ datastream: "a-level", phenomenonTime: new Date(at + i * 1_000), resultTime: new Date(at + i * 1_000), result: i },
    }))
    clock.advanceTo(new Date(at + DAY_MS))
    await sense.ingest(many)
    await forget()
    const rows = await listed()
    const byId = rows.toSorted((a, b) => a.id - b.id).map(({ id }) => id)
    const byTime = rows.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id).map(({ id }) => id)
    for (const [order, all] of [
      ["id", byId],
      ["phenomenonTime", byTime],
      ["phenomenonTime desc", byTime.toReversed()],
    ] as const) {
      for (const skip of [5_001, 9_000, all.length - 3, all.length, all.length + 7]) {
        const page = await call("GET", `${root}/Observations?$orderby=${order}&$skip=${skip}&$top=5&$select=id`)
        expect(page.value.map((row: { "@iot.id": number }) => row["@iot.id"])).toEqual(all.slice(skip, skip + 5))
        expect(page["@iot.nextLink"] !== undefined).toBe(skip + 5 < all.length)
      }
    }
    const last = await call(
      "GET",
      `${root}/Datastreams(${numbers.get("a-level")})/Observations?$count=true&$skip=15000&$top=1000`,
    )
    expect(15_000 + last.value.length).toBe(last["@iot.count"])
  }, 60_000)
})

test("measurements of a property live as long as the register says; what they came to stays", async () => {
  const before = await curve("c-shake", "hour", start - DAY_MS, clock.now().getTime())
  clock.advanceTo(new Date(start + 12 * DAY_MS))
  await ingest("c-shake", start + 11 * DAY_MS, 3)
  await forget()
  expect((await listed()).filter(({ key }) => key === "c-shake")).toHaveLength(1)
  await holds()
  const after = await curve("c-shake", "hour", start - DAY_MS, start + 5 * DAY_MS)
  expect(after.points).toEqual(before.points)
  expect((await curve("c-shake", "minute", start - DAY_MS, start + 5 * DAY_MS)).points.length).toBeGreaterThan(0)
  // Without a step the curve goes on by the hour where measurements are gone.
  const drawn = await call("GET", `/api/series?datastream=c-shake&from=${new Date(start).toISOString()}`)
  expect(drawn).toMatchObject({ step: "hour" })
  // What comes for a time that was given up is counted, changes nothing that it came to, and goes the next day.
  await ingest("c-shake", start + HOUR_MS, 7)
  await holds()
  clock.advanceByMs(DAY_MS)
  await forget()
  await holds()
  expect((await listed()).filter(({ key, atMs }) => key === "c-shake" && atMs < start + DAY_MS)).toEqual([])
  expect((await curve("c-shake", "hour", start - DAY_MS, start + 5 * DAY_MS)).points).toEqual(before.points)
})

test("a series that is deleted takes along what it came to", async () => {
  await call("DELETE", `${root}/Datastreams(${numbers.get("b-level")})`)
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from sense.rollup_hour where datastream_id = ${numbers.get("b-level")!})
      + (select count(*) from sense.rollup_day where datastream_id = ${numbers.get("b-level")!}) as n`.execute(world.db.query)
  expect(rows[0]!.n).toBe(0)
  expect(await counted("Observations")).toBe((await listed()).length)
})
