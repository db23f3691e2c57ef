import type { Outage, OutagePage } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { startRecover } from "./index.ts"

const { world, clock } = await openTestWorld()
const recover = await startRecover({
  world,
  places: {
    getArea: (id) => ({
      id,
      kind: "street",
      name: { "zh-CN": "柳荫街道", en: "Liuyin" },
      parent: "linjiang/xihe",
      population: 20_000,
      bounds: [0, 0, 1, 1],
      center: [0, 0],
    }),
  },
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async (request) => {
    const role = request.headers["x-test-role"]
    return role ? { role: String(role), area: "linjiang/xihe" } : undefined
  },
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: recover.routes,
})
afterAll(() => app.close())
const grid = { "x-test-role": "lifeline-operator" }
const post = (url: string, payload?: object, headers: Record<string, string> = grid) =>
  app.inject({ method: "POST", url, headers, ...(payload ? { payload } : {}) })
const report = async (because?: string) =>
  (await post("/api/outages", { lifeline: "power", area: "linjiang/xihe/liuyin", households: 8_000, because })).json<Outage>()

test("an outage comes back along its curve: partly, to be confirmed, restored, each count with time and role", async () => {
  const because = newId()
  const { id, code } = await report(because)
  expect(code).toMatch(/^O-\d+$/)
  clock.advanceByMs(30 * 60_000)
  expect((await post(`/api/outages/${id}/update`, { households: 2_500 })).json()).toMatchObject({ state: "partly-restored" })
  expect((await post(`/api/outages/${id}/confirm`)).json()).toMatchObject({ code: "RECOVER_HOUSEHOLDS_LEFT" })
  clock.advanceByMs(30 * 60_000)
  expect((await post(`/api/outages/${id}/update`, { households: 0 })).json()).toMatchObject({
    state: "to-be-confirmed",
    restoredAt: null,
  })
  expect((await post(`/api/outages/${id}/update`, { households: 40 })).json()).toMatchObject({ state: "partly-restored" })
  await post(`/api/outages/${id}/update`, { households: 0 })
  clock.advanceByMs(10 * 60_000)
  const restored = (await post(`/api/outages/${id}/confirm`, undefined, { "x-test-role": "duty-officer" })).json<Outage>()
  expect(restored).toMatchObject({
    state: "restored",
    households: 0,
    because,
    area: { name: { en: "Liuyin" } },
    restoredAt: "2026-07-30T20:10:00.000Z",
    checkedAt: "2026-07-30T20:10:00.000Z",
    checkedByRole: "duty-officer",
  })
  expect(restored.curve.map(({ households }) => households)).toEqual([8_000, 2_500, 0, 40, 0, 0])
  expect((await post(`/api/outages/${id}/update`, { households: 5 })).json()).toMatchObject({ code: "RECOVER_OUTAGE_RESTORED" })
  await world.log.drain()
  const entries = (await world.log.after(0, 100)).filter(({ record }) => record === id)
  expect(entries[0]).toMatchObject({ verb: "report-outage", because, edge: "open" })
  expect(entries.at(-1)).toMatchObject({ verb: "confirm-restored" })
  expect((await recover.describe([id, newId()])).get(id)).toMatchObject({
    kind: "outage",
    code,
    title: { en: "Power out, Liuyin" },
  })
})

test("two users at once: both counts are kept; of two who confirm, one is told", async () => {
  const { id } = await report()
  await Promise.all([3_000, 4_000].map((households) => post(`/api/outages/${id}/update`, { households })))
  const { curve } = (await app.inject({ url: `/api/outages/${id}`, headers: grid })).json<Outage>()
  expect(curve.map(({ households }) => households).toSorted((a, b) => a - b)).toEqual([3_000, 4_000, 8_000])
  await post(`/api/outages/${id}/update`, { households: 0 })
  const answers = await Promise.all([post(`/api/outages/${id}/confirm`), post(`/api/outages/${id}/confirm`)])
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
})

test("sent again after a lost answer it is one outage; the id of another record is refused", async () => {
  const id = newId()
  const body = { id, lifeline: "water", area: "linjiang/xihe/liuyin", households: 300, because: newId() }
  const before = (await app.inject({ url: "/api/outages", headers: grid })).json<typeof OutagePage._output>().outages.length
  const answers = await Promise.all([post("/api/outages", body), post("/api/outages", body)])
  answers.push(await post("/api/outages", body))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201])
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
  const { outages } = (await app.inject({ url: "/api/outages", headers: grid })).json<typeof OutagePage._output>()
  expect(outages).toHaveLength(before + 1)
  expect(outages.find((outage) => outage.id === id)).toMatchObject({ curve: { length: 1 }, households: 300 })
  const others: [object, Record<string, string>][] = [
    [{ ...body, households: 301 }, grid],
    [{ ...body, because: undefined }, grid],
    [body, { "x-test-role": "duty-officer" }],
  ]
  for (const [other, who] of others) {
    const refused = await post("/api/outages", other, who)
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, "PLATFORM_RECORD_EXISTS"])
  }
  clock.advanceByMs(60_000)
  await world.log.drain()
  expect((await world.log.after(0, 1_000)).filter(({ record }) => record === id)).toHaveLength(1)
})

test("rights: the role, and the subtree of the account's area", async () => {
  const { id } = await report()
  expect((await app.inject({ url: "/api/outages" })).statusCode).toBe(401)
  expect((await post(`/api/outages/${id}/update`, { households: 1 }, { "x-test-role": "inspector" })).statusCode).toBe(403)
  expect((await post("/api/outages", { lifeline: "water", area: "linjiang/donghu", households: 9 })).statusCode).toBe(403)
  expect((await post("/api/outages", { lifeline: "beer", area: "linjiang/xihe", households: 9 })).statusCode).toBe(400)
  expect((await app.inject({ url: `/api/outages/${newId()}`, headers: grid })).statusCode).toBe(404)
  const page = (await app.inject({ url: "/api/outages", headers: grid })).json<typeof OutagePage._output>()
  expect(page.outages[0]!.id).toBe(id)
})
