import fs from "node:fs"
import path from "node:path"
import type { Area, ServiceRequestPage } from "@holdfast/contracts"
import { ManualClock, newId, parseHumanCode } from "@holdfast/kernel"
import { sql } from "kysely"
import pino from "pino"
import sharp from "sharp"
import { afterAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp, VisitorLimit } from "../../platform/http/index.ts"
import { serveErrors } from "./errors.ts"
import { openAnswers } from "./http/answer-seal.ts"
import { startServe } from "./index.ts"
import type { Places } from "./places.ts"
import { openCodeHash } from "./store/code-hash.ts"

const { world, clock } = await openTestWorld()
const blobFolder = temporaryFolder()
const photoFolder = path.join(blobFolder, "request-photos")
const draftFolder = path.join(blobFolder, "photo-drafts")
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
  // Its id begins as that of the other district, and lies beside it.
  area("linjiang/xihebei", "district", "西河北区", "Xihebei", "linjiang"),
  area("linjiang/xihe/liuyin", "street", "柳荫街道", "Liuyin", "linjiang/xihe"),
]
const city = { "zh-CN": "临江市", en: "Linjiang" }
const places: Places = {
  getArea: (id) => areas.find((one) => one.id === id)!,
  listAreas: (kind) => areas.filter((one) => !kind || one.kind === kind),
  listSites: async () => [
    {
      id: "bridge-1",
      kind: "bridge",
      name: { "zh-CN": "柳荫桥", en: "Liuyin Bridge" },
      area: "linjiang/xihe/liuyin",
      at: [118.5, 31.5],
      capacity: null,
    },
  ],
}
const wall = new ManualClock("2026-07-30T19:00:00Z")
const serve = await startServe({
  world,
  wall,
  blobFolder,
  city,
  timeZone: "Asia/Shanghai",
  places,
})
const hashOf = openCodeHash(path.join(world.dataFolder, "keys"))
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
afterAll(async () => {
  await app.close()
  await serve.stop()
})
const duty = { "x-test-role": "duty-officer" }

/** Sends all answers at once; `step` sends one page, as a browser without scripts does. */
async function send(fields: Record<string, string>, photo?: Buffer, step = "") {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append("photo", new Blob(photo ? [new Uint8Array(photo)] : []), photo ? "street.jpg" : "")
  const request = new Request("http://city/report", { method: "POST", body: form })
  return app.inject({
    method: "POST",
    url: `/report${step}?lang=en`,
    headers: { "content-type": request.headers.get("content-type")! },
    payload: Buffer.from(await request.arrayBuffer()),
  })
}
const good = () => ({
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
    expect(page.body).toContain('href="tel:110"')
    expect(page.body.length).toBeLessThan(50_000)
    expect((await app.inject({ url: "/report?lang=en&size=large" })).body).toContain(
      'action="/report/photo?lang=en&#38;size=large"',
    )
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

  test("what is wrong leads back to its page, and what was typed is kept", async () => {
    const page = await send({ ...good(), category: "", place: "", area: "linjiang/nowhere", contact: "x".repeat(101) })
    expect(page.statusCode).toBe(400)
    for (const id of ["area", "place"]) expect(page.body).toContain(`href="#${id}"`)
    expect(openAnswers(sealedIn(page.body), hashOf)).toMatchObject({ description: good().description })
  })

  test("a report about a person is refused with where to go, and nothing is stored", async () => {
    const page = await send({ ...good(), category: "person", description: "my neighbour" })
    expect(page.body).toContain("110")
    expect(page.body).toContain("not taken here")
    expect(await desk()).toEqual([])
  })
})

/** The fields of the page that was answered, typed into the form of the page before it. */
const sealedIn = (page: string) => /name="answers" value="([^"]*)"/.exec(page)![1]!
const next = async (page: { body: string }, step: string, fields: Record<string, string> = {}) =>
  post(`/report/${step}`, { answers: sealedIn(page.body), go: "next", ...fields })
const heading = (page: { body: string }) => /<h1>(.*?)<\/h1>/.exec(page.body)![1]!
/** Walks to the last look, the photo left out. */
async function walk({ category, area, place, description, contact } = good()) {
  let page = await post("/report/photo", { answers: sealedIn((await app.inject({ url: "/report?lang=en" })).body), go: "skip" })
  page = await next(page, "where", { area, place })
  page = await next(page, "what", { category })
  page = await next(page, "more", { description })
  return next(page, "contact", { contact })
}
const sendLooked = (page: { body: string }) => next(page, "check", { go: "send" })

describe("the form, page by page", () => {
  test("asks one question on each page, goes back with everything kept, and stores nothing before the end", async () => {
    const start = await app.inject({ url: "/report?lang=en" })
    expect(heading(start)).toBe("Do you have a photo of it?")
    const where = await post("/report/photo", { answers: sealedIn(start.body), go: "skip" })
    expect(heading(where)).toBe("Where is it?")
    const back = await next(where, "where", { go: "back", place: "half typed" })
    expect(heading(back)).toBe("Do you have a photo of it?")
    const again = await post("/report/photo", { answers: sealedIn(back.body), go: "skip" })
    expect(again.body).toContain('value="half typed"')
    const check = await walk()
    expect(heading(check)).toBe("Is everything right?")
    for (const said of ["Xihe Liuyin · under the rail bridge", "Flooded underpass", "water &#60;b&#62;knee"])
      expect(check.body).toContain(said)
    expect(heading(await next(check, "check", { go: "to what" }))).toBe("What is it?")
    expect(await desk()).toEqual([])
    const rows = await sql<{ n: number }>`select count(*) as n from serve.contact`.execute(world.db.query)
    expect(rows.rows[0]!.n).toBe(0)
  })

  test("language and size change in place, with what is typed and what was answered", async () => {
    const check = await walk()
    const more = await next(check, "check", { go: "to more" })
    expect(more.body).toContain('formaction="/report/more?lang=zh-CN"')
    const chinese = await app.inject({
      method: "POST",
      url: "/report/more?lang=zh-CN",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ answers: sealedIn(more.body), go: "stay", description: "typed now" }).toString(),
    })
    expect(chinese.body).toContain('<html lang="zh-CN"')
    expect(chinese.body).toContain("typed now")
  })

  test("a street or a known place is found by its name, and fills the answer", async () => {
    const where = await post("/report/photo", { answers: sealedIn((await app.inject({ url: "/report" })).body), go: "skip" })
    const found = await next(where, "where", { go: "search", search: "liuyin" })
    expect(found.body).toContain('value="pick bridge-1"')
    const picked = await next(found, "where", { go: "pick bridge-1" })
    expect(picked.body).toContain('value="Liuyin Bridge"')
    expect(picked.body).toContain('value="linjiang/xihe/liuyin" selected')
    expect((await next(where, "where", { go: "search", search: "<b>" })).body).not.toContain("<b>")
    expect((await app.inject({ url: "/report/streets.json" })).json()).toEqual([
      { id: "linjiang/xihe/liuyin", bounds: [118, 31, 119, 32], center: [118.5, 31.5] },
    ])
  })

  test("sent twice, or ten times at once, it is one report with one code", async () => {
    const check = await walk()
    const pages = await Promise.all(Array.from({ length: 10 }, () => sendLooked(check)))
    const codes = new Set(pages.map(({ body }) => codeIn(body)))
    expect([pages.map(({ statusCode }) => statusCode), codes.size]).toEqual([Array.from({ length: 10 }, () => 200), 1])
    expect(pages.filter(({ body }) => body.includes("It counts once"))).toHaveLength(9)
    expect(await desk()).toHaveLength(1)
    const [code] = codes
    await post("/report/status/delete", { code: code! })
    expect((await sendLooked(check)).statusCode).toBe(409)
    expect(await desk()).toEqual([])
    clock.advanceByMs(3 * 86_400_000)
    await serve.forget(clock.now())
    const left = await sql<{ n: number }>`select count(*) as n from serve.withdrawn_code`.execute(world.db.query)
    expect(left.rows[0]!.n).toBe(0)
  })

  test("written on after it was sent, it is not taken for the one that was sent", async () => {
    const check = await walk()
    const code = codeIn((await sendLooked(check)).body)
    const changed = await next(await next(check, "check", { go: "to more" }), "more", { description: "now waist high" })
    const told = await sendLooked(await next(changed, "contact"))
    expect([told.statusCode, heading(told), codeIn(told.body)]).toEqual([409, "This form was sent already", code])
    const another = codeIn((await sendLooked(await next(told, "check", { go: "to check" }))).body)
    expect(another).not.toBe(code)
    for (const each of [code, another]) await post("/report/status/delete", { code: each })
  })

  test("a form that was open for a day is looked at once more", async () => {
    const check = await walk()
    wall.advanceByMs(25 * 3_600_000)
    const again = await sendLooked(check)
    expect(again.body).toContain("open for more than a day")
    const code = codeIn((await sendLooked(again)).body)
    await post("/report/status/delete", { code })
  })

  test("what was reported here already is offered before sending: kind, street, and day, and nothing else", async () => {
    const code = codeIn((await sendLooked(await walk())).body)
    const check = await walk({ ...good(), place: "other side", description: "" })
    expect(check.body).toContain("Somebody has already reported this here")
    const card = check.body.slice(check.body.indexOf("Somebody has already"), check.body.indexOf("<dl"))
    expect(card).toMatch(/Flooded underpass · Xihe Liuyin · \w{3} \d{1,2} \w{3}</)
    for (const hidden of ["rail bridge", "knee", code]) expect(card).not.toContain(hidden)
    expect((await next(check, "check", { go: "same" })).body).toContain("Nothing was sent")
    expect(await desk()).toHaveLength(1)
    expect((await walk({ ...good(), category: "fallen-tree" })).body).not.toContain("Somebody has already")
    expect((await walk({ ...good(), area: "" })).body).not.toContain("Somebody has already")
    clock.advanceByMs(8 * 86_400_000)
    expect((await walk()).body).not.toContain("Somebody has already")
    await post("/report/status/delete", { code })
  })

  test("a report about a person is refused on its page, and the way back keeps the place", async () => {
    const what = await next(await walk(), "check", { go: "to what" })
    const refused = await next(what, "what", { category: "person" })
    expect(refused.body).toContain("not taken here")
    const back = await next(refused, "what", { go: "to what" })
    expect([heading(back), openAnswers(sealedIn(back.body), hashOf)]).toMatchObject(["What is it?", { place: good().place }])
  })

  test.each([
    ["no answers at all", {}, 200],
    ["answers that were changed", { answers: "x" }, 400],
    ["an empty seal", { answers: "" }, 400],
    ["a way that does not exist", { go: "to nowhere" }, 200],
    ["a zero byte and half a character", { description: "a\u0000b\ud800c", go: "send", place: "x" }, 400],
    ["far too many words", { description: "水".repeat(10_000) }, 400],
  ])("%s is answered with a page", async (_what, fields, status) => {
    const page = await post("/report/more", fields)
    expect([page.statusCode, page.headers["content-type"]]).toEqual([status, "text/html; charset=utf-8"])
    expect(page.body).toMatch(/<h1>[^<]+<\/h1>/)
  })

  test("a changed character breaks the seal", async () => {
    const sealed = sealedIn((await walk()).body)
    const at = Math.floor(sealed.length / 3)
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1)
    const page = await post("/report/check", { answers: changed, go: "send" })
    expect([page.statusCode, page.body.includes("changed on the way")]).toEqual([400, true])
  })

  test("what no browser sends is refused with a page: a megabyte of words, half a form, a thousand fields, another format", async () => {
    const half = Buffer.from('--x\r\ncontent-disposition: form-data; name="go"\r\n\r\nsen')
    const many = new URLSearchParams(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, "x"])).toString()
    const multipart = "multipart/form-data; boundary=x"
    const urlencoded = "application/x-www-form-urlencoded"
    for (const [type, payload, status] of [
      [urlencoded, `description=${"x".repeat(2_000_000)}`, 400],
      [multipart, half, 400],
      ["text/csv", "a,b", 400],
      [urlencoded, many, 200],
    ] as const) {
      const page = await app.inject({ method: "POST", url: "/report/more?lang=en", headers: { "content-type": type }, payload })
      expect([type, page.statusCode, page.headers["content-type"]]).toEqual([type, status, "text/html; charset=utf-8"])
    }
    expect((await app.inject({ url: "/report/more?lang=en" })).headers["location"]).toBe("/report?lang=en")
  })

  test("the answers survive a restart of the server: they are in the form", async () => {
    const check = await walk()
    const restarted = await startServe({ world, wall, blobFolder, city, timeZone: "Asia/Shanghai", places })
    const other = await buildHttp({
      world,
      language: "en",
      authenticate: async () => undefined,
      mayHear: () => false,
      logger: pino({ level: "silent" }),
      routes: restarted.routes,
    })
    const page = await other.inject({
      method: "POST",
      url: "/report/check?lang=en",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ answers: sealedIn(check.body), go: "send" }).toString(),
    })
    await post("/report/status/delete", { code: codeIn(page.body) })
    await other.close()
    await restarted.stop()
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

  test("wait locked for the end of the form, for an hour at most, and go with it", async () => {
    const start = sealedIn((await app.inject({ url: "/report?lang=en" })).body)
    const take = async () => {
      const asked = await send({ answers: start, go: "next" }, await street(), "/photo")
      expect(asked.body).toContain("The photo is attached")
      return next(asked, "photo", { person: "no" })
    }
    const where = await take()
    expect(heading(where)).toBe("Where is it?")
    const { draft } = openAnswers(sealedIn(where.body), hashOf)!.photo!
    const locked = fs.readFileSync(path.join(draftFolder, draft))
    await expect(sharp(locked).metadata()).rejects.toThrow()
    const { category, area, place } = good()
    const check = await next(
      await next(await next(await next(where, "where", { area, place }), "what", { category }), "more"),
      "contact",
    )
    expect(check.body).toContain('src="data:image/jpeg;base64,')
    const pages = await Promise.all([sendLooked(check), sendLooked(check), sendLooked(check)])
    expect(new Set(pages.map(({ body }) => codeIn(body))).size).toBe(1)
    expect([fs.readdirSync(photoFolder).length, fs.existsSync(path.join(draftFolder, draft))]).toEqual([1, false])
    expect(codeIn((await sendLooked(check)).body)).toBe(codeIn(pages[0]!.body))
    await post("/report/status/delete", { code: codeIn(pages[0]!.body) })

    const late = await next(await next(await take(), "where", { area, place }), "what", { category })
    const looked = await next(await next(late, "more", { description: "still here" }), "contact")
    wall.advanceByMs(3_600_000)
    const over = await sendLooked(looked)
    expect([over.statusCode, over.body.includes("waited for an hour")]).toEqual([400, true])
    const without = await post("/report/photo", { answers: sealedIn(over.body), go: "skip" })
    expect(without.body).toContain('value="under the rail bridge"')
    await send({ answers: start, go: "next" }, await street(), "/photo")
    expect(fs.readdirSync(draftFolder)).toHaveLength(1)
  })

  test("skipped, replaced, or thrown away, leave no draft", async () => {
    wall.advanceByMs(3_600_000)
    const start = sealedIn((await app.inject({ url: "/report?lang=en" })).body)
    const one = await send({ answers: start, go: "next" }, await street(), "/photo")
    const two = await send({ answers: sealedIn(one.body), go: "next", person: "no" }, await street(), "/photo")
    expect(fs.readdirSync(draftFolder)).toHaveLength(1)
    const back = await next(two, "where", { go: "back" })
    expect((await next(back, "photo", { person: "yes" })).body).toContain("We keep no photo with a person")
    expect(fs.readdirSync(draftFolder)).toEqual([])
    const three = await send({ answers: start, go: "next" }, await street(), "/photo")
    await next(three, "photo", { go: "skip" })
    expect(fs.readdirSync(draftFolder)).toEqual([])
  })

  test("of ten at once, all are taken", async () => {
    const start = sealedIn((await app.inject({ url: "/report?lang=en" })).body)
    const photo = await street()
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => send({ answers: start, go: "next", person: "no" }, photo, "/photo")),
    )
    expect(pages.map(heading)).toEqual(Array.from({ length: 10 }, () => "Where is it?"))
    wall.advanceByMs(3_600_000)
  })

  test.each([
    ["not a photo", async () => Buffer.from("hello")],
    ["a drawing that could load other files", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a photo as iPhones store it", async () => Buffer.concat([Buffer.alloc(4), Buffer.from("ftypheic"), Buffer.alloc(100)])],
    ["a torn photo", async () => (await street()).subarray(0, 2_000)],
    [
      "a small file that unpacks to 100 million points",
      () =>
        sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: "#000" } })
          .png()
          .toBuffer(),
    ],
    ["more than 8 MB", async () => Buffer.concat([await street(), Buffer.alloc(9 * 1024 * 1024)])],
  ])("%s is refused at its field, leaves nothing, and keeps the other answers", async (_what, make) => {
    const page = await send({ ...good(), person: "no" }, await make())
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('href="#photo"')
    expect(openAnswers(sealedIn(page.body), hashOf)).toMatchObject({ place: good().place, description: good().description })
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

test("the desk of a district sees its smell of gas behind 200 more urgent reports of another, and how many are not shown", async () => {
  const insert = (area: string, count: number, due: string, closed: boolean) =>
    sql`
    insert into serve.request (id, code_hash, category, area, place, description, state, received_at, due_at, closed_at)
    select gen_random_uuid(), convert_to(${area} || ${due} || i, 'UTF8'), 'gas-smell', ${area}, 'x', '', ${closed ? "closed" : "received"},
      ${due}::timestamptz, ${due}::timestamptz, ${closed ? due : null}::timestamptz
    from generate_series(1, ${count}::int) as i`.execute(world.db.query)
  await insert("linjiang/xihebei", 200, "2026-07-30T10:00:00Z", false)
  await insert("linjiang/xihe/liuyin", 1, "2026-07-30T11:00:00Z", false)
  await insert("linjiang/xihebei", 5, "2026-07-30T12:00:00Z", true)
  const page = async (headers: Record<string, string>, query = "") =>
    (await app.inject({ url: `/api/requests${query}`, headers })).json<typeof ServiceRequestPage._output>()
  const worker = { "x-test-role": "community-worker", "x-test-area": "linjiang/xihe" }
  const own = await page(worker)
  expect([own.requests.map(({ place }) => place), own.open, own.total]).toEqual([["Xihe Liuyin · x"], 1, 1])
  const all = await page(duty)
  expect([all.requests.length, all.open, all.total]).toEqual([200, 201, 206])
  const more = await page(duty, "?limit=400")
  expect([more.requests.length, more.requests[200]!.place, more.requests[205]!.state]).toEqual([206, "Xihe Liuyin · x", "closed"])
  await sql`delete from serve.request`.execute(world.db.query)
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

test("photos of one address are counted before they are read, and a form that does not say its length is refused", async () => {
  const post = (headers: Record<string, string>, payload = "--x") =>
    app.inject({
      ...{ method: "POST", url: "/report/photo?lang=en", payload },
      headers: { "content-type": "multipart/form-data; boundary=x", ...headers },
    })
  const whole = '--x\r\ncontent-disposition: form-data; name="go"\r\n\r\nskip\r\n--x--\r\n'
  expect((await post({ "transfer-encoding": "chunked" }, whole)).statusCode).toBe(400)
  const torn = await Promise.all(Array.from({ length: 121 }, () => post({ "content-length": "8000000" })))
  expect(
    torn
      .map(({ statusCode }) => statusCode)
      .toSorted()
      .at(-1),
  ).toBe(429)
  expect((await post({}, whole)).statusCode).toBe(200)
  clock.advanceByMs(3_600_000)
})

test("a whole IPv6 line is one visitor, and no flood of visitors closes the form for who is known", () => {
  const limit = new VisitorLimit(2, serveErrors.TOO_MANY_TRIES)
  const now = clock.now()
  const take = (ip: string) => limit.take({ ip }, now)
  for (const ip of ["2001:db8:1:1::1", "2001:db8:1:1::2"]) take(ip)
  expect(() => take("2001:db8:1:1:ffff::3")).toThrow(expect.objectContaining({ code: "SERVE_TOO_MANY_TRIES" }))
  take("203.0.113.5")
  for (let i = 0; i <= 100_000; i += 1) take(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
  take("203.0.113.5")
  take("203.0.113.77")
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
