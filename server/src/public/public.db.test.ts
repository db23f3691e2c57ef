import fs from "node:fs"
import path from "node:path"
import { gunzipSync } from "node:zlib"
import { readCapDocument } from "@holdfast/cap"
import { type KeptPicture, type OutsideAlert, picturePath, type Warning } from "@holdfast/contracts"
import { newId, Random } from "@holdfast/kernel"
import pino from "pino"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../test/engines.ts"
import { openTestWorld } from "../../test/worlds.ts"
import { ensureDemoCity } from "../demo-city/index.ts"
import { startPlaces } from "../modules/places/index.ts"
import { senseErrors } from "../modules/sense/index.ts"
import { isPublicWarnEvent, startWarn } from "../modules/warn/index.ts"
import { buildHttp } from "../platform/http/index.ts"
import { loadPacks } from "../platform/packs/index.ts"
import { renderHome } from "./home-page.ts"
import { openTarget, type PublicOptions, publicRoutes, publishSite } from "./index.ts"

const { world, clock } = await openTestWorld()
const places = await startPlaces({ world })
await ensureDemoCity(places, { seed: 7, people: 200_000 })
const timeZone = "Asia/Shanghai"
const publicUrl = "https://linjiang.example"
const city = { "zh-CN": "临江市", en: "Linjiang" }
const warn = await startWarn({
  world,
  places,
  sense: {
    getSignal: async () => {
      throw new Error("no test here asks for a signal")
    },
    findRuleOf: async () => undefined,
    findOutsideAlertOf: async () => undefined,
    listOutsideAlerts: async () => [],
    listSignals: async () => [],
    placeOf: () => undefined,
  },
  packs: loadPacks(new URL("../../../packs/", import.meta.url)),
  publicUrl,
  sender: "demo@linjiang.example",
  timeZone,
  city,
  jurisdiction: "national",
  people: { approversOnDuty: async () => [], names: async () => new Map(), proveAnew: async () => {} },
  countApprovers: async () => 1,
  onError: (error) => {
    throw error
  },
})
/** How often a page was drawn that says what is in force. */
let drawn = 0
let relayed: OutsideAlert[] = []
const theirs = '<?xml-stylesheet href="javascript:alert(1)"?>\r\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>'
const offered = new Set<string>(["email"])
const letters: { readonly to: string; readonly subject: string; readonly text: string }[] = []
const options: PublicOptions = {
  subscribing: {
    subscriptions: warn.subscriptions,
    hazards: [{ id: "rainstorm", name: { "zh-CN": "暴雨", en: "Rainstorm" } }],
    pushKey: "BKey",
    letters: () => async (letter) => void letters.push(letter),
    isOffered: (via) => offered.has(via),
  },
  world,
  warn: {
    listPublic: () => {
      drawn += 1
      return warn.listPublic()
    },
    findPublic: (code) => warn.findPublic(code),
    listAlone: () => warn.listAlone(),
    findLatest: (warning) => warn.findLatest(warning),
    findPicture: (picture) => warn.findPicture(picture),
  },
  places,
  outside: {
    listRelayedAlerts: async () => relayed,
    readRelayedOriginal: async (id) => {
      if (id !== relayed[0]?.id) throw senseErrors.OUTSIDE_ORIGINAL_NOT_FOUND({ alert: id })
      return Buffer.from(theirs)
    },
  },
  city,
  timeZone,
  publicUrl,
}
let isFull = false
const gate = { isFull: () => isFull, stop: () => {} }
const app = await buildHttp({
  world,
  language: "zh-CN",
  authenticate: async ({ headers }) => {
    const [role, account] = String(headers["x-test"] ?? "").split(" ")
    return role && account ? { role, account } : undefined
  },
  mayHear: (event) => isPublicWarnEvent(event),
  logger: pino({ level: "silent" }),
  routes: [...warn.routes, { prefix: "", plugin: publicRoutes(options, gate) }],
})
afterAll(async () => {
  await app.close()
  await warn.stop()
  await places.stop()
})
const random = new Random(3)
const street = random.pick(places.listAreas("street"))
const district = places.getArea(street.parent!)
const otherDistrict = places.listAreas("district").find(({ id }) => id !== district.id)!

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
async function ask(method: "GET" | "POST" | "PATCH", url: string, who: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api${url}`, headers: { "x-test": who }, ...(payload && { payload }) })
  expect([url, answer.statusCode < 300 || answer.json()]).toEqual([url, true])
  return answer.json<{ id: string; code: string; version: string; texts: Record<string, Record<string, string>> }>()
}
async function approve(id: string, who: string) {
  const { version } = await ask("GET", `/warnings/${id}`, who)
  return ask("POST", `/warnings/${id}/approve`, who, { version, read: ["zh-CN", "en"] })
}
async function sendWarning(areas: string[], level = "red", resources: object[] = []) {
  const draft = await ask("POST", "/warnings", "duty-officer li", { hazard: "rainstorm", level, areas })
  const texts = JSON.parse(JSON.stringify(draft.texts).replaceAll("{{measured}}", "104")) as object
  await ask("PATCH", `/warnings/${draft.id}`, "duty-officer li", { texts, resources, version: draft.version })
  await ask("POST", `/warnings/${draft.id}/submit`, "duty-officer li")
  const sent = await approve(draft.id, "approver zhao")
  await world.log.drain()
  return sent
}

describe("before any warning", () => {
  test("the home says that none is in force, and that this does not mean no danger", async () => {
    const page = await get("/?lang=en")
    expect(page.headers["content-type"]).toContain("text/html")
    expect(page.body).toContain("No warning is in force here")
    expect(page.body).toContain("No warning does not mean no danger")
    expect(page.body).toContain("Demonstration with invented data")
    for (const number of ["110", "119", "120"]) expect(page.body).toContain(`tel:${number}`)
  })
  test("the language follows the reader, the address before the browser", async () => {
    expect((await get("/")).body).toContain('<html lang="zh-CN"')
    expect((await get("/", { "accept-language": "en" })).body).toContain('<html lang="en"')
    expect((await get("/?lang=zh-CN", { "accept-language": "en" })).headers["content-language"]).toBe("zh-CN")
    expect((await get("/?size=large")).body).toContain('class="large"')
  })
})

describe("with warnings", () => {
  let red: Awaited<ReturnType<typeof sendWarning>>
  beforeAll(async () => {
    await get("/?lang=en")
    red = await sendWarning([district.id])
    await sendWarning([otherDistrict.id], "blue")
  })

  test("a change shows at once, though pages are served from memory", async () => {
    const first = await get("/?lang=en")
    expect(first.body).toContain(red.texts["en"]!["headline"])
    expect(first.body.match(/<section class="card in-force level-/g)).toHaveLength(2)
    const again = await get("/?lang=en", { "if-none-match": String(first.headers["etag"]) })
    expect([again.statusCode, again.body]).toEqual([304, ""])
  })
  test("the order is what, do, where, until; the level is said by shape, bars, and word", async () => {
    const { body } = await get(`/at/${street.id}?lang=zh-CN`)
    const card = body.slice(body.indexOf('<section class="card in-force level-red"'))
    const steps = [red.texts["zh-CN"]!["headline"]!, 'class="lead"', district.name["zh-CN"], "有效到", "为什么"]
    const positions = steps.map((step) => card.indexOf(step, card.indexOf("<p class")))
    expect(card.indexOf(steps[0]!)).toBeGreaterThan(0)
    expect(positions.slice(1)).toEqual(positions.slice(1).toSorted((a, b) => a - b))
    expect(card).toContain("红色 · 生效中")
    expect(card.slice(0, card.indexOf("</svg>")).match(/<rect/g)).toHaveLength(5)
  })
  test("a place keeps what applies there as cards and the rest as lines", async () => {
    const chosen = await get(`/?place=${encodeURIComponent(street.id)}&lang=en&size=large`)
    expect([chosen.statusCode, chosen.headers["location"]]).toEqual([303, `/at/${street.id}?lang=en&size=large`])
    const { body } = await get(`/at/${street.id}?lang=en`)
    expect(body.match(/<section class="card in-force level-/g)).toHaveLength(1)
    expect(body).toContain("In force elsewhere")
    expect(body).toContain(`href="/at/${street.id}?lang=zh-CN"`)
    expect(body).toContain(street.name.en)
    expect((await get("/at/nowhere/at-all?lang=en")).headers["location"]).toBe("/?lang=en")
    expect((await get("/at/%22%3E%3Cscript%3E")).statusCode).toBe(303)
  })
  test("every page stays small, loads nothing from elsewhere, and works without its script", async () => {
    for (const url of ["/", `/at/${street.id}?lang=en`, `/warnings/${red.code}`, "/shelters?lang=en", "/?size=large&lang=en"]) {
      const { body, statusCode } = await get(url)
      expect([url, statusCode]).toEqual([url, 200])
      expect([url, Buffer.byteLength(body) <= 50_000]).toEqual([url, true])
      expect(body).not.toMatch(/(src|href)="(https?:)?\/\//)
      expect(body.match(/<script/g)).toHaveLength(1)
      expect(body.match(/<h1/g)).toHaveLength(1)
    }
    expect((await get("/public.js")).headers["content-type"]).toContain("text/javascript")
  })
  test("a thousand readers draw the page once, and a change draws it once more", async () => {
    clock.advanceByMs(60_000)
    const before = drawn
    const pages = await Promise.all(Array.from({ length: 1_000 }, () => get("/?lang=en")))
    expect([drawn - before, new Set(pages.map(({ body }) => body)).size]).toEqual([1, 1])
    const yellow = await sendWarning([otherDistrict.id], "yellow")
    expect((await get("/?lang=en")).body).toContain(yellow.code)
    expect(drawn - before).toBe(2)
  })
  test("who is sent away is told to come back, whom to call, in their language; the CAP feed stays open", async () => {
    isFull = true
    const away = await get(`/warnings/${red.code}?lang=en`)
    const feed = await get("/cap/feed.atom")
    isFull = false
    expect([away.statusCode, feed.statusCode]).toEqual([503, 200])
    expect(Number(away.headers["retry-after"])).toBeGreaterThan(0)
    expect(away.body).toContain("Very many people")
    expect(away.body).toContain("119")
    expect(Buffer.byteLength(away.body)).toBeLessThan(1_000)
  })
  test("a page is packed once for who takes it packed, under a tag of its own", async () => {
    const packed = await get("/?lang=en", { "accept-encoding": "gzip, br" })
    expect(gunzipSync(packed.rawPayload).toString()).toBe((await get("/?lang=en")).body)
    const headers = { "accept-encoding": "gzip", "if-none-match": String(packed.headers["etag"]) }
    expect([packed.headers["vary"], (await get("/?lang=en", headers)).statusCode]).toEqual([
      "accept-language, accept-encoding",
      304,
    ])
  })
  test("the pages for everybody are written as files, only what changed, and lead to each other without a server", async () => {
    const folder = temporaryFolder()
    // Three places are enough to see it.
    const few = [...places.listAreas("city"), district, street, otherDistrict]
    const listAreas: typeof places.listAreas = (kind) => few.filter((area) => !kind || area.kind === kind)
    const site = { ...options, places: { ...places, listAreas } }
    const read = async (address: string) => (await get(address)).body
    const target = openTarget(folder, { region: "" })
    const first = await publishSite(site, target, { language: "zh-CN", read })
    expect(first.written).toBe(first.files)
    expect((await publishSite(site, openTarget(folder, { region: "" }), { language: "zh-CN", read })).written).toBe(0)
    const file = (name: string) => fs.readFileSync(path.join(folder, name, "index.html"), "utf8")
    const large = file(`en/large/at/${street.id}`)
    expect(large).toContain(red.texts["en"]!["headline"])
    expect(large).toContain(`${publicUrl}/report?lang=en&#38;size=large`)
    for (const [, address] of large.matchAll(/href="(\/[^"#]*)"/g))
      expect([address, fs.existsSync(path.join(folder, address!.endsWith("/") ? `${address}index.html` : address!))]).toEqual([
        address,
        true,
      ])
    expect(file(`zh-CN/warnings/${red.code}`)).toContain(red.texts["zh-CN"]!["headline"])
    expect(fs.readdirSync(path.join(folder, "cap/alerts")).length).toBeGreaterThan(1)
    // A second later nothing of it is new but what is.
    const headers = { "x-test": "duty-officer li", "content-type": "image/png" }
    const payload = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
      .png()
      .toBuffer()
    const { picture } = (await app.inject({ method: "POST", url: "/api/warning-pictures", headers, payload })).json<KeptPicture>()
    const alternative = { "zh-CN": "去高处。", en: 'Go to "high" ground.' }
    const signed = await sendWarning([otherDistrict.id], "yellow", [
      { kind: "picture", picture, alternative },
      { kind: "video", uri: "https://video.city.example/red.mp4", alternative },
    ])
    expect((await publishSite(site, target, { language: "zh-CN", read })).written).toBeGreaterThan(0)
    const page = file(`en/warnings/${signed.code}`)
    expect(page).toContain(`<img src="${picturePath(picture)}"`)
    expect(page).toContain('href="https://video.city.example/red.mp4"')
    expect(page).toContain("Go to &#34;high&#34; ground.")
    const shown = await app.inject(picturePath(picture))
    expect(fs.readFileSync(path.join(folder, picturePath(picture)))).toEqual(shown.rawPayload)
    expect(fs.readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".new"))).toEqual([])
  })
  test("what to do now weighs at most 50 kB with all that it needs, also in the worst night", async () => {
    const [one] = (await warn.listPublic()).filter(({ warning }) => warning.level === "red")
    const texts = Object.fromEntries(
      Object.entries(one!.warning.texts).map(([language, text]) => [
        language,
        { ...text, description: text.description.padEnd(1_000, "雨水"), instruction: text.instruction.padEnd(600, "避险") },
      ]),
    ) as Warning["texts"]
    const many = Array.from({ length: 200 }, (_, i) => ({
      ...one!,
      warning: { ...one!.warning, code: `W-${1_000 + i}`, texts, areas: places.listAreas("district") },
    }))
    const ended = many.map((one): (typeof many)[number] => ({
      ...one,
      ending: one.warning.texts,
      warning: { ...one.warning, state: "lifted", endedAt: clock.now().toISOString() },
    }))
    const worst: PublicOptions = { ...options, warn: { ...options.warn, listPublic: async () => [...many, ...ended] } }
    const script = (await get("/public.js")).rawPayload.length
    for (const language of ["zh-CN", "en"] as const) {
      const page = await renderHome(worst, { language, large: true, place: undefined })
      expect([language, Buffer.byteLength(page) + script <= 50_000, Buffer.byteLength(page) + script]).toEqual([
        language,
        true,
        expect.any(Number),
      ])
    }
  })
  test("of what ended within a day nothing is left out without a word: the first as cards, the others as links", async () => {
    const [one] = await warn.listPublic()
    const ended = Array.from({ length: 7 }, (_, i) => ({
      ending: null,
      event: `W-${2_000 + i}`,
      before: null,
      correctedAt: null,
      warning: {
        ...one!.warning,
        code: `W-${2_000 + i}`,
        state: i === 6 ? ("sent-in-error" as const) : ("expired" as const),
        endedAt: clock.now().toISOString(),
      },
    }))
    const night: PublicOptions = { ...options, warn: { ...options.warn, listPublic: async () => ended } }
    const page = await renderHome(night, { language: "en", large: false, place: undefined })
    for (const { warning } of ended) expect(page).toContain(`/warnings/${warning.code}`)
    expect(page).toContain("And 3 more:")
    expect(page).toContain("Taken back as sent in error")
  })
  test("on paper it leads back: a square code, the address to type, whom to call", async () => {
    const { body } = await get(`/warnings/${red.code}?lang=en`)
    const paper = body.slice(body.indexOf('<footer class="paper">'))
    expect(paper).toContain("<svg")
    expect(paper).toContain(`https://linjiang.example/warnings/${red.code}<`)
    expect(paper).toContain("one one nine")
  })
  test("a drill has its name in the reader's language, and its mark across the paper", async () => {
    const drill = { "zh-CN": "七月暴雨", en: "July rainstorm" }
    for (const language of ["zh-CN", "en"] as const) {
      const page = await renderHome({ ...options, drill }, { language, large: false, place: undefined })
      expect(page).toContain(drill[language])
      expect(page).not.toContain(drill[language === "en" ? "zh-CN" : "en"])
      expect(page).toContain('<div class="drill-paper"')
    }
  })
  test("each warning has its page, and a code that was never sent has a friendly one", async () => {
    const { body } = await get(`/warnings/${red.code}?lang=en`)
    expect(body).toContain("What is happening")
    expect(body).toContain("/cap/alerts/W-")
    const none = await get("/warnings/W-9999?lang=en")
    expect([none.statusCode, none.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"])
    expect(none.body).toContain("There is no warning W-9999")
    expect((await get("/warnings/%3Cb%3E?lang=en")).body).not.toContain("<b>")
  })
  test("a draft is nobody's business", async () => {
    const draft = await ask("POST", "/warnings", "duty-officer li", {
      hazard: "rainstorm",
      level: "orange",
      areas: [district.id],
    })
    expect((await get(`/warnings/${draft.code}`)).statusCode).toBe(404)
    expect((await get("/")).body).not.toContain('level-orange"')
  })
  test("what was lifted is shown as lifted for a day", async () => {
    const lifting = await ask("POST", `/warnings/${red.id}/lift`, "approver zhao", {})
    await approve(lifting.id, "approver sun")
    await world.log.drain()
    const page = (await get(`/at/${street.id}?lang=en`)).body
    expect(page).toContain(lifting.texts["en"]!["headline"])
    expect(page).toMatch(/Lifted \w{3} \d/)
    expect(page).toContain("No warning is in force here")
    expect((await get(`/warnings/${red.code}?lang=en`)).body).toContain(lifting.texts["en"]!["headline"])
    clock.advanceByMs(24 * 3_600_000 + 60_000)
    await warn.sweep(clock.now())
    await world.log.drain()
    expect((await get(`/at/${street.id}?lang=en`)).body).not.toContain(lifting.texts["en"]!["headline"])
    expect((await get(`/warnings/${red.code}?lang=en`)).statusCode).toBe(200)
  })
})

test("an address of a warning never stands for another page", async () => {
  for (const name of ["home", "alone", "shelters", "script", "W-0x1", "W-99999"]) {
    expect((await get(`/warnings/${name}?lang=en`)).statusCode).toBe(404)
  }
  for (const path of ["/", "/warnings", "/shelters", "/public.js"]) {
    expect((await get(`${path}?lang=en`)).body.length).toBeGreaterThan(500)
  }
})

test("by e-mail without scripts: a letter, one tap to confirm, a change, and one tap of the mail program to end it", async () => {
  const post = (url: string, fields: Record<string, string>) =>
    app.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams(fields).toString(),
    })
  const form = (await get(`/subscribe/${district.id}?lang=en`)).body
  expect(form).toContain(`name="area" value="${district.id}"`)
  const wrong = await post("/subscribe?lang=en", { area: district.id, email: "wang" })
  expect([wrong.statusCode, wrong.body.includes("This is not an e-mail address")]).toEqual([400, true])
  const asked = await post("/subscribe?lang=en", { area: district.id, email: "wang@home.example" })
  expect([asked.statusCode, asked.headers["cache-control"]]).toEqual([200, "no-store"])
  expect(letters.at(-1)).toMatchObject({ to: "wang@home.example", subject: `Confirm: warnings for ${district.name.en}` })
  const page = new URL(/https:\S+/.exec(letters.at(-1)!.text)![0]).pathname
  // A mail program that only looks at the link confirms nothing.
  expect((await get(page)).body).toContain("Yes, send me warnings")
  expect((await post(`${page}/confirm`, {})).body).toContain("Confirmed.")
  const changed = await post(page, {
    hazards: "rainstorm",
    level: "red",
    quiet: "on",
    from: "23:00",
    until: "06:00",
    language: "en",
  })
  expect(changed.body).toContain("quiet from 23:00 until 06:00")
  expect((await post(page, { level: "pink", language: "en" })).statusCode).toBe(400)
  expect(changed.body).not.toContain("Nothing comes this way")
  offered.delete("email")
  expect((await get(page)).body).toContain("Nothing comes this way")
  offered.add("email")
  // As a mail program may send it, too (RFC 8058, 3.1).
  const boundary = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
  const headers = { "content-type": "multipart/form-data; boundary=b" }
  const ended = await app.inject({ method: "POST", url: `${page}/unsubscribe`, headers, payload: boundary })
  expect([ended.statusCode, (await get(page)).statusCode]).toEqual([200, 404])
  expect((await post(`${page}/unsubscribe`, { "List-Unsubscribe": "One-Click" })).statusCode).toBe(200)
  expect((await get(page)).headers["content-type"]).toContain("text/html")
  const many = await Promise.all(
    Array.from({ length: 20 }, () => post("/subscribe", { area: district.id, email: "a@b.example" })),
  )
  expect(many.at(-1)!.statusCode).toBe(429)
})

test("a browser is offered warnings only while something goes out to browsers", async () => {
  const keys = { p256dh: Buffer.alloc(65, 4).toString("base64url"), auth: Buffer.alloc(16).toString("base64url") }
  const push = { endpoint: "https://push.example/x", keys }
  const payload = { area: district.id, language: "en", push }
  const ask = () => app.inject({ method: "POST", url: "/subscribe/push", payload })
  const page = async () => (await get(`/subscribe/${district.id}?lang=en`)).body
  expect(await page()).not.toContain("data-push")
  const refused = await ask()
  expect([refused.statusCode, refused.json().code]).toEqual([409, "SUBSCRIBE_NOT_OFFERED"])
  offered.add("web-push")
  expect(await page()).toContain("data-push")
  expect((await ask()).statusCode).toBe(201)
  offered.delete("web-push")
})

test("where the outlines are, nobody is asked where they are", async () => {
  const { areas } = (await get("/outlines.json")).json<{ areas: { id: string; rings: [number, number][][] }[] }>()
  const outline = areas.find(({ id }) => id === district.id)!
  expect(outline.rings[0]!.length).toBeGreaterThan(3)
  expect(outline.rings[0]![0]).toEqual(outline.rings[0]!.at(-1))
  expect((await get("/outlines.json")).rawPayload.length).toBeLessThan(400_000)
})

test("shelters are listed by district, or the nearest to a place with the way there", async () => {
  const all = await places.listSites({ kinds: ["shelter"] })
  const page = (await get("/shelters?lang=en")).body
  expect(all.length).toBeGreaterThan(10)
  expect(page).toContain(all[0]!.name.en)
  const near = (await get(`/shelters/${district.id}?lang=en`)).body
  const ways = [...near.matchAll(/<li>.*?(\d[\d.]*) (m|km) to the/gs)].map(
    ([, value, unit]) => Number(value) * (unit === "km" ? 1_000 : 1),
  )
  expect(ways).toHaveLength(10)
  expect(ways).toEqual(ways.toSorted((a, b) => a - b))
})

test("alerts of others stand apart, say whose they are, and lead to their message as it came, which acts in nobody's name", async () => {
  const page = async (url: string) => (await app.inject({ url, headers: { "accept-language": "en" } })).body
  relayed = []
  expect(await page("/")).not.toContain("From others")
  relayed = [
    {
      ...{ id: newId(), source: "met", publisher: { "zh-CN": "气象局", en: "Met & Co" }, kind: "alert", state: "in-force" },
      ...{ sender: "met@x", identifier: "a", sentAt: "2026-07-30T18:00:00.000Z", severity: "Severe", urgency: "Immediate" },
      texts: [
        { language: "en", event: "Flood", headline: "<b>Flood</b> & wind", description: "", instruction: "", areaDesc: "" },
      ],
      ...{ certainty: "Observed", onsetAt: null, expiresAt: "2036-07-31T18:00:00.000Z", magnitude: null, depthKm: null },
      ...{ shape: null, areas: [places.listAreas()[0]!], geocodes: [], link: "https://met.example/a?b&c" },
      ...{ receivedAt: "2026-07-30T18:01:00.000Z", endedAt: null, signals: [], original: null, isRelayed: true },
    },
  ]
  clock.advanceByMs(60_000)
  const shown = await page("/")
  expect(shown).toContain("From others")
  expect(shown).toContain("from Met &#38; Co")
  expect(shown).toContain("&#60;b&#62;Flood&#60;/b&#62; &#38; wind")
  const [{ id }] = relayed as [OutsideAlert]
  const feed = await app.inject("/cap/others.atom")
  expect(feed.headers["content-type"]).toContain("application/atom+xml")
  const read = readCapDocument(feed.body)
  expect([read.kind, read.problems, read.links.map(({ href }) => href)]).toEqual([
    "atom",
    [],
    [`${publicUrl}/cap/others/${id}.xml`],
  ])
  expect(feed.body).toContain("Relayed from Met &#38; Co as it came; not a warning of Linjiang.")
  const original = await app.inject(`/cap/others/${id}.xml`)
  expect([original.body, original.headers["content-type"]]).toEqual([theirs, "application/cap+xml"])
  expect(original.headers["content-security-policy"]).toContain("sandbox")
  expect((await app.inject(`/cap/others/${newId()}.xml`)).statusCode).toBe(404)
  relayed = []
})
