import fs from "node:fs"
import path from "node:path"
import type { Area, ServiceRequestPage } from "@holdfast/contracts"
import { newId, parseHumanCode } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import sharp from "sharp"
import { afterAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { startServe } from "./index.ts"

const { world, clock } = await openTestWorld()
const blobFolder = temporaryFolder()
const photoFolder = path.join(blobFolder, "request-photos")
const area = (id: string, kind: Area["kind"], zh: string, en: string, parent: string | null): Area => ({
  id,
  kind,
  name: { "zh-CN": zh, en },
  parent,
  population: 1_000,
  bounds: [118, 31, 119, 32],
  center: [118.5, 31.5],
})
const areas = [
  area("linjiang", "city", "临江市", "Linjiang", null),
  area("linjiang/xihe", "district", "西河区", "Xihe", "linjiang"),
  area("linjiang/xihe/liuyin", "street", "柳荫街道", "Liuyin", "linjiang/xihe"),
]
const city = { "zh-CN": "临江市", en: "Linjiang" }
const serve = await startServe({
  world,
  blobFolder,
  city,
  timeZone: "Asia/Shanghai",
  places: {
    getArea: (id) => areas.find((one) => one.id === id)!,
    listAreas: (kind) => areas.filter((one) => !kind || one.kind === kind),
  },
})
const lines: string[] = []
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async (request) => {
    const role = request.headers["x-test-role"]
    return role
      ? {
          role: String(role),
          account: "li",
          ...(request.headers["x-test-area"] ? { area: String(request.headers["x-test-area"]) } : {}),
        }
      : undefined
  },
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
  routes: serve.routes,
})
afterAll(() => app.close())
const duty = { "x-test-role": "duty-officer" }

/** Sends the form as a browser without scripts does. */
async function send(fields: Record<string, string>, photo?: Buffer, query = "?lang=en") {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append("photo", new Blob(photo ? [new Uint8Array(photo)] : []), photo ? "street.jpg" : "")
  const request = new Request("http://city/report", { method: "POST", body: form })
  return app.inject({
    method: "POST",
    url: `/report${query}`,
    headers: { "content-type": request.headers.get("content-type")! },
    payload: Buffer.from(await request.arrayBuffer()),
  })
}
const good = () => ({
  form: newId(),
  category: "flooded-underpass",
  area: "linjiang/xihe/liuyin",
  place: "under the rail bridge",
  description: "water <b>knee</b> high",
  person: "",
  contact: "",
})
const codeIn = (page: string) => parseHumanCode(/[0-9A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.split("<main")[1]!)![0])!
const post = (url: string, fields: Record<string, string>) =>
  app.inject({
    method: "POST",
    url: `${url}?lang=en`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  })
const desk = async (headers: Record<string, string> = duty) =>
  (await app.inject({ url: "/api/requests", headers })).json<typeof ServiceRequestPage._output>().requests
const answer = (id: string, state: string, text = "a crew is on its way") =>
  app.inject({ method: "POST", url: `/api/requests/${id}/answer`, headers: duty, payload: { state, answer: text } })

describe("a resident", () => {
  test("gets a form without scripts in both languages, with numbers to call first", async () => {
    const page = await app.inject({ url: "/report?lang=zh-CN" })
    expect(page.headers["content-type"]).toContain("text/html")
    expect(page.body).toContain('lang="zh-CN"')
    expect(page.body).toContain("柳荫街道")
    expect(page.body).toContain('href="tel:110"')
    expect(page.body).not.toContain("<script")
    expect(page.body.length).toBeLessThan(50_000)
    expect((await app.inject({ url: "/report?lang=en&size=large" })).body).toContain('action="/report?lang=en&#38;size=large"')
  })

  test("reports, and comes back by the code to see, correct, and delete; only a keyed hash of it is kept", async () => {
    const page = await send(good())
    expect(page.statusCode).toBe(200)
    const code = codeIn(page.body)
    expect(page.body).toContain("Fri 31 Jul 2026, 04:00")
    const rows = await sql<{ row: string }>`select to_jsonb(r)::text as row from serve.request r`.execute(world.db.query)
    expect(rows.rows).toHaveLength(1)
    expect(rows.rows[0]!.row).not.toContain(code.slice(3, 7))

    const shown = await post("/report/status", { code: code.toLowerCase().replaceAll("-", " ") })
    expect(shown.body).toContain("Xihe Liuyin · under the rail bridge")
    expect(shown.body).toContain("water &#60;b&#62;knee&#60;/b&#62; high")
    expect(shown.headers["cache-control"]).toBe("no-store")
    const corrected = await post("/report/status/correct", { code, place: "at the north end", description: "waist high" })
    expect(corrected.body).toContain("at the north end")
    expect((await post("/report/status/correct", { code, place: "", description: "" })).body).toContain("waist high")
    expect((await post("/report/status/delete", { code })).statusCode).toBe(200)
    expect((await post("/report/status", { code })).statusCode).toBe(404)
    const left = await sql<{ n: number }>`select count(*) as n from serve.request`.execute(world.db.query)
    expect(left.rows[0]!.n).toBe(0)
  })

  test("who types a wrong code, or none, is asked again", async () => {
    for (const code of ["K7-3Q9X-MB4D", "0", ""]) expect((await post("/report/status", { code })).statusCode).toBe(404)
    expect((await app.inject({ url: "/report/status?lang=en" })).body).toContain('name="code"')
  })

  test("everything that is wrong is named at once, and what was typed is kept", async () => {
    const page = await send({ ...good(), category: "", place: "", area: "linjiang/nowhere", contact: "x".repeat(101) })
    expect(page.statusCode).toBe(400)
    for (const id of ["category", "area", "place", "contact"]) expect(page.body).toContain(`href="#${id}"`)
    expect(page.body).toContain("water &#60;b&#62;knee")
  })

  test("a report about a person is refused with where to go, and nothing is stored", async () => {
    const page = await send({ ...good(), category: "person", description: "my neighbour" })
    expect(page.body).toContain("110")
    expect(page.body).toContain("not taken here")
    expect(await desk()).toEqual([])
  })

  test("the same form sent twice is one report", async () => {
    const form = good()
    const code = codeIn((await send(form)).body)
    expect((await send(form)).statusCode).toBe(409)
    expect(await desk()).toHaveLength(1)
    await post("/report/status/delete", { code })
  })
})

describe("photos", () => {
  const street = () =>
    sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: "#446688" } })
      .withExif({ IFD0: { Make: "SecretCam", ImageDescription: "home of Li" } })
      .jpeg()
      .toBuffer()

  test("are drawn anew without their data, and only who may answer sees them", async () => {
    const code = codeIn((await send({ ...good(), person: "no" }, await street())).body)
    const [request] = await desk()
    const [file] = fs.readdirSync(photoFolder)
    expect(request!.photo).toBe(`/api/requests/${request!.id}/photo`)
    expect(file).not.toContain(request!.id)
    const photo = await app.inject({ url: request!.photo!, headers: duty })
    const data = await sharp(photo.rawPayload).metadata()
    expect([data.format, data.width, data.height, data.exif]).toEqual(["jpeg", 1_600, 800, undefined])
    expect(photo.rawPayload.includes("SecretCam")).toBe(false)
    expect((await app.inject({ url: `/api/requests/${request!.id}/photo` })).statusCode).toBe(401)
    expect(
      (await app.inject({ url: `/api/requests/${request!.id}/photo`, headers: { "x-test-role": "leader" } })).statusCode,
    ).toBe(403)
    await post("/report/status/delete", { code })
    expect(fs.readdirSync(photoFolder)).toEqual([])
  })

  test("with a person or a plate, or without an answer to that, are refused", async () => {
    expect((await send({ ...good(), person: "yes" }, await street())).body).toContain("We keep no photo with a person")
    expect((await send({ ...good(), person: "" }, await street())).body).toContain("Say whether a person")
    expect([await desk(), fs.readdirSync(photoFolder)]).toEqual([[], []])
  })

  test.each([
    ["not a photo", async () => Buffer.from("hello")],
    ["a drawing that could load other files", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a torn photo", async () => (await street()).subarray(0, 2_000)],
    [
      "a small file that unpacks to 100 million points",
      () =>
        sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: "#000" } })
          .png()
          .toBuffer(),
    ],
    ["more than 8 MB", async () => Buffer.concat([await street(), Buffer.alloc(9 * 1024 * 1024)])],
  ])("%s is refused at its field and leaves nothing", async (_what, make) => {
    const page = await send({ ...good(), person: "no" }, await make())
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('href="#photo"')
    expect([await desk(), fs.readdirSync(photoFolder)]).toEqual([[], []])
  })
})

describe("the desk", () => {
  test("answers; the resident sees it; of two who answer alike, one is told", async () => {
    const code = codeIn((await send(good())).body)
    const [request] = await desk()
    expect(request).toMatchObject({
      place: "Xihe Liuyin · under the rail bridge",
      state: "received",
      categoryName: { en: "Flooded underpass" },
    })
    expect(request).not.toHaveProperty("contact")
    const answers = await Promise.all([answer(request!.id, "accepted"), answer(request!.id, "accepted", "tomorrow")])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
    const told = answers.find(({ statusCode }) => statusCode === 200)!.json<{ answer: string }>().answer
    expect((await post("/report/status", { code })).body).toContain(told)
    expect((await answer(request!.id, "closed", "pumped out")).statusCode).toBe(200)
    expect((await answer(request!.id, "accepted")).statusCode).toBe(409)
    expect((await post("/report/status/correct", { code, place: "x", description: "y" })).statusCode).toBe(409)
    await post("/report/status/delete", { code })
  })

  test("is nobody's without the right, and shows each account its own area", async () => {
    const code = codeIn((await send(good())).body)
    const worker = (own: string) => ({ "x-test-role": "community-worker", "x-test-area": own })
    expect(await desk(worker("linjiang/xihe"))).toHaveLength(1)
    expect(await desk(worker("linjiang/donghu"))).toEqual([])
    const [request] = await desk()
    const foreign = await app.inject({ url: `/api/requests/${request!.id}/photo`, headers: worker("linjiang/donghu") })
    expect(foreign.statusCode).toBe(404)
    for (const role of ["leader", "inspector", "approver", "engineer"])
      expect((await app.inject({ url: "/api/requests", headers: { "x-test-role": role } })).statusCode).toBe(403)
    await post("/report/status/delete", { code })
  })
})

test("contacts go 30 days after closing, everything a year after it came, also what nobody closed", async () => {
  const kept = codeIn((await send({ ...good(), contact: "138 0000 0000" })).body)
  await send(
    { ...good(), contact: "room 5", person: "no" },
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  )
  const [first] = (await desk()).filter(({ photo }) => !photo)
  await answer(first!.id, "closed")
  const contactOf = async () =>
    (await app.inject({ method: "POST", url: `/api/requests/${first!.id}/contact`, headers: duty })).json<{
      contact: string | null
    }>().contact
  expect(await contactOf()).toBe("138 0000 0000")
  const orphan = path.join(photoFolder, `${newId()}.jpg`)
  fs.writeFileSync(orphan, "left by a crash")
  clock.advanceByMs(29 * 86_400_000)
  expect(await serve.forget(clock.now())).toEqual({ contacts: 0, requests: 0 })
  expect(fs.existsSync(orphan)).toBe(false)
  clock.advanceByMs(2 * 86_400_000)
  expect(await serve.forget(clock.now())).toEqual({ contacts: 1, requests: 0 })
  expect(await contactOf()).toBeNull()
  expect((await post("/report/status", { code: kept })).statusCode).toBe(200)
  clock.advanceByMs(335 * 86_400_000)
  expect(await serve.forget(clock.now())).toEqual({ contacts: 0, requests: 2 })
  expect((await post("/report/status", { code: kept })).statusCode).toBe(404)
  const left = await sql<{
    n: number
  }>`select (select count(*) from serve.request) + (select count(*) from serve.contact) as n`.execute(world.db.query)
  expect([left.rows[0]!.n, fs.readdirSync(photoFolder)]).toEqual([0, []])
})

test("one address cannot try codes without end, and nothing of a resident is in the log or on a line", async () => {
  const tries = await Promise.all(Array.from({ length: 125 }, () => post("/report/status", { code: "K7-3Q9X-MB4D" })))
  expect(tries.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(0)
  clock.advanceByMs(3_600_000)
  expect((await post("/report/status", { code: "K7-3Q9X-MB4D" })).statusCode).toBe(404)
  await world.log.drain()
  const bodies = await sql<{ body: string }>`select body from log.body`.execute(world.db.query)
  const written = lines.join("") + bodies.rows.map(({ body }) => body).join("")
  expect(bodies.rows.length).toBeGreaterThan(10)
  for (const secret of ["K7-3Q9X", "138 0000", "room 5", "knee", "rail bridge", "127.0.0.1"])
    expect(written).not.toContain(secret)
})
