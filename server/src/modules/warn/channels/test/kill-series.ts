import type { ChannelList, SendOrder, Warning, WarningCard } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { expect } from "vitest"
import { type ServerProcess, startServerProcess } from "../../../../../test/server-process.ts"
import { openReceiver } from "./receiver.ts"

/** Targets of each sort of receiver: one that knows the key, and one that does not. */
const TARGETS = 6
const CHANNELS = 2 * TARGETS
/** A delivery is written as settled within 20 ms of its answer: before, in, and after that. */
const DELAY_MAX_MS = 40
const SETTLE_MAX_MS = 120_000
const secrets = { key_id: "test", key: "k".repeat(32) }

type Ask = <T>(method: string, path: string, role: string, body?: object) => Promise<T>

/** What the kills met, by which a series shows that it tested something. */
export interface KillFigures {
  readonly kills: number
  /** Something of the warning had arrived, and something had not been answered. */
  readonly midway: number
  /** Deliveries that came again under their key, by sort of receiver. */
  readonly again: { readonly knowing: number; readonly plain: number }
}

/** Signs the demo's people in; a session outlives the process that gave it. */
async function signIn(url: string): Promise<ReadonlyMap<string, string>> {
  const cookies = new Map<string, string>()
  for (const role of ["duty-officer", "approver", "engineer"]) {
    const answer = await fetch(`${url}/api/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ role }),
    })
    cookies.set(role, answer.headers.getSetCookie()[0]!.split(";")[0]!)
  }
  return cookies
}

function askAt(url: string, cookies: ReadonlyMap<string, string>): Ask {
  return async (method, path, role, body) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie: cookies.get(role)!, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as never
  }
}

/** Two receivers of the same deliveries, which can be made to fall silent when so many have arrived. */
async function openReceivers() {
  const bodies = new Map<string, string>()
  const arrivals = new Map<string, number>()
  let count = 0
  let wanted = Number.POSITIVE_INFINITY
  let isSilent = false
  let reached = () => {}
  const open = () =>
    openReceiver(({ key, body }) => {
      // A receiver that takes a key once may do so only because the same key always means the same.
      expect(body).toBe(bodies.get(key) ?? body)
      bodies.set(key, body)
      arrivals.set(key, (arrivals.get(key) ?? 0) + 1)
      count += 1
      if (count < wanted) return 204
      reached()
      return isSilent ? new Promise<never>(() => {}) : 204
    })
  const [knowing, plain] = [await open(), await open()]
  return {
    knowing,
    plain,
    arrivals,
    /** Resolves at the so-many-th arrival from now; when silent, neither that one nor any after it is answered. */
    after: (arrivalsFromNow: number, silent: boolean) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      wanted = count + arrivalsFromNow
      isSilent = silent
      reached = resolve
      return promise
    },
    answerAll: () => {
      wanted = Number.POSITIVE_INFINITY
    },
  }
}

/**
 * Sends warnings to local receivers and kills the server in the middle, again and again: at a random arrival, in turn before its answer
 * and a few milliseconds after it. In the end each target of each warning is delivered in the ledger, which says of each channel whether its
 * receiver takes a key once; each got its one key at least once, with the same words each time, and nobody got anything else.
 */
export async function killSeries(
  environment: Record<string, string>,
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<KillFigures> {
  const random = new Random(seed)
  const receivers = await openReceivers()
  const { arrivals } = receivers
  let server: ServerProcess | undefined = await startServerProcess(environment)
  try {
    const cookies = await signIn(server.url)
    let ask = askAt(server.url, cookies)
    const knows = await createChannels(ask, receivers)
    const areas = (await ask<{ areas: { id: string }[] }>("GET", "/places/areas?kind=street", "duty-officer")).areas
    const sent: Warning[] = []
    let midway = 0
    for (let kill = 0; kill < kills; kill += 1) {
      // What the next warning would take the place of has gone out.
      const before = sent.at(-areas.length)
      if (before) await settled(ask, before.id)
      const area = areas[kill % areas.length]!.id
      const silent = kill % 2 === 0
      const enough = receivers.after(1 + random.int(CHANNELS), silent)
      const warning = await send(ask, area)
      sent.push(warning)
      await enough
      if (!silent) await new Promise((resolve) => setTimeout(resolve, random.int(DELAY_MAX_MS)))
      await server.kill()
      const arrived = [...arrivals.keys()].filter((key) => key.startsWith(`${warning.identifier}.`)).length
      if (arrived > 0 && (silent || arrived < CHANNELS)) midway += 1
      receivers.answerAll()
      server = await startServerProcess(environment)
      ask = askAt(server.url, cookies)
    }
    const again = { knowing: 0, plain: 0 }
    const known = new Set<string>()
    for (const { id } of sent)
      for (const { identifier, channels } of await settled(ask, id))
        for (const figures of channels.filter(({ channel }) => channel !== null)) {
          const keepsOnce = knows.get(figures.channel!)
          const key = `${identifier}.${figures.channel}.1`
          known.add(key)
          expect(figures).toMatchObject({ sent: 1, delivered: 1, failed: 0, stopped: 0, waiting: 0, keepsOnce })
          expect(arrivals.get(key)).toBeGreaterThanOrEqual(1)
          again[keepsOnce ? "knowing" : "plain"] += arrivals.get(key)! - 1
        }
    expect(known.size).toBe(kills * CHANNELS)
    // Nothing came that no ledger knows, such as one recipient under two keys.
    expect([...arrivals.keys()].filter((key) => !known.has(key))).toEqual([])
    expect(await server.stop()).toBe(0)
    server = undefined
    return { kills, midway, again }
  } finally {
    await server?.kill()
    await receivers.knowing.close()
    await receivers.plain.close()
  }
}

/** Gives for each channel whether its receiver takes a key once. */
async function createChannels(
  ask: Ask,
  { knowing, plain }: { readonly knowing: { readonly url: string }; readonly plain: { readonly url: string } },
): Promise<ReadonlyMap<number, boolean>> {
  for (let target = 0; target < TARGETS; target += 1)
    for (const [{ url }, knows_key] of [
      [knowing, true],
      [plain, false],
    ] as const) {
      const name = { "zh-CN": `目标${target}`, en: `Target ${target}` }
      const settings = { url, inside: true, knows_key, in_flight: 1 }
      const common = { enabled: true, areas: [], levels: [], language: "en", ratePerS: null }
      await ask("POST", "/channels", "engineer", { kind: "webhook", name, settings, secrets, ...common })
    }
  const { channels } = await ask<ChannelList>("GET", "/channels", "engineer")
  return new Map(channels.map(({ id, settings }) => [id, settings["knows_key"] === true]))
}

/** The orders of a warning, when nothing of them is left to do. */
async function settled(ask: Ask, id: string): Promise<SendOrder[]> {
  const read = async () => (await ask<{ orders: SendOrder[] }>("GET", `/warnings/${id}/deliveries`, "duty-officer")).orders
  const isDone = async () => (await read()).every(({ doneAt }) => doneAt !== null)
  await expect.poll(isDone, { timeout: SETTLE_MAX_MS }).toBe(true)
  return read()
}

async function send(ask: Ask, area: string): Promise<Warning> {
  const li = "duty-officer"
  const draft = await ask<Warning>("POST", "/warnings", li, { hazard: "rainstorm", level: "red", areas: [area] })
  const texts = JSON.parse(JSON.stringify(draft.texts).replaceAll("{{measured}}", "104 mm")) as object
  await ask("PATCH", `/warnings/${draft.id}`, li, { version: draft.version, texts })
  const { beside } = await ask<WarningCard>("GET", `/warnings/${draft.id}/card`, li)
  await ask("POST", `/warnings/${draft.id}/submit`, li, { people: beside.size.people })
  const { version } = await ask<Warning>("GET", `/warnings/${draft.id}`, "approver")
  return ask<Warning>("POST", `/warnings/${draft.id}/approve`, "approver", { version, read: ["zh-CN", "en"] })
}
