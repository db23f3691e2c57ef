import { Random } from "@holdfast/kernel"
import { describe, expect, test } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../test/engines.ts"
import { runCli, startServerProcess } from "../test/server-process.ts"

const seed = Number(process.env["SEED"] ?? 7)
const random = new Random(seed)
const KILLS = 2

interface Page {
  readonly notes: readonly { text: string }[]
}

/** Becomes the demo's duty officer; the session outlives the server that gave it. */
async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ role: "duty-officer" }),
  })
  return { cookie: answer.headers.getSetCookie()[0]!.split(";")[0]!, "content-type": "application/json" }
}

/** Writes notes as fast as the server takes them, until it is gone. Gives those that it acknowledged, also while it runs. */
function writeUntilGone(
  url: string,
  headers: Record<string, string>,
  round: number,
): { acknowledged: string[]; done: Promise<unknown> } {
  const acknowledged: string[] = []
  const done = Promise.all(
    Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; i < 8; i += 1) {
        const text = `${round}-${writer}-${i}`
        const body = JSON.stringify({ text })
        const answer = await fetch(`${url}/api/journal`, {
          method: "POST",
          headers,
          body,
        }).catch(() => undefined)
        if (answer?.status !== 201) return
        acknowledged.push(text)
      }
    }),
  )
  return { acknowledged, done }
}

async function killSeries(environment: Record<string, string>): Promise<void> {
  for (let round = 0; round < KILLS; round += 1) {
    const server = await startServerProcess(environment)
    const headers = await signIn(server.url)
    const writing = writeUntilGone(server.url, headers, round)
    const wanted = 2 + random.int(12)
    await expect.poll(() => writing.acknowledged.length, { interval: 1 }).toBeGreaterThanOrEqual(wanted)
    await server.kill()
    await writing.done
    const { acknowledged } = writing
    const again = await startServerProcess(environment)
    const { notes } = (await (await fetch(`${again.url}/api/journal`, { headers })).json()) as Page
    const texts = notes.map(({ text }) => text)
    expect(texts.filter((text) => acknowledged.includes(text)).toSorted()).toEqual(acknowledged.toSorted())
    expect(new Set(texts).size).toBe(texts.length)
    expect(await again.stop()).toBe(0)
  }
  const { code, output } = await runCli(["verify-log", "--json"], environment)
  expect(JSON.parse(output)).toMatchObject({ valid: true })
  expect(code).toBe(0)
}

describe(`kill -9 loses nothing acknowledged and doubles nothing (seed ${seed})`, () => {
  test("on the embedded database", () => killSeries({ HOLDFAST_DATA: temporaryFolder() }))

  test.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])("on PostgreSQL", async () =>
    killSeries({ HOLDFAST_DATA: temporaryFolder(), HOLDFAST_DATABASE_URL: await createEmptyDatabase() }),
  )
})

test("a second server on one folder is refused in one sentence, and a command works through the first", async () => {
  const environment = { HOLDFAST_DATA: temporaryFolder() }
  const server = await startServerProcess(environment)
  const second = await startServerProcess(environment).then(
    () => "started",
    (error: Error) => error.message,
  )
  expect(second.trim().split("\n").at(-1)).toMatch(/^Another Holdfast is running on the data folder .*\.$/)
  const verified = await runCli(["verify-log"], environment)
  expect(verified).toMatchObject({ code: 0, output: expect.stringMatching(/Read \d+ entries/) })
  const taken = await startServerProcess({ HOLDFAST_DATA: temporaryFolder(), PORT: new URL(server.url).port }).then(
    () => "started",
    (error: Error) => error.message,
  )
  expect(taken).toMatch(/^Port \d+ is in use by another program/m)
  expect(await server.stop()).toBe(0)
  expect(server.output()).toContain("Everything is saved.")
})
