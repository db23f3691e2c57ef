import type { PackRule, Review, ReviewList, Signal, ThreadNode, Warning, WarningLedger } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import type { Packs } from "../../platform/packs/index.ts"
import { createThread } from "../../platform/thread/index.ts"
import type { CityModule } from "../../platform/world/index.ts"
import { startRespond } from "../respond/index.ts"
import { startLearn } from "./index.ts"

const { world, clock } = await openTestWorld()
const name = (en: string) => ({ "zh-CN": en, en })
const [signal, warning] = [newId(), newId()]

/** Stands for `sense` and `warn`, whose own suites are elsewhere. */
const earlier = new Map<string, ThreadNode>()
const before: CityModule = {
  routes: [],
  describe: async (records) =>
    new Map(records.flatMap((record) => (earlier.has(record) ? [[record, earlier.get(record)!]] : []))),
  stop: async () => {},
}
async function tell(module: string, verb: string, record: string, kind: ThreadNode["kind"], because?: string): Promise<void> {
  await world.transact(async (tx) => {
    const at = tx.now.toISOString()
    if (!earlier.has(record)) earlier.set(record, { record, kind, code: "W-1", title: name(kind), at, module, edge: "none" })
    const cause = because ? ({ edge: "open", record: because } as const) : undefined
    tx.record({ module, verb, record, because: cause, actor: { role: "approver" }, retention: "public-warning", body: {} })
  })
  await settle()
}
const settle = async () => {
  await world.log.drain()
  await respond.caughtUp()
  await world.log.drain()
  await learn.caughtUp()
  await world.log.drain()
}
const plans = [
  {
    id: "red",
    name: name("Very heavy rain"),
    opensAt: "red",
    level: "I",
    tasks: ["call", "pumps"].map((id) => ({ id, title: name(id), role: "duty-officer", dueMin: 15 })),
  },
]
const onError = (error: unknown) => {
  throw error
}
const respond = await startRespond({
  world,
  packs: { all: [], find: () => ({ plans }) } as unknown as Packs,
  warn: {
    getWarning: async (id) =>
      ({
        id,
        hazard: "rainstorm",
        level: "red",
        areas: [{ id: "linjiang", name: name("Linjiang") }],
        follows: null,
      }) as unknown as Warning,
  },
  onError,
})
const thread = createThread({ world, describers: () => [before, respond, learn], timeZone: "Asia/Shanghai" })
const sentAt = "2026-07-30T10:00:00.000Z"
const ledger = {
  warn: {
    listLedger: async () => [
      {
        ...{ id: warning, code: "W-1", hazard: "rainstorm", level: "red", state: "expired", follows: null, because: signal },
        ...{ areas: [{ id: "linjiang", name: name("Linjiang") }], sentAt, endedAt: "2026-07-30T16:00:00.000Z" },
      } as unknown as Warning,
    ],
  },
  sense: {
    getSignal: async () => ({ raisedAt: "2026-07-30T09:52:00.000Z" }) as Signal,
    findRuleOf: async () => ({ id: "rain-1h", name: name("Rain in an hour") }) as PackRule,
    listKnownEvents: async ({ hazard }: { hazard: string }) =>
      hazard === "gas" ? [] : [{ area: "linjiang/xihe", from: "2026-07-30T11:30:00.000Z", until: "2026-07-30T14:00:00.000Z" }],
  },
  places: { findArea: () => undefined },
  hazards: [
    { id: "rainstorm", name: name("Rainstorm") },
    { id: "gas", name: name("Gas") },
  ],
}
const learn = await startLearn({ world, thread, ledger, onError })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async (request) => {
    const role = request.headers["x-test-role"]
    return role ? { role: String(role) } : undefined
  },
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: [...respond.routes, ...learn.routes, ...thread.routes],
})
afterAll(async () => {
  await app.close()
  await learn.stop()
  await respond.stop()
})
const duty = { "x-test-role": "duty-officer" }
const minutes = (count: number) => clock.advanceByMs(count * 60_000)

test("an incident from its signal to its end: the timeline, the minutes, the tasks, and one review in its thread", async () => {
  await tell("sense", "raise-signal", signal, "signal")
  minutes(2)
  await tell("warn", "draft", warning, "warning", signal)
  minutes(6)
  await tell("warn", "send", warning, "warning")
  const { incidents } = (await app.inject({ url: "/api/incidents", headers: duty })).json<{
    incidents: { id: string; tasks: { id: string }[] }[]
  }>()
  const [{ id, tasks }] = incidents as [{ id: string; tasks: [{ id: string }, { id: string }] }]
  const read = async () => (await app.inject({ url: `/api/reviews/${id}`, headers: duty })).json<Review>()
  expect(await read()).toMatchObject({
    closedAt: null,
    tasks: { open: 2, late: 0 },
    minutes: { signalToSent: 8, sentToLifted: null },
  })
  minutes(5)
  await app.inject({ method: "POST", url: `/api/tasks/${tasks[0].id}/complete`, headers: duty })
  minutes(20)
  await tell("warn", "lift", warning, "warning")
  await app.inject({
    method: "POST",
    url: `/api/tasks/${tasks[1].id}/refuse`,
    headers: duty,
    payload: { note: "the pump is broken" },
  })
  await settle()

  const review = await read()
  expect(review).toMatchObject({
    incident: id,
    minutes: { signalToSent: 8, sentToFirstTask: 5, outageToRestored: null, sentToLifted: 25 },
    tasks: { done: 1, late: 1, refused: 1, open: 0 },
    closedAt: "2026-07-30T19:33:00.000Z",
  })
  expect(review.steps.map(({ title, minutesSincePrevious }) => [title.en, minutesSincePrevious])).toEqual([
    ["signal", null],
    ["warning", 2],
    ["Warning sent", 6],
    ["Incident, Level I", 0],
    ["call", 0],
    ["pumps", 0],
    ["Task done: call", 5],
    ["Warning lifted", 20],
    ["Task refused: pumps", 0],
    ["Incident closed", 0],
    ["Review", 0],
  ])
  const list = (await app.inject({ url: "/api/reviews", headers: duty })).json<typeof ReviewList._output>()
  expect(list.reviews).toEqual([review])
  expect((await thread.walk(id)).ledTo.filter(({ kind }) => kind === "review")).toHaveLength(1)
})

test("the ledger holds each warning to what happened, by hazard and by rule", async () => {
  const ask = (from: string, to: string, role = "duty-officer") =>
    app.inject({ url: `/api/ledger/warnings?from=${from}&to=${to}`, headers: { "x-test-role": role } })
  const found = (await ask("2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z")).json<WarningLedger>()
  expect(found).toMatchObject({
    lines: [{ codes: ["W-1"], verdict: "hit", leadMin: 90, signalToSentMin: 8, rule: { id: "rain-1h" } }],
    byHazard: [{ id: "rainstorm", warnings: 1, hits: 1, misses: 0, falseAlarms: 0, medianLeadMin: 90 }],
    byRule: [{ id: "rain-1h", hits: 1, misses: null, medianSignalToSentMin: 8 }],
    ...{ missed: [], isCut: false },
  })
  expect((await ask("2024-07-01T00:00:00Z", "2026-08-01T00:00:00Z")).json()).toMatchObject({ code: "LEARN_SPAN" })
  expect((await ask("2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z", "inspector")).statusCode).toBe(403)
})

test("only incidents are reviewed, and only by who may", async () => {
  const url = (record: string) => `/api/reviews/${record}`
  expect((await app.inject({ url: url(warning), headers: duty })).json()).toMatchObject({ code: "LEARN_NOT_AN_INCIDENT" })
  expect((await app.inject({ url: url(newId()), headers: duty })).statusCode).toBe(404)
  expect((await app.inject({ url: "/api/reviews" })).statusCode).toBe(401)
  expect((await app.inject({ url: "/api/reviews", headers: { "x-test-role": "inspector" } })).statusCode).toBe(403)
})
