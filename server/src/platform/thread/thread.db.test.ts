import type { ThreadNode } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { startRecover } from "../../modules/recover/index.ts"
import { startRespond } from "../../modules/respond/index.ts"
import { startServe } from "../../modules/serve/index.ts"
import { buildHttp } from "../http/index.ts"
import type { Cause } from "../log/index.ts"
import type { CityModule } from "../world/index.ts"
import { createThread } from "./index.ts"

const { world, clock } = await openTestWorld()
const place = {
  id: "linjiang",
  kind: "city" as const,
  name: { "zh-CN": "临江市", en: "Linjiang" },
  parent: null,
  population: 1,
  bounds: [0, 0, 1, 1] as [number, number, number, number],
  center: [0, 0] as [number, number],
}
const places = { getArea: () => place, listAreas: () => [], listSites: async () => [] }

/** Stands for the modules whose records these are: `warn` and `sense` have suites of their own. */
const made = new Map<string, ThreadNode>()
const maker: CityModule = {
  routes: [],
  describe: async (records) => new Map(records.flatMap((record) => (made.has(record) ? [[record, made.get(record)!]] : []))),
  stop: async () => {},
}
async function make(kind: ThreadNode["kind"], because?: Cause, id = newId()): Promise<string> {
  clock.advanceByMs(60_000)
  await world.transact(async (tx) => {
    if (!made.has(id)) {
      const title = { "zh-CN": kind, en: kind }
      made.set(id, { record: id, kind, code: `X-${made.size}`, title, at: tx.now.toISOString(), module: "trial", edge: "none" })
    }
    tx.record({ module: "trial", verb: "make", record: id, because, actor: { role: "system" }, retention: "permanent", body: {} })
  })
  await world.log.drain()
  return id
}
const from = (record: string): Cause => ({ edge: "open", record })

const onError = (error: unknown) => {
  throw error
}
const noPacks = { all: [], find: () => undefined }
const getWarning = () => Promise.reject(new Error("no warning is sent here"))
const respond = await startRespond({ world, warn: { getWarning }, packs: noPacks, onError })
const recover = await startRecover({ world, places })
const serve = await startServe({
  world,
  places,
  blobFolder: temporaryFolder(),
  city: place.name,
  timeZone: "Asia/Shanghai",
})
const thread = createThread({ world, describers: () => [maker, respond, recover, serve], timeZone: "Asia/Shanghai" })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async (request) => {
    const role = request.headers["x-test-role"]
    return role ? { role: String(role) } : undefined
  },
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: [...thread.routes, ...respond.routes, ...recover.routes, ...serve.routes],
})
afterAll(async () => {
  await app.close()
  await respond.stop()
})
const duty = { "x-test-role": "duty-officer" }
const get = (url: string, role = "duty-officer") => app.inject({ url, headers: { "x-test-role": role } })
const post = (url: string, payload: object) => app.inject({ method: "POST", url, headers: duty, payload })

/** A resident reports by the public form; gives the reference that only the desk sees, and the words. */
async function report(): Promise<string> {
  const fields = {
    form: newId(),
    category: "flooded-road",
    place: "by the old mill",
    description: "deep water",
    contact: "138 0000 0000",
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const request = new Request("http://city/report", { method: "POST", body: form })
  const headers = { "content-type": request.headers.get("content-type")! }
  await app.inject({ method: "POST", url: "/report", headers, payload: Buffer.from(await request.arrayBuffer()) })
  await world.log.drain()
  const found = await sql<{ id: string }>`select id from serve.request order by received_at desc, id limit 1`.execute(
    world.db.query,
  )
  clock.advanceByMs(60_000)
  return found.rows[0]!.id
}

describe("a walk", () => {
  test("goes both ways over open edges, first cause first, consequences by time", async () => {
    const observation = await make("observation")
    const signal = await make("signal", from(observation))
    const warning = await make("warning", from(signal))
    const incident = await make("incident", from(warning))
    const tasks = [await make("task", from(incident)), await make("task", from(incident))]
    const outage = await make("outage", from(warning))
    const answer = await get(`/api/thread/${warning}`)
    expect(answer.statusCode).toBe(200)
    const { record, because, ledTo, protectedCount } = answer.json<Awaited<ReturnType<typeof thread.walk>>>()
    expect(record).toMatchObject({ record: warning, kind: "warning", edge: "none" })
    expect(because.map((node) => node.record)).toEqual([observation, signal])
    expect(ledTo.map((node) => node.record)).toEqual([incident, ...tasks, outage])
    expect([...because, ...ledTo].every(({ edge }) => edge === "open")).toBe(true)
    expect(protectedCount).toBe("0")
    expect((await thread.walk(tasks[0]!)).because.map((node) => node.record)).toEqual([observation, signal, warning, incident])
  })

  test("ends in a cycle, and tells each record once", async () => {
    const a = await make("signal")
    const b = await make("warning", from(a))
    await make("signal", from(b), a)
    const walked = await thread.walk(a)
    expect([walked.because.map(({ record }) => record), walked.ledTo]).toEqual([[b], []])
  })

  test("shows 500 records and no more", async () => {
    const first = await make("signal")
    await world.transact(async (tx) => {
      for (let i = 0; i < 520; i += 1) {
        const record = newId()
        made.set(record, { ...made.get(first)!, record, at: tx.now.toISOString() })
        tx.record({
          module: "trial",
          verb: "make",
          record,
          because: from(first),
          actor: { role: "system" },
          retention: "permanent",
          body: {},
        })
      }
    })
    await world.log.drain()
    const { ledTo } = await thread.walk(first)
    expect(ledTo).toHaveLength(500)
  })

  test("leaves out what no module describes; asks for a sign-in; and does not know what the log does not", async () => {
    const signal = await make("signal")
    made.delete(await make("note", from(signal)))
    expect((await thread.walk(signal)).ledTo).toEqual([])
    expect((await app.inject({ url: `/api/thread/${signal}` })).statusCode).toBe(401)
    expect((await get(`/api/thread/${newId()}`)).json()).toMatchObject({ code: "PLATFORM_RECORD_NOT_FOUND" })
  })
})

describe("what residents reported", () => {
  test("counts at the incident it was linked to, as one node with a day, and the words round the number", async () => {
    // `link-request` takes a record of `respond`; a note of the journal is the shortest one.
    const incident = (await post("/api/journal", { text: "water in the streets" })).json<{ id: string }>().id
    const requests: string[] = []
    for (const count of ["fewer than 5", "fewer than 5", "fewer than 5", "fewer than 5", "5", "5", "5", "10"]) {
      const request = await report()
      requests.push(request)
      expect((await post(`/api/requests/${request}/link`, { incident })).statusCode).toBe(204)
      await world.log.drain()
      const { ledTo, protectedCount } = await thread.walk(incident)
      expect(protectedCount).toBe(count)
      expect(ledTo).toEqual([
        {
          record: null,
          kind: "request",
          code: null,
          title: null,
          // Early on the 31st in the city, where it is still the 30th by UTC.
          at: "2026-07-31T15:59:59.999Z",
          day: "2026-07-31",
          module: "serve",
          edge: "sealed",
        },
      ])
    }
    const text = JSON.stringify(await thread.walk(incident))
    for (const request of requests) expect(text).not.toContain(request)
    // Linked twice, counted once.
    await post(`/api/requests/${requests[0]}/link`, { incident })
    await world.log.drain()
    expect((await thread.walk(incident)).protectedCount).toBe("10")
    expect((await post(`/api/requests/${requests[0]}/link`, { incident: newId() })).statusCode).toBe(404)
  })

  test("a report itself opens nothing, also for who knows its reference", async () => {
    const request = await report()
    await make("task", from(request))
    const walked = (await get(`/api/thread/${request}`, "inspector")).json<Awaited<ReturnType<typeof thread.walk>>>()
    expect(walked.record).toMatchObject({ record: null, kind: "request", title: null, code: null, edge: "sealed" })
    expect(walked.record).toMatchObject({ at: "2026-07-30T16:00:00.000Z", day: "2026-07-31" })
    expect([walked.because, walked.ledTo]).toEqual([[], []])
  })

  test("of its day it stands before what it led to, and after what led to it", async () => {
    const request = await report()
    const outage = (await post("/api/outages", { lifeline: "roads", area: "linjiang", households: 2, because: request })).json<{
      id: string
    }>().id
    const note = (await post("/api/journal", { text: "water stands" })).json<{ id: string }>().id
    const later = await make("task", from(note))
    await post(`/api/requests/${request}/link`, { incident: note })
    await world.log.drain()
    expect((await thread.walk(outage)).because).toMatchObject([{ edge: "sealed", day: "2026-07-31" }])
    expect((await thread.walk(note)).ledTo).toMatchObject([{ record: later }, { edge: "sealed", day: "2026-07-31" }])
  })

  test("no path of six steps leads from its consequences back to the reporter, for anybody who reads operations", async () => {
    const request = await report()
    // Everything that people on duty can make of it through the interface, and one open edge that a careless verb would write.
    const note = (await post("/api/journal", { text: "crew asked to look", because: request })).json<{
      id: string
      because: null
    }>()
    const outage = (await post("/api/outages", { lifeline: "roads", area: "linjiang", households: 3, because: request })).json<{
      id: string
      because: null
    }>()
    const careless = await make("task", from(request))
    await post(`/api/requests/${request}/link`, { incident: note.id })
    await world.log.drain()
    expect([note.because, outage.because]).toEqual([null, null])
    const seen: string[] = []
    let edge = new Set([note.id, outage.id, careless])
    for (let step = 0; step < 6; step += 1) {
      const found = new Set<string>()
      for (const id of edge) {
        for (const url of [`/api/thread/${id}`, `/api/outages/${id}`, `/api/incidents/${id}`, `/api/requests/${id}/photo`]) {
          const { body } = await get(url, "inspector")
          seen.push(body)
          for (const [other] of body.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)) if (!edge.has(other)) found.add(other)
        }
      }
      edge = found
    }
    for (const url of ["/api/journal", "/api/outages", "/api/incidents", "/api/requests"])
      seen.push((await get(url, "leader")).body)
    const read = seen.join("")
    for (const secret of [request, "old mill", "deep water", "138 0000"]) expect(read).not.toContain(secret)
    // That something sealed lies behind it may be seen; the headers that everybody on duty hears do not say what.
    expect((await thread.walk(outage.id)).because).toMatchObject([{ edge: "sealed", record: null, title: null }])
    const headers = await world.log.after(0, 10_000)
    expect(headers.filter(({ because, module }) => because === request && module !== "trial")).toEqual([])
  })
})
