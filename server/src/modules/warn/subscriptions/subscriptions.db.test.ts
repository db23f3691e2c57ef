import fs from "node:fs"
import path from "node:path"
import type { Area, SubscriptionChoice } from "@holdfast/contracts"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { type RecipientsAsked, startSubscriptions } from "./index.ts"

const { world, clock } = await openTestWorld()
const area = (id: string, population: number | null): Area => ({
  id,
  kind: (["city", "district", "street"] as const)[id.split("/").length - 1]!,
  name: { "zh-CN": id, en: id },
  parent: id.includes("/") ? id.slice(0, id.lastIndexOf("/")) : null,
  population,
  bounds: [113, 30, 114, 31],
  center: [113, 30],
})
const areas = [
  area("c", 900_000),
  area("c/xihe", 400_000),
  area("c/xihe/liuyin", 4_000),
  area("c/xihe/hill", 480),
  area("c/donghu", 300_000),
]
const options = {
  world,
  places: { findArea: (id: string) => areas.find((one) => one.id === id), listAreas: () => areas },
  knowsHazard: (hazard: string) => ["rainstorm", "smoke"].includes(hazard),
  timeZone: "Asia/Shanghai",
  publicUrl: "https://linjiang.example",
}
const subscriptions = await startSubscriptions(options)
const changes: object[] = []
afterAll(subscriptions.onChange((change) => changes.push(change)))

const choice: SubscriptionChoice = { area: "c/xihe", language: "en", hazards: null, minLevel: "blue", quiet: null }
const wish = (change: Partial<SubscriptionChoice> = {}, address = "https://push.example/a") =>
  subscriptions.subscribe({ choice: { ...choice, ...change }, via: "web-push", address })
const asked: RecipientsAsked = {
  ...{ areas: ["c/xihe"], hazard: "rainstorm", level: "orange", urgency: "Expected", purpose: "warning" },
  ...{ before: 1_000_000, after: 0, limit: 100, now: clock.now() },
}
const numbersOf = async (change: Partial<RecipientsAsked>) =>
  (await subscriptions.recipientsOf({ ...asked, now: clock.now(), ...change })).map(({ number }) => number)
const numberOf = async (code: string) => (await subscriptions.read(code)).number
const wipe = () => sql`delete from warn.subscription`.execute(world.db.query)

describe("one subscription", () => {
  test("of an e-mail address counts when its letter was answered, says where it goes, and leaves nothing when it ends", async () => {
    const { code } = await subscriptions.subscribe({ choice, via: "email", address: "wang@home.example" })
    expect(await numbersOf({})).toEqual([])
    expect((await subscriptions.confirm(code)).confirmedAt).toEqual(clock.now())
    const [number] = await numbersOf({})
    expect(await subscriptions.openAddress(number!)).toEqual({
      address: "wang@home.example",
      page: `https://linjiang.example/subscriptions/${code}`,
    })
    expect(changes.at(-1)).toEqual({ kind: "is", number, area: "c/xihe" })
    // A copy of the tables tells neither address nor code; the log tells no place either.
    await world.log.drain()
    const { rows } = await sql<{ row: string }>`
      select encode(address, 'escape') || s::text as row from warn.subscription s
      union all select body from log.body`.execute(world.db.query)
    const written = rows.map(({ row }) => row).join("\n")
    for (const secret of ["wang@", "home.example", code]) expect(written).not.toContain(secret)
    const bodies = await sql<{ body: string }>`select body from log.body`.execute(world.db.query)
    expect(bodies.rows.map(({ body }) => body).join("")).not.toContain("xihe")

    await subscriptions.unsubscribe(code)
    await subscriptions.unsubscribe(code)
    expect((await sql`select 1 from warn.subscription`.execute(world.db.query)).rows).toEqual([])
    expect(await subscriptions.openAddress(number!)).toBeUndefined()
    await expect(subscriptions.read(code)).rejects.toMatchObject({ code: "SUBSCRIBE_CODE_UNKNOWN" })
    expect(changes.at(-1)).toEqual({ kind: "gone", number })
  })

  test("of a place with fewer than 500 residents is one of the next larger area", async () => {
    const { area: offered, code } = await wish({ area: "c/xihe/hill" })
    expect(offered.id).toBe("c/xihe")
    await expect(wish({ area: "c/nowhere" })).rejects.toMatchObject({ code: "SUBSCRIBE_AREA_UNKNOWN" })
    await expect(wish({ hazards: ["love"] })).rejects.toMatchObject({ code: "SUBSCRIBE_HAZARD_UNKNOWN" })
    expect(subscriptions.publishedAreasFor(["c/xihe/hill"])).toEqual(["c", "c/xihe", "c/xihe/hill"])
    expect(subscriptions.publishedAreasFor(["c/xihe"])).toEqual(["c", "c/xihe", "c/xihe/liuyin", "c/xihe/hill"])
    await subscriptions.unsubscribe(code)
  })

  test("goes on when a new figure says that fewer live there, or says nothing", async () => {
    const { code } = await wish({ area: "c/xihe/liuyin" })
    const at = areas.findIndex(({ id }) => id === "c/xihe/liuyin")
    const before = areas[at]!
    for (const population of [480, null]) {
      areas[at] = { ...before, population }
      expect(await numbersOf({ areas: subscriptions.publishedAreasFor(["c/xihe/liuyin"]) })).toEqual([await numberOf(code)])
      expect((await subscriptions.change(code, { ...choice, area: "c/xihe/liuyin" })).area).toBe("c/xihe/liuyin")
      expect(subscriptions.offeredFor("c/xihe/liuyin")!.id).toBe("c/xihe")
    }
    areas[at] = before
    await subscriptions.unsubscribe(code)
  })

  test("ends twelve months after it was last looked at, and two days after a letter that nobody answered", async () => {
    const { code } = await wish()
    await subscriptions.subscribe({ choice, via: "email", address: "never@home.example" })
    clock.advanceByMs(300 * 86_400_000)
    await subscriptions.expire(clock.now(), [])
    await subscriptions.open(code)
    clock.advanceByMs(300 * 86_400_000)
    expect(await numbersOf({})).toHaveLength(1)
    clock.advanceByMs(66 * 86_400_000)
    // Over is over, also before the night in which it is erased.
    expect(await numbersOf({})).toEqual([])
    await expect(subscriptions.open(code)).rejects.toMatchObject({ code: "SUBSCRIBE_CODE_UNKNOWN" })
    expect(await subscriptions.expire(clock.now(), [])).toBe(1)
    expect((await sql`select 1 from warn.subscription`.execute(world.db.query)).rows).toEqual([])
  })

  test("'I am safe' quiets one event until its level rises; its end is told, and it is forgotten with the event", async () => {
    const { code } = await wish()
    await subscriptions.quiet(code, { event: "W-7", level: "orange" })
    const told = async (change: Partial<RecipientsAsked>) => (await numbersOf({ event: "W-7", ...change })).length
    expect(await told({ purpose: "update" })).toBe(0)
    expect(await told({ event: "W-8" })).toBe(1)
    expect(await told({ purpose: "update", level: "red" })).toBe(1)
    expect(await told({ purpose: "lifting" })).toBe(1)
    await subscriptions.expire(clock.now(), ["W-7"])
    expect((await subscriptions.read(code)).quieted).toEqual({ "W-7": 3 })
    await subscriptions.expire(clock.now(), ["W-9"])
    expect((await subscriptions.read(code)).quieted).toEqual({})
    await wipe()
  })
})

describe("recipients", () => {
  test("are those whose area, hazard, level, and hours fit; what is urgent and serious breaks through quiet hours", async () => {
    // Three in the morning in Linjiang.
    clock.advanceTo(new Date("2030-07-30T19:00:00Z"))
    const all = await numberOf((await wish()).code)
    const other = await numberOf((await wish({ area: "c/donghu" })).code)
    const smoke = await numberOf((await wish({ hazards: ["smoke"] })).code)
    const red = await numberOf((await wish({ minLevel: "red" })).code)
    const night = await numberOf((await wish({ quiet: { fromMin: 22 * 60, untilMin: 7 * 60 } })).code)
    const noon = await numberOf((await wish({ quiet: { fromMin: 12 * 60, untilMin: 14 * 60 } })).code)
    expect(await numbersOf({})).toEqual([all, noon])
    expect(await numbersOf({ level: "red" })).toEqual([all, red, noon])
    expect(await numbersOf({ hazard: "smoke" })).toEqual([all, smoke, noon])
    expect(await numbersOf({ urgency: "Immediate" })).toEqual([all, night, noon])
    expect(await numbersOf({ urgency: "Immediate", level: "yellow" })).toEqual([all, noon])
    expect(await numbersOf({ purpose: "retraction", level: "blue" })).toEqual([all, night, noon])
    expect(await numbersOf({ areas: ["c/donghu", "c/xihe"], before: smoke })).toEqual([all, other])
    expect(await numbersOf({ areas: [] })).toEqual([])
    await wipe()
  })

  test("come in batches, in order, each once, however they lie among others", async () => {
    const { code } = await wish()
    const first = await numberOf(code)
    // Every seventh, and far away a few more: windows that give much, and windows that give nothing.
    await sql`
      insert into warn.subscription
        (area, via, language, min_level, address, code_hash, confirmed_at, created_at, touched_at)
      select case when i % 7 = 0 or i > 2990 then 'c/xihe' else 'c/donghu' end, 'web-push', 'en', 1,
        '\\x00', sha256(i::text::bytea), ${clock.now()}, ${clock.now()}, ${clock.now()}
      from generate_series(1, 3000) i`.execute(world.db.query)
    const expected = await sql<{ number: number }>`
      select number from warn.subscription where area = 'c/xihe' order by number`.execute(world.db.query)
    const before = await subscriptions.lastNumber(world.db.query)
    const found: number[] = []
    for (let after = 0; ; after = found.at(-1)!) {
      const batch = await numbersOf({ after, before, limit: 25 })
      if (batch.length === 0) break
      found.push(...batch)
    }
    expect(found).toEqual(expected.rows.map(({ number }) => number))
    expect(found[0]).toBe(first)
    expect(await numbersOf({ before: first })).toEqual([first])
  })

  test("are counted for people in tens and two digits, and few of them not at all", async () => {
    expect(await subscriptions.count(["c/xihe"])).toEqual({ about: 440 })
    expect(await subscriptions.count(["c"])).toEqual({ fewerThan: 20 })
  })
})

describe("the key in the data folder", () => {
  let code = ""
  beforeAll(async () => {
    await wipe()
    code = (await wish()).code
  })
  test("is the same after a restart; with another one nothing is made that could not be opened", async () => {
    const number = await numberOf(code)
    const again = await startSubscriptions(options)
    expect((await again.openAddress(number))?.address).toBe("https://push.example/a")
    await again.move(code, "https://push.example/b")
    expect((await again.openAddresses([number])).get(number)?.address).toBe("https://push.example/b")
    const key = path.join(world.dataFolder, "keys", "subscriptions.key")
    fs.renameSync(key, `${key}.away`)
    const lost = await startSubscriptions(options)
    await expect(lost.openAddress(number)).rejects.toMatchObject({ code: "PLATFORM_SEAL_KEY_MISSING" })
    await expect(lost.subscribe({ choice, via: "email", address: "a@b.example" })).rejects.toMatchObject({
      code: "PLATFORM_SEAL_KEY_MISSING",
    })
    await subscriptions.forgetGone(number)
    expect(await subscriptions.openAddress(number)).toBeUndefined()
  })
})
