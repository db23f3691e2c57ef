import { describe, expect, test } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../../../../test/engines.ts"
import { type KillFigures, killSeries } from "./test/kill-series.ts"

const series = { kills: Number(process.env["KILLS"] ?? 200), seed: Number(process.env["SEED"] ?? 7) }
const timeout = 2 * 3_600_000

/** Half of the kills come before an answer, so that what was in hand comes again. */
function expectMidway({ kills, midway, again }: KillFigures): void {
  process.stdout.write(
    `${midway} of ${kills} kills midway; again to who knows the key ${again.knowing}, to others ${again.plain}\n`,
  )
  expect(midway).toBeGreaterThanOrEqual(kills / 2)
  expect(again.knowing).toBeGreaterThan(0)
  expect(again.plain).toBeGreaterThan(0)
}

describe(`${series.kills} kills while warnings go out (seed ${series.seed})`, () => {
  test("on the embedded database", { timeout }, async () =>
    expectMidway(await killSeries({ HOLDFAST_DATA: temporaryFolder() }, series)),
  )

  test.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])("on PostgreSQL", { timeout }, async () => {
    const environment = { HOLDFAST_DATA: temporaryFolder(), HOLDFAST_DATABASE_URL: await createEmptyDatabase() }
    expectMidway(await killSeries(environment, series))
  })
})
