import { createHmac } from "node:crypto"
import type { Channel, ChannelList, CorrectionList as Corrections, SendOrder, Warning } from "@holdfast/contracts"
import { XMLValidator } from "fast-xml-parser"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startWarn } from "../index.ts"
import { cityOf, signal } from "../test/city.ts"
import type { ChannelKinds } from "./index.ts"
import type { Delivery, Outcome, PlugInKind } from "./plug-in.ts"
import { openReceiver } from "./test/receiver.ts"
import { webhookKind } from "./webhook/index.ts"

const { world, clock } = await openTestWorld()

/** Takes e-mail in this process, so that a test holds it up, refuses it, and counts it. */
const mailed: Delivery[] = []
let answerMail: (delivery: Delivery, signal: AbortSignal) => Promise<Outcome> = async () => ({ result: "delivered" })
const mailKind: PlugInKind = {
  kind: "email",
  recipients: "residents",
  settings: z.strictObject({}),
  secrets: z.strictObject({}),
  open: () => ({
    kind: "email",
    keepsOnce: true,
    inFlight: 4,
    send: (delivery, ending) => {
      mailed.push(delivery)
      return answerMail(delivery, ending)
    },
    close: async () => {},
  }),
}
const sirens: Delivery[] = []
const sirenKind: PlugInKind = {
  ...mailKind,
  kind: "mqtt",
  recipients: "areas",
  open: () => ({
    ...{ kind: "mqtt", keepsOnce: false, inFlight: 4, close: async () => {} },
    send: async (delivery) => {
      sirens.push(delivery)
      return { result: "accepted" }
    },
  }),
}
const kinds = [mailKind, sirenKind, webhookKind] as unknown as ChannelKinds

const open = async () => {
  const warn = await startWarn({ ...cityOf(world), channels: kinds })
  const app = await buildHttp({
    world,
    language: "en",
    authenticate: async ({ headers }) =>
      headers["x-test-role"]
        ? { role: String(headers["x-test-role"]), account: String(headers["x-test-account"] ?? "eng") }
        : undefined,
    mayHear: () => false,
    logger: pino({ level: "silent" }),
    routes: warn.routes,
  })
  return { warn, app }
}
let { warn, app } = await open()
const close = async () => {
  await app.close()
  await warn.stop()
}
afterAll(close)

const li = { "x-test-role": "duty-officer", "x-test-account": "li" }
const zhao = { "x-test-role": "approver", "x-test-account": "zhao" }
const engineer = { "x-test-role": "engineer" }
async function ask<T>(method: "GET" | "POST" | "PATCH", url: string, who: Record<string, string>, payload?: object) {
  const answer = await app.inject({ method, url: `/api${url}`, headers: who, ...(payload && { payload }) })
  return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as T & { code: string } }
}
async function approve(id: string) {
  const { version } = (await ask<Warning>("GET", `/warnings/${id}`, li)).body
  const answer = await ask<Warning>("POST", `/warnings/${id}/approve`, zhao, { version, read: ["zh-CN", "en"] })
  expect([answer.status, answer.body.code]).toEqual([200, expect.stringMatching(/^W-/)])
  return answer.body
}
async function send(change: object = {}): Promise<Warning> {
  const { body } = await ask<Warning>("POST", "/warnings", li, { signal: signal.id })
  await ask("PATCH", `/warnings/${body.id}`, li, { version: body.version, ...change })
  expect((await ask("POST", `/warnings/${body.id}/submit`, li)).status).toBe(200)
  return approve(body.id)
}
const common = { enabled: true, areas: [], levels: [], language: "en", ratePerS: null }
async function create(kind: string, change: object = {}): Promise<Channel> {
  const name = { "zh-CN": kind, en: kind }
  const answer = await ask<ChannelList>("POST", "/channels", engineer, { kind, name, settings: {}, ...common, ...change })
  expect([answer.status, answer.body.code]).toEqual([201, undefined])
  return answer.body.channels.at(-1)!
}
const listed = async () => (await ask<ChannelList>("GET", "/channels", li)).body.channels
const ordersOf = async (id: string) => (await ask<{ orders: SendOrder[] }>("GET", `/warnings/${id}/deliveries`, li)).body.orders
const byChannel = (order: SendOrder | undefined, id: number) => order?.channels.find(({ channel }) => channel === id)
/** Until nothing is to be done at this moment. */
const settled = async () => {
  await world.log.drain()
  await warn.channels!.settled()
}

const key = "k".repeat(32)
const secrets = { key_id: "2026", key }

describe("a webhook", () => {
  test("gets every message of a warning once, signed, with the CAP message as it was frozen, and the ledger says so", async () => {
    const receiver = await openReceiver()
    const { id } = await create("webhook", { settings: { url: receiver.url, inside: true, knows_key: true }, secrets })
    const warning = await send()
    await settled()
    const [got] = receiver.received
    const told = JSON.parse(got!.body) as Record<string, string>
    expect(told).toMatchObject({ purpose: "warning", status: "Exercise", code: warning.code, event: warning.code, level: "red" })
    expect(told["headline"]).toMatch(/^DRILL: /)
    const file = await app.inject({ url: `/cap/alerts/${warning.identifier}.xml` })
    expect(told["cap"]).toBe(file.body)
    const rss = (await app.inject({ url: "/cap/feed.rss" })).body
    expect(XMLValidator.validate(rss)).toBe(true)
    expect(rss).toContain(`<link>https://linjiang.example/cap/alerts/${warning.identifier}.xml</link>`)
    const [, at] = /t=(\d+)/.exec(got!.signature)!
    const mac = createHmac("sha256", key).update(`${at}.${got!.key}.${got!.body}`).digest("hex")
    expect(got!.signature).toBe(`t=${at},kid=2026,v1=${mac}`)
    const [order] = await ordersOf(warning.id)
    expect(byChannel(order, id)).toMatchObject({ sent: 1, delivered: 1, failed: 0, waiting: 0, keepsOnce: true })
    expect(order).toMatchObject({ listed: true, doneAt: expect.any(String) })
    expect(order?.channels.map(({ kind, delivered }) => [kind, delivered])).toContainEqual(["feed", 1])

    const lifting = (await ask<Warning>("POST", `/warnings/${warning.id}/lift`, li, {})).body
    if (lifting.state !== "submitted") await ask("POST", `/warnings/${lifting.id}/submit`, li)
    await approve(lifting.id)
    await settled()
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { purpose: string }).purpose)).toEqual(["warning", "lifting"])
    expect((await ordersOf(warning.id)).map(({ purpose }) => purpose)).toEqual(["lifting", "warning"])
    await ask("PATCH", `/channels/${id}`, engineer, { enabled: false })
    await receiver.close()
  })

  test("that is down is asked by one, shown as down, and gets it when it comes back; secrets are never shown", async () => {
    let status = 500
    const receiver = await openReceiver(() => status)
    const { id } = await create("webhook", { settings: { url: receiver.url, inside: true }, secrets })
    const warning = await send()
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await settled()
      expect(receiver.received).toHaveLength(attempt)
      clock.advanceByMs(10 * 60_000)
      await warn.sweep(clock.now())
    }
    await settled()
    expect((await listed()).find((one) => one.id === id)).toMatchObject({ state: "down", reason: "server-error" })
    expect(warn.channels!.channelsNow(["linjiang/xihe"], "red").find((one) => one.id === id)).toMatchObject({ state: "down" })
    status = 204
    clock.advanceByMs(10 * 60_000)
    await warn.sweep(clock.now())
    await settled()
    expect(byChannel((await ordersOf(warning.id))[0], id)).toMatchObject({ delivered: 1, waiting: 0, keepsOnce: false })
    expect(new Set(receiver.received.map((one) => one.key)).size).toBe(1)
    const shown = await app.inject({ url: "/api/channels", headers: engineer })
    expect(shown.body).not.toContain(key)
    expect(shown.body).toContain(receiver.url)
    expect((await app.inject({ url: "/api/channels", headers: li })).body).not.toContain(receiver.url)
    const stored = await sql<{ sealed: Buffer }>`select sealed from warn.channel where id = ${id}`.execute(world.db.query)
    expect(stored.rows[0]!.sealed.includes(key)).toBe(false)
    await ask("PATCH", `/channels/${id}`, engineer, { enabled: false })
    await receiver.close()
  })

  test("takes no address of our own network unless its engineer says so, and no short key", async () => {
    const name = { "zh-CN": "x", en: "x" }
    for (const given of [
      { settings: { url: "http://example.com/" }, secrets },
      { settings: { url: "https://bot:pa55@example.com/" }, secrets },
      { settings: { url: "https://127.0.0.1/" }, secrets },
      { settings: { url: "https://[::1]/" }, secrets },
      { settings: { url: "file:///etc/passwd", inside: true }, secrets },
      { settings: { url: "https://example.com/" }, secrets: { key_id: "a", key: "short" } },
      { settings: { url: "https://example.com/" } },
      { settings: { url: "https://example.com/", password: "x" }, secrets },
    ]) {
      const answer = await ask("POST", "/channels", engineer, { kind: "webhook", name, ...common, ...given })
      expect([answer.status, answer.body.code]).toEqual([400, "CHANNELS_SETTING"])
      expect(JSON.stringify(answer.body)).not.toContain("short")
    }
    expect((await ask("POST", "/channels", li, { kind: "hand", name, settings: {}, ...common })).status).toBe(403)
  })
})

describe("residents", () => {
  const subscribe = async (
    address: string,
    language: "zh-CN" | "en" = "en",
    quiet: { readonly fromMin: number; readonly untilMin: number } | null = null,
  ) => {
    const choice = { area: "linjiang/xihe", language, hazards: null, minLevel: "blue", quiet } as const
    const { code } = await warn.subscriptions.subscribe({ choice, via: "email", address })
    await warn.subscriptions.confirm(code)
  }

  const claimedBy = async (identifier: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from warn.delivery d join warn.send_order o on o.number = d.send_order join warn.channel c on c.id = d.channel
      where o.identifier = ${identifier} and c.kind = 'email' and d.state = 'sent'`.execute(world.db.query)
    return rows[0]!.count
  }

  test("get the warning in their language; its lifting goes to whoever got it, and to nobody who did not", async () => {
    const { id } = await create("email")
    const siren = await create("mqtt", { areas: ["linjiang/xihe"] })
    mailed.length = 0
    sirens.length = 0
    await subscribe("one@example.com")
    await subscribe("two@example.com", "zh-CN")
    await subscribe("three@example.com")
    answerMail = async ({ address }) =>
      address.startsWith("three") ? { result: "refused", reason: "address", gone: true } : { result: "delivered" }
    const warning = await send()
    await settled()
    expect(mailed.map(({ address, message }) => [address, message.language]).toSorted()).toEqual([
      ["one@example.com", "en"],
      ["three@example.com", "en"],
      ["two@example.com", "zh-CN"],
    ])
    expect(sirens.map(({ address }) => address)).toEqual(["linjiang/xihe"])
    await subscribe("late@example.com")
    mailed.length = 0
    answerMail = async () => ({ result: "delivered" })
    const lifting = (await ask<Warning>("POST", `/warnings/${warning.id}/lift`, li, {})).body
    if (lifting.state !== "submitted") await ask("POST", `/warnings/${lifting.id}/submit`, li)
    await approve(lifting.id)
    await settled()
    // The one whose address is gone was forgotten when its receiver said so.
    expect(mailed.map(({ address }) => address).toSorted()).toEqual(["one@example.com", "two@example.com"])
    expect(sirens.map(({ message }) => message.purpose)).toEqual([expect.stringMatching(/^(warning|update)$/), "lifting"])
    const orders = await ordersOf(warning.id)
    expect(byChannel(orders[1], id)).toMatchObject({ sent: 3, delivered: 2, failed: 1, keepsOnce: true })
    expect(byChannel(orders[1], siren.id)).toMatchObject({ accepted: 1, keepsOnce: false })
    // The log and the figures name nobody.
    const log = JSON.stringify(await world.log.after(0, 100_000))
    expect(log).not.toMatch(/example\.com/)
  })

  test("an end goes to exactly who got the message, and never before it, also while both go out; so does the end of an update", async () => {
    for (let number = 0; number < 9; number += 1) await subscribe(`many-${number}@example.com`)
    const lift = async ({ id }: Warning) => {
      const lifting = (await ask<Warning>("POST", `/warnings/${id}/lift`, li, {})).body
      if (lifting.state !== "submitted") await ask("POST", `/warnings/${lifting.id}/submit`, li)
      await approve(lifting.id)
    }
    const told = (purpose: "lifting" | "other") =>
      mailed.filter(({ message }) => (message.purpose === "lifting") === (purpose === "lifting")).map(({ address }) => address)
    const answers: (() => void)[] = []
    const hold = () => {
      mailed.length = 0
      answers.length = 0
      answerMail = async ({ message }) => {
        if (message.purpose !== "lifting") await new Promise<void>((resolve) => answers.push(resolve))
        return { result: "delivered" }
      }
    }
    const answerRest = async () => {
      answerMail = async () => ({ result: "delivered" })
      for (const answer of answers) answer()
      await settled()
    }
    /** From the moment that the dispatcher knows of the end, nothing more of the message leaves. */
    const endIsKnown = async ({ id }: Warning) => {
      const states = async () => (await ordersOf(id)).map(({ listed: all, doneAt }) => [all, doneAt])
      await expect.poll(states).toContainEqual([true, null])
    }

    hold()
    const warning = await send()
    // Four are in hand, and four more are claimed and wait for their place.
    await expect.poll(() => answers.length).toBe(4)
    await expect.poll(() => claimedBy(warning.identifier!)).toBe(8)
    await lift(warning)
    await endIsKnown(warning)
    expect((await ordersOf(warning.id)).map(({ doneAt }) => doneAt)).toEqual([null, null])
    answers[0]!()
    await expect.poll(() => told("lifting")).toEqual([mailed[0]!.address])
    await answerRest()
    expect(told("other")).toHaveLength(4)
    expect(told("lifting").toSorted()).toEqual(told("other").toSorted())
    const mail = (await listed()).find(({ kind, enabled }) => kind === "email" && enabled)!
    const figures = async () => byChannel((await ordersOf(warning.id))[1], mail.id)
    await expect.poll(figures).toMatchObject({ sent: 4, delivered: 4, failed: 0, waiting: 0 })

    answerMail = async () => ({ result: "delivered" })
    mailed.length = 0
    await send()
    await settled()
    const everybody = mailed.length
    hold()
    const update = await send()
    await expect.poll(() => answers.length).toBe(4)
    await lift(update)
    await endIsKnown(update)
    await answerRest()
    expect(new Set(mailed.map(({ message }) => message.purpose))).toEqual(new Set(["update", "lifting"]))
    expect(told("other")).toHaveLength(4)
    expect(new Set(told("lifting")).size).toBe(everybody)
    expect(told("lifting")).toHaveLength(everybody)
  })

  test("what is in force again after an error goes to whoever had it, asleep or not, as the same event, in its corrected words", async () => {
    answerMail = async () => ({ result: "delivered" })
    await settled()
    mailed.length = 0
    const minuteNow = (Math.floor(clock.now().getTime() / 60_000) + 8 * 60) % 1440
    const quiet = { fromMin: (minuteNow + 10) % 1440, untilMin: (minuteNow + 240) % 1440 }
    await subscribe("asleep@example.com", "en", quiet)
    const first = await send({ level: "yellow" })
    const texts = structuredClone(first.texts)
    texts.en.headline = texts.en.headline.replace("warning", "warnings")
    const { body: list } = await ask<z.infer<typeof Corrections>>("POST", `/warnings/${first.id}/corrections`, li, { texts })
    const read = ["zh-CN", "en"]
    await ask("POST", `/warnings/${first.id}/corrections/${list.corrections[0]!.id}/approve`, zhao, { read })
    await settled()
    clock.advanceByMs(20 * 60_000)
    const second = await send({ level: "red" })
    await settled()
    await ask("POST", `/warnings/${second.id}/retract`, li)
    await settled()
    const got = mailed.filter(({ address }) => address === "asleep@example.com").map(({ message }) => message)
    expect(got.map(({ purpose, event }) => [purpose, event])).toEqual(
      ["warning", "update", "retraction", "warning"].map((purpose) => [purpose, first.code]),
    )
    expect(got.at(-1)!.headline).toContain(texts.en.headline)
    const [again] = await warn.listInForce()
    expect(again!.texts).toEqual(texts)
    await ask("POST", `/warnings/${again!.id}/retract`, li)
    await settled()
  })

  test("what has not gone out of an ended warning stays; what is interrupted is tried again under its key by the next process", async () => {
    const held = Promise.withResolvers<void>()
    mailed.length = 0
    answerMail = async (_delivery, ending) => {
      held.resolve()
      await new Promise((resolve) => ending.addEventListener("abort", resolve))
      return { result: "retry", reason: "timed-out" }
    }
    const warning = await send()
    await held.promise
    const keys = mailed.map(({ key: one }) => one)
    expect(keys.length).toBeGreaterThan(0)
    // As when the process ends: nothing of this is settled.
    await close()
    mailed.length = 0
    answerMail = async () => ({ result: "delivered" })
    ;({ warn, app } = await open())
    await settled()
    expect(mailed.map(({ key: one }) => one)).toEqual(expect.arrayContaining(keys))
    expect(new Set(mailed.map(({ key: one }) => one)).size).toBe(mailed.length)

    answerMail = async () => ({ result: "retry", reason: "no-connection" })
    const other = await send({ level: "orange" })
    await settled()
    await ask("POST", `/warnings/${other.id}/retract`, li)
    answerMail = async () => ({ result: "delivered" })
    mailed.length = 0
    clock.advanceByMs(3_600_000)
    await warn.sweep(clock.now())
    await settled()
    expect(new Set(mailed.map(({ message }) => message.purpose))).toEqual(new Set(["retraction", "warning"]))
    expect(mailed.every(({ message }) => message.code !== other.code || message.purpose === "retraction")).toBe(true)
    const [, first] = await ordersOf(other.id)
    expect(first?.channels.every(({ waiting }) => waiting === 0)).toBe(true)
    expect(warning.code).not.toBe(other.code)
  })
})

describe("by hand and by test", () => {
  test("an area that was told is ticked with time and words, never later than now", async () => {
    const { id } = await create("hand")
    const warning = await send()
    await settled()
    const [order] = await ordersOf(warning.id)
    expect(order!.hand).toEqual([expect.objectContaining({ channel: id, area: "linjiang/xihe", toldAt: null })])
    const told = { order: order!.number, channel: id, recipient: order!.hand[0]!.recipient, note: "loudspeaker car" }
    const tick = (at: Date) => ask("POST", `/warnings/${warning.id}/deliveries/tick`, li, { ...told, at: at.toISOString() })
    expect((await tick(new Date(clock.now().getTime() + 60_000))).body.code).toBe("CHANNELS_TOLD_LATER")
    expect((await tick(clock.now())).status).toBe(204)
    const [after] = await ordersOf(warning.id)
    expect(after!.hand[0]).toMatchObject({ toldAt: clock.now().toISOString(), note: "loudspeaker car" })
    expect(byChannel(after, id)).toMatchObject({ delivered: 1, waiting: 0 })
    await ask("PATCH", `/channels/${id}`, engineer, { enabled: false })
  })

  test("each channel is tested once a week, to own people only, with status Test, in no feed", async () => {
    const channels = await listed()
    const mail = channels.find(({ kind, enabled }) => kind === "email" && enabled)!
    await ask("PATCH", `/channels/${mail.id}`, engineer, { testAddresses: ["desk@linjiang.example"] })
    const feed = (await app.inject({ url: "/cap/feed.atom" })).body
    mailed.length = 0
    answerMail = async () => ({ result: "delivered" })
    clock.advanceByMs(8 * 24 * 3_600_000)
    await warn.sweep(clock.now())
    await settled()
    await warn.sweep(clock.now())
    await settled()
    expect(mailed).toHaveLength(1)
    expect(mailed[0]).toMatchObject({ address: "desk@linjiang.example", message: { status: "Test", purpose: "test" } })
    expect(mailed[0]!.message.headline).toMatch(/^(TEST: |【测试】)/)
    expect(mailed[0]!.message.xml).toContain("<status>Test</status>")
    expect((await app.inject({ url: "/cap/feed.atom" })).body).toBe(feed)
    expect((await listed()).find(({ id }) => id === mail.id)).toMatchObject({
      passedAt: clock.now().toISOString(),
      failure: null,
    })
    answerMail = async () => ({ result: "refused", reason: "not-authorized" })
    expect((await ask("POST", `/channels/${mail.id}/test`, li)).status).toBe(403)
    expect((await ask("POST", `/channels/${mail.id}/test`, engineer)).status).toBe(200)
    await settled()
    expect((await listed()).find(({ id }) => id === mail.id)).toMatchObject({ failure: "not-authorized" })
  })

  test("a month after its end only the counts of a message stay", async () => {
    clock.advanceByMs(40 * 24 * 3_600_000)
    answerMail = async () => ({ result: "delivered" })
    await warn.sweep(clock.now())
    await settled()
    const before = await sql<{ id: string }>`select warning as id from warn.send_order where warning is not null limit 1`.execute(
      world.db.query,
    )
    const { id } = before.rows[0]!
    const shown = (await ordersOf(id)).map(({ channels }) => channels)
    expect(await warn.channels!.forget(clock.now())).toBeGreaterThan(0)
    const left = await sql<{ count: number }>`
      select count(*) as count from warn.delivery d join warn.send_order o on o.number = d.send_order
      where o.expires < ${clock.now()}`.execute(world.db.query)
    expect(left.rows[0]!.count).toBe(0)
    expect((await ordersOf(id)).map(({ channels }) => channels)).toEqual(shown)
  })
})

test("a drill has no channels: none can be made, none is opened, and no order is written", async () => {
  const drill = await startWarn(cityOf(world))
  expect(drill.channels).toBeUndefined()
  expect(drill.routes.length).toBeGreaterThan(0)
  await drill.stop()
  const { world: replay } = await openTestWorld({ kind: "replay" })
  await expect(startWarn({ ...cityOf(replay), channels: kinds })).rejects.toThrow("nothing may leave")
})
