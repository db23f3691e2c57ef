import { sql } from "kysely"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { forgetMutes } from "../forget-mutes.ts"
import { soundRoutes } from "./sound-routes.ts"

const { world, clock } = await openTestWorld()
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-account"] === undefined
      ? undefined
      : { role: "duty-officer", ...(headers["x-test-account"] && { account: String(headers["x-test-account"]) }) },
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: [{ prefix: "/api", plugin: soundRoutes(world) }],
})
afterAll(() => app.close())

const ask = async (method: "GET" | "POST" | "DELETE", account?: string, payload?: object) => {
  const headers = account === undefined ? {} : { "x-test-account": account }
  const answer = await app.inject({ method, url: "/api/sound-mutes", headers, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const onThePhone = { reason: "on-the-phone", minutes: 10 }

test("who turns the sound off is seen by all with the reason, is logged, and hears again after ten minutes", async () => {
  expect((await ask("POST", "li", onThePhone)).body.mutes).toMatchObject([{ role: "duty-officer", mine: true }])
  const { mutes } = (await ask("GET", "wang")).body
  expect(mutes).toMatchObject([{ role: "duty-officer", mine: false, reason: "on-the-phone" }])
  expect(Object.keys(mutes[0])).not.toContain("account")
  await world.log.drain()
  const [entry] = await world.log.after(0, 10)
  expect(entry).toMatchObject({ module: "sense", verb: "mute-sound", actorRole: "duty-officer" })
  clock.advanceByMs(10 * 60_000)
  expect((await ask("GET", "wang")).body.mutes).toEqual([])
})

test("a second one of the same person takes the place of the first, and the sound can be turned on before", async () => {
  await ask("POST", "li", onThePhone)
  await ask("POST", "wang", { reason: "cause-known", minutes: 3 })
  const { mutes } = (await ask("POST", "li", { reason: "in-a-briefing", minutes: 5 })).body
  expect(mutes.map(({ reason }: { reason: string }) => reason)).toEqual(["cause-known", "in-a-briefing"])
  expect((await ask("DELETE", "li")).body.mutes).toHaveLength(1)
  expect(await ask("DELETE", "li")).toMatchObject({ status: 409, body: { code: "SENSE_NOT_MUTED" } })
})

test("a day after it was over nothing says any more who was silent", async () => {
  const rows = async () => (await sql`select 1 from sense.sound_mute`.execute(world.db.query)).rows.length
  await ask("POST", "li", onThePhone)
  await forgetMutes(world, clock.now())
  expect(await rows()).toBeGreaterThan(0)
  clock.advanceByMs(25 * 3_600_000)
  await forgetMutes(world, clock.now())
  expect(await rows()).toBe(0)
})

test("longer than ten minutes, without a reason, or without an account nobody turns it off", async () => {
  expect((await ask("POST", "li", { ...onThePhone, minutes: 11 })).status).toBe(400)
  expect((await ask("POST", "li", { minutes: 5 })).status).toBe(400)
  expect((await ask("POST", "", onThePhone)).body.code).toBe("SENSE_NO_ACCOUNT")
  expect((await ask("POST", undefined, onThePhone)).status).toBe(401)
})
