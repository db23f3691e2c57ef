import type { Incident, IncidentPage, Level, PackPlan, Warning } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import type { Packs } from "../../platform/packs/index.ts"
import { startRespond } from "./index.ts"

const { world, clock } = await openTestWorld()
const name = (en: string) => ({ "zh-CN": en, en })
const step = (id: string, dueMin: number) => ({ id, title: name(id), role: "duty-officer" as const, dueMin })
const plans: PackPlan[] = [
  { id: "orange", name: name("Heavy rain"), opensAt: "orange", level: "III", tasks: [step("call", 15), step("pumps", 60)] },
  { id: "red", name: name("Very heavy rain"), opensAt: "red", level: "I", tasks: [step("close-underpasses", 20)] },
]
// The packs and the warnings are those of a small invented city; `warn` and the pack loader have suites of their own.
const known: Readonly<Record<string, object>> = { rainstorm: { plans }, typhoon: { plans, eventHours: 12 } }
const packs = { all: [], find: (hazard: string) => known[hazard] } as unknown as Packs
const warnings = new Map<string, Warning>()
const errors: unknown[] = []
const getWarning = async (id: string): Promise<Warning> => {
  const found = warnings.get(id)
  if (!found) throw new Error("the warning cannot be read now")
  return found
}
const respond = await startRespond({
  world,
  packs,
  warn: { getWarning },
  onError: (error) => errors.push(error),
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async (request) => {
    const role = request.headers["x-test-role"]
    const area = request.headers["x-test-area"]
    const account = String(request.headers["x-test-account"] ?? "li")
    return role ? { role: String(role), account, ...(area && { area: String(area) }) } : undefined
  },
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: respond.routes,
})
afterAll(async () => {
  await app.close()
  await respond.stop()
})
const duty = { "x-test-role": "duty-officer" }

async function tell(verb: string, warning: string): Promise<void> {
  await world.transact(async (tx) => {
    tx.record({ module: "warn", verb, record: warning, actor: { role: "approver" }, retention: "public-warning", body: {} })
  })
  await world.log.drain()
  await respond.caughtUp()
}

async function send({
  hazard = "rainstorm",
  level,
  area,
  follows = null,
}: {
  hazard?: string
  level: Level
  area: string
  follows?: string | null
}) {
  const id = newId()
  warnings.set(id, { id, hazard, level, areas: [{ id: area, name: name(area) }], follows, sentAt: null } as unknown as Warning)
  await tell("send", id)
  return id
}

const incidents = async () => {
  const answer = await app.inject({ url: "/api/incidents", headers: duty })
  return answer.json<typeof IncidentPage._output>().incidents
}
const incidentOf = async (warning: string) => (await incidents()).find(({ because }) => because === warning)
const post = (url: string, payload?: object, headers: Record<string, string> = duty) =>
  app.inject({ method: "POST", url, headers, ...(payload ? { payload } : {}) })
const states = (incident: Incident | undefined) => incident?.tasks.map(({ title, state }) => [title.en, state])

test("a sent warning opens the plan of its colour, with tasks due by the world's clock", async () => {
  const warning = await send({ level: "orange", area: "linjiang/xihe" })
  const incident = (await incidentOf(warning))!
  expect(incident).toMatchObject({ level: "III", plan: { en: "Heavy rain" }, closedAt: null, hazard: "rainstorm" })
  expect(incident.code).toMatch(/^I-\d+$/)
  expect(incident.tasks.map(({ title, dueAt, overdue }) => [title.en, dueAt, overdue])).toEqual([
    ["call", "2026-07-30T19:15:00.000Z", false],
    ["pumps", "2026-07-30T20:00:00.000Z", false],
  ])
  await world.log.drain()
  const entries = await world.log.after(0, 1_000)
  expect(entries.find(({ record }) => record === incident.id)).toMatchObject({
    because: warning,
    edge: "open",
    verb: "open-incident",
  })
  expect(entries.filter(({ because }) => because === incident.id).map(({ verb }) => verb)).toEqual(["add-task", "add-task"])
  clock.advanceByMs(16 * 60_000)
  expect((await respond.getIncident(incident.id)).tasks.map(({ overdue }) => overdue)).toEqual([true, false])
  await tell("lift", warning)
  await post(`/api/incidents/${incident.id}/close`)
})

test("a higher warning in touching areas raises the incident and adds tasks; another place and another hazard do not", async () => {
  const first = await send({ level: "orange", area: "linjiang/donghu" })
  const higher = await send({ level: "red", area: "linjiang/donghu/liuyin", follows: first })
  const elsewhere = await send({ level: "orange", area: "linjiang/beigang" })
  await send({ hazard: "no-plan", level: "red", area: "linjiang/donghu" })
  const open = (await incidents()).filter(({ closedAt }) => closedAt === null)
  expect(open.map(({ because }) => because).toSorted()).toEqual([first, elsewhere].toSorted())
  const raised = (await incidentOf(first))!
  expect(raised).toMatchObject({ level: "I", plan: { en: "Very heavy rain" } })
  expect(states(raised)).toEqual([
    ["call", "to-do"],
    ["close-underpasses", "to-do"],
    ["pumps", "to-do"],
  ])
  expect(raised.areas.map(({ id }) => id)).toEqual(["linjiang/donghu", "linjiang/donghu/liuyin"])
  // A lower one takes the place of the higher one: the level goes down, and nobody is asked for anything new.
  const lower = await send({ level: "orange", area: "linjiang/donghu", follows: higher })
  expect((await incidentOf(first))!).toMatchObject({ level: "III", plan: { en: "Heavy rain" }, tasks: { length: 3 } })
  // Only the last of the chain is in force: lifting it ends the incident, which waits for its tasks and closes with the last.
  await tell("lift", lower)
  expect((await incidentOf(first))!.closedAt).toBeNull()
  for (const { id } of raised.tasks) expect((await post(`/api/tasks/${id}/complete`)).statusCode).toBe(200)
  expect((await incidentOf(first))!.closedAt).not.toBeNull()
  await tell("lift", elsewhere)
})

test("an event of a hazard is one incident over the city: areas grow, the level follows the warnings, the log says why", async () => {
  const hazard = "typhoon"
  const first = await send({ hazard, level: "orange", area: "linjiang/xihe" })
  for (const { id } of (await incidentOf(first))!.tasks) await post(`/api/tasks/${id}/complete`)
  const second = await send({ hazard, level: "red", area: "linjiang/beigang" })
  const third = await send({ hazard, level: "orange", area: "linjiang/donghu" })
  const mine = async () => (await incidents()).filter((one) => one.hazard === hazard)
  expect(await mine()).toHaveLength(1)
  const incident = (await mine())[0]!
  expect(incident.areas.map(({ id }) => id)).toEqual(["linjiang/xihe", "linjiang/beigang", "linjiang/donghu"])
  expect(incident.level).toBe("I")
  // What was done for the first district comes again for the third; nothing is asked twice for one place.
  expect(states(incident)).toEqual([
    ["call", "done"],
    ["call (linjiang/donghu)", "to-do"],
    ["close-underpasses", "to-do"],
    ["pumps", "done"],
    ["pumps (linjiang/donghu)", "to-do"],
  ])
  await tell("lift", second)
  expect((await mine())[0]).toMatchObject({ level: "III", closedAt: null })
  await tell("lift", third)
  await tell("expire", first)
  // It pauses, and goes on within its hours; after them the next storm is another incident, though this one has open tasks.
  clock.advanceByMs(11 * 3_600_000)
  const again = await send({ hazard, level: "orange", area: "linjiang/nanshan" })
  await tell("lift", again)
  expect(await mine()).toHaveLength(1)
  clock.advanceByMs(13 * 3_600_000)
  const later = await send({ hazard, level: "orange", area: "linjiang/xihe" })
  expect((await mine()).map(({ because }) => because).toSorted()).toEqual([first, later].toSorted())
  await tell("lift", later)

  await world.log.drain()
  const entries = (await world.log.after(0, 1_000)).filter(({ record }) => record === incident.id)
  expect(entries.map(({ verb, because, edge }) => [verb, because, edge])).toEqual([
    ["open-incident", first, "open"],
    ["raise-incident", second, "open"],
    ["add-warning", third, "open"],
    ["lower-incident", second, "open"],
    ["end-incident", first, "open"],
    ["add-warning", again, "open"],
    ["end-incident", again, "open"],
  ])
})

test("two users at once: one is done, the other is told that somebody was faster", async () => {
  const incident = (await incidentOf(await send({ level: "orange", area: "linjiang/xingang" })))!
  const [call, pumps] = incident.tasks
  const answers = await Promise.all([
    post(`/api/tasks/${call!.id}/complete`, { note: "done by phone" }),
    post(`/api/tasks/${call!.id}/refuse`, { note: "no line" }),
  ])
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
  const winner = answers.find(({ statusCode }) => statusCode === 200)!.json<Incident["tasks"][number]>()
  const loser = answers.find(({ statusCode }) => statusCode === 409)!.json<{ code: string }>()
  expect(loser.code).toBe("RESPOND_TASK_CHANGED")
  expect((await respond.getIncident(incident.id)).tasks[0]).toMatchObject({ state: winner.state, note: winner.note })
  expect((await post(`/api/tasks/${pumps!.id}/start`)).json()).toMatchObject({ state: "doing" })
  expect((await post(`/api/tasks/${pumps!.id}/start`)).statusCode).toBe(409)
  expect((await post(`/api/tasks/${pumps!.id}/refuse`, {})).statusCode).toBe(400)
  const closed = await Promise.all([post(`/api/incidents/${incident.id}/close`), post(`/api/incidents/${incident.id}/close`)])
  expect(closed.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
  expect((await post(`/api/tasks/${pumps!.id}/complete`)).json()).toMatchObject({ code: "RESPOND_INCIDENT_CLOSED" })
})

test("rights: nobody without a role, no closing by an inspector, and unknown records are not found", async () => {
  expect((await app.inject({ url: "/api/incidents" })).statusCode).toBe(401)
  const [any] = await incidents()
  expect((await post(`/api/incidents/${any!.id}/close`, undefined, { "x-test-role": "inspector" })).statusCode).toBe(403)
  expect((await app.inject({ url: `/api/incidents/${newId()}`, headers: duty })).statusCode).toBe(404)
  expect((await post(`/api/tasks/${newId()}/start`)).statusCode).toBe(404)
})

test("a district does its share of what touches it, and nothing of another's", async () => {
  const worker = (area: string) => ({ "x-test-role": "community-worker", "x-test-area": area })
  const own = await send({ level: "orange", area: "linjiang/xihe/liuyin" })
  const [call, pumps] = (await incidentOf(own))!.tasks
  for (const verb of ["start", "complete", "refuse"]) {
    for (const area of ["linjiang/donghu", "linjiang/xihe/hebin"]) {
      const refused = await post(`/api/tasks/${call!.id}/${verb}`, { note: "not mine" }, worker(area))
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, "IDENTITY_NOT_PERMITTED"])
    }
  }
  expect((await respond.getIncident(call!.incident)).tasks[0]).toMatchObject({ state: "to-do", note: null })
  expect((await post(`/api/tasks/${call!.id}/start`, undefined, worker("linjiang/xihe"))).json()).toMatchObject({
    state: "doing",
  })
  expect((await post(`/api/tasks/${pumps!.id}/start`, undefined, worker("linjiang/xihe/liuyin/07"))).statusCode).toBe(200)
  await tell("lift", own)
  await post(`/api/incidents/${call!.incident}/close`)
})

test("news that cannot be answered waits with all behind it, and is answered later, in order and once", async () => {
  const [first, second] = [newId(), newId()]
  const warning = (id: string, area: string) =>
    ({
      id,
      hazard: "rainstorm",
      level: "red",
      areas: [{ id: area, name: name(area) }],
      follows: null,
      sentAt: null,
    }) as unknown as Warning
  warnings.set(second, warning(second, "linjiang/nanshan/east"))
  const told = (verb: string, record: string) =>
    world.transact(async (tx) => {
      tx.record({ module: "warn", verb, record, actor: { role: "approver" }, retention: "public-warning", body: {} })
    })
  await told("send", first)
  await told("send", second)
  await expect.poll(() => errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(await incidentOf(second)).toBeUndefined()
  warnings.set(first, warning(first, "linjiang/nanshan"))
  await expect.poll(() => incidentOf(first), { timeout: 10_000 }).toMatchObject({ level: "I" })
  await respond.caughtUp()
  expect(await incidentOf(second)).toBeUndefined()
  await told("lift", first)
  await told("lift", first)
  await told("expire", second)
  await world.log.drain()
  await respond.caughtUp()
  await world.log.drain()
  const ends = (await world.log.after(0, 1_000)).filter(({ verb, because }) => verb === "end-incident" && because === second)
  expect(ends).toHaveLength(1)
})

test("a note that is sent again after a lost answer is one note; another person's or another text is refused", async () => {
  const note = { id: newId(), text: "gate 2 closed" }
  const [first, second] = await Promise.all([post("/api/journal", note), post("/api/journal", note)])
  clock.advanceByMs(1_000)
  const third = await post("/api/journal", note)
  expect([first.statusCode, second.statusCode, third.statusCode]).toEqual([201, 201, 201])
  expect([second.body, third.body]).toEqual([first.body, first.body])
  const page = (await app.inject({ url: "/api/journal", headers: duty })).json<{ notes: { text: string }[] }>()
  expect(page.notes.filter(({ text }) => text === note.text)).toHaveLength(1)
  const [incident] = await incidents()
  const others = [
    await post("/api/journal", { ...note, text: "gate 2 open" }),
    await post("/api/journal", note, { ...duty, "x-test-account": "wu" }),
    await post("/api/journal", { ...note, id: incident!.id }),
  ]
  for (const other of others) expect(other.json()).toMatchObject({ status: 409, code: "PLATFORM_RECORD_EXISTS" })
})

test("notes of people on duty go after three years", async () => {
  await post("/api/journal", { text: "gate 3 closed" })
  expect(await respond.forget(clock.now())).toBe(0)
  clock.advanceByMs(3 * 366 * 86_400_000)
  expect(await respond.forget(clock.now())).toBeGreaterThan(0)
  expect((await app.inject({ url: "/api/journal", headers: duty })).json()).toMatchObject({ notes: [] })
})

test("a warning that is in force again after a mistake keeps its incident, which never ended, at its own level", async () => {
  const first = await send({ level: "red", area: "linjiang/yanta" })
  const incident = (await incidentOf(first))!
  const mistake = await send({ level: "orange", area: "linjiang/yanta", follows: first })
  await tell("update", first)
  expect((await respond.getIncident(incident.id)).level).toBe("III")
  // The log says first what is in force again, and then that the mistake was taken back.
  const again = await send({ level: "red", area: "linjiang/yanta", follows: mistake })
  await tell("retract", mistake)
  expect(await respond.getIncident(incident.id)).toMatchObject({ level: "I", closedAt: null })
  expect(await incidentOf(again)).toBeUndefined()
  const verbs = (await world.log.after(0, 10_000)).filter(({ record }) => record === incident.id).map(({ verb }) => verb)
  expect(verbs).toEqual(["open-incident", "lower-incident", "raise-incident"])
})
