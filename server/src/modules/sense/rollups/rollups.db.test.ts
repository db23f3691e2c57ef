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
const options: Parameters<typeof startSense>[0] = {
  world,
  rules: [],
  properties: [{ ...property("level"), possible: { min: -450, max: 20_000 } }, property("shake", 3)],
  areaOf: () => undefined,
  onError: (error) => {
    throw error
  },
}
const sense = await startSense(options)
const serve = ({ routes }: typeof sense) =>
  buildHttp({
    world,
    language: "en",
    authenticate: async ({ headers }) => ({ role: String(headers["x-test-role"] ?? "engineer") }),
    mayHear: () => false,
    logger: pino({ level: "silent" }),
    routes,
  })
const app = await serve(sense)
afterAll(() => app.close().then(() => sense.stop()))

const root = "/sensorthings/v1.1"
const call = async (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: unknown, server = app) => {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  const answer = await server.inject({ method, url: encodeURI(url), headers: { "content-type": "application/json" }, ...payload })
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
        // The level that is sent now and then cannot be: it is counted, and part of no figure.
        const result = draw(10) === 0 ? null : draw(15) === 0 ? -9_999 : draw(1_000) / 10
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

describe("a value that cannot be", () => {
  const poor = "http://www.opengis.net/def/waterml/2.0/quality/poor"
  let atMs = 0
  const time = (minutes: number) => new Date(atMs + minutes * 60_000).toISOString()
  const about = () =>
    call("GET", `${root}/Datastreams(${numbers.get("b-level")})/Observations?$filter=phenomenonTime ge ${time(0)}`)
  const told = async () =>
    (await about()).value.map((row: Record<string, unknown>) => [row["phenomenonTime"], row["result"], row["resultQuality"]])
  test("is kept as it was sent and told as bad, whichever way it comes, and sent again it is the same", async () => {
    atMs = Math.ceil(clock.now().getTime() / HOUR_MS) * HOUR_MS
    clock.advanceTo(new Date(atMs + 10 * 60_000))
    const id = numbers.get("b-level")!
    const components = ["phenomenonTime", "result"]
    const dataArray = [
      [time(0), 5],
      [time(1), -9_999],
    ]
    const rows = [{ Datastream: { "@iot.id": id }, components, dataArray }]
    const links = await call("POST", `${root}/CreateObservations`, rows)
    expect(await call("POST", `${root}/CreateObservations`, rows)).toEqual(links)
    const body = { phenomenonTime: time(2), result: 20_000.5, resultQuality: "suspect" }
    await call("POST", `${root}/Datastreams(${id})/Observations`, body)
    await call("POST", `${root}/Datastreams(${id})/Observations`, { phenomenonTime: time(3), result: -450 })
    expect(await told()).toEqual([
      [time(0), 5, undefined],
      [time(1), -9_999, poor],
      [time(2), 20_000.5, ["suspect", poor]],
      [time(3), -450, undefined],
    ])
    expect(await counted(`Datastreams(${id})/Observations`, "result lt -1000")).toBeGreaterThan(0)
    expect((await call("GET", `${root}/Datastreams(${id})/Observations?$orderby=result desc&$top=1`)).value[0].result).toBe(
      20_000.5,
    )
  })
  test("is shown beside the curve, and part of no figure", async () => {
    const own = (points: Series["points"]) => points.filter(({ at }) => at >= time(0) && at <= time(3))
    expect(own((await curve("b-level", "none", atMs, atMs + HOUR_MS)).points)).toEqual([
      { at: time(0), value: 5, quality: null },
      { at: time(1), value: null, sent: -9_999, quality: "poor" },
      { at: time(2), value: null, sent: 20_000.5, quality: "poor" },
      { at: time(3), value: -450, quality: null },
    ])
    const figures = { count: 4, sum: -445, min: -450, max: 5, last: -450 }
    for (const roll of [false, true]) {
      if (roll) clock.advanceByMs(2 * HOUR_MS)
      if (roll) await sense.rollUp(clock.now())
      expect((await curve("b-level", "hour", atMs, atMs + HOUR_MS / 2)).points).toMatchObject([{ value: -222.5, figures }])
    }
  })
  test("gives way to a correction, and what was said of it by others stays", async () => {
    const rows = (await about()).value as { "@iot.id": number }[]
    const change = (i: number, body: object) => call("PATCH", `${root}/Observations(${rows[i]!["@iot.id"]})`, body)
    await change(0, { result: 30_000 })
    await change(1, { result: 7 })
    await change(2, { result: 8 })
    expect(await told()).toEqual([
      [time(0), 30_000, poor],
      [time(1), 7, undefined],
      [time(2), 8, "suspect"],
      [time(3), -450, undefined],
    ])
    await sense.rollUp(clock.now())
    expect((await curve("b-level", "hour", atMs, atMs)).points).toMatchObject([{ figures: { count: 4, sum: -435, max: 8 } }])
  })
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

test("intervals with one beginning are kept each by its end, once, also after a restart; the newest speaks", async () => {
  const key = "e-level"
  const station = { id: "sums", kind: "rain-gauge", name: name("sums"), area: { id: "city/s", name: name("s") } } as const
  await sense.createStations([{ ...station, at: [120.5, 30.2], datastreams: [{ id: key, property: "level" }] }])
  const { value: all } = await call("GET", `${root}/Datastreams`)
  const { "@iot.id": id } = all.find(({ properties }: { properties: { key: string } }) => properties.key === key)
  const atMs = Math.ceil(clock.now().getTime() / DAY_MS) * DAY_MS
  const stepMs = 10 * 60_000
  clock.advanceTo(new Date(atMs + 4 * stepMs))
  const time = (step: number) => new Date(atMs + step * stepMs).toISOString()
  const until = (step: number) => `${time(0)}/${time(step)}`
  const kept = async () =>
    (await listed()).filter((row) => row.key === key).map(({ untilMs, result }) => [(untilMs - atMs) / stepMs, result])
  // Rain since midnight, told again and again, and once as of midnight.
  const sums: [string, number][] = [
    [until(1), 5],
    [until(2), 5],
    [time(0), 5],
    [until(3), 8],
  ]
  for (const [phenomenonTime, result] of sums) {
    await call("POST", `${root}/Datastreams(${id})/Observations`, { phenomenonTime, result })
  }
  expect(await kept()).toEqual([
    [1, 5],
    [2, 5],
    [0, 5],
    [3, 8],
  ])
  const send = (rows: readonly [string, number][], server = app) => {
    const components = ["phenomenonTime", "result"]
    const body = [{ Datastream: { "@iot.id": id }, components, dataArray: rows }]
    return call("POST", `${root}/CreateObservations`, body, server)
  }
  const links = await send(sums)
  expect(new Set(links).size).toBe(4)
  expect(await send([...sums, ...sums.toReversed()])).toEqual([...links, ...links.toReversed()])
  const newest = async (server = app) =>
    (await call("GET", "/api/stations", undefined, server)).stations.find(({ id: own }: { id: string }) => own === "sums").value
  expect(await newest()).toBe(8)
  const restarted = await startSense(options)
  const again = await serve(restarted)
  expect(await newest(again)).toBe(8)
  // One that is corrected stays the one that it is; new ones are told apart within one message.
  const corrected: [string, number][] = [
    [until(2), 6],
    [time(0), 5],
    [time(1), 1],
    [`${time(1)}/${time(2)}`, 2],
    [time(1), 1],
    [`${time(1)}/${time(2)}`, 3],
  ]
  const told = await send(corrected, again)
  expect(told).toEqual([links[1], links[2], told[2], told[3], told[2], told[3]])
  expect(new Set([...links, ...told]).size).toBe(6)
  expect(await kept()).toEqual([
    [1, 5],
    [2, 6],
    [0, 5],
    [3, 8],
    [1, 1],
    [2, 3],
  ])
  expect(await newest(again)).toBe(3)
  await again.close()
  await restarted.stop()
})

test("a clock that was ahead for a while costs no counts and no curves, and nothing is stored twice after a restart", async () => {
  const key = "d-level"
  const station = { id: "late", kind: "rain-gauge", name: name("late"), area: { id: "city/s", name: name("s") } } as const
  await sense.createStations([{ ...station, at: [120.5, 30.2], datastreams: [{ id: key, property: "level" }] }])
  const { value: all } = await call("GET", `${root}/Datastreams`)
  const { "@iot.id": id } = all.find(({ properties }: { properties: { key: string } }) => properties.key === key)
  const atMs = Math.ceil(clock.now().getTime() / DAY_MS) * DAY_MS
  clock.advanceTo(new Date(atMs + 5 * 60_000))
  // Until the time was set by the network, the machine took its local time for UTC.
  await sense.rollUp(new Date(atMs + 8 * HOUR_MS))
  const rows = [1, 2, 3].map((minute) => ({
    ...{ datastream: key, phenomenonTime: new Date(atMs + minute * 60_000), resultTime: new Date(atMs), result: minute },
  }))
  await sense.ingest(rows)
  const restarted = await startSense(options)
  expect(await restarted.ingest(rows)).toEqual({ stored: 0, duplicates: 3, corrected: 0 })
  await restarted.stop()
  clock.advanceByMs(12 * HOUR_MS)
  await sense.rollUp(clock.now())
  expect(await counted(`Datastreams(${id})/Observations`)).toBe(3)
  const figures = { count: 3, sum: 6, min: 1, max: 3, last: 3 }
  expect((await curve(key, "hour", atMs, atMs + DAY_MS)).points).toMatchObject([{ figures }])
  expect((await curve(key, "minute", atMs, atMs + DAY_MS)).points).toHaveLength(3)
})
