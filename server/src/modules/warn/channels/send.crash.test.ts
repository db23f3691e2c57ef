import { describe, expect, test } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../../../../test/engines.ts"
import { killSeries } from "./test/kill-series.ts"

const series = { kills: 2, seed: Number(process.env["SEED"] ?? 7) }

describe(`kill -9 while a warning goes out: all get it under one key, and the ledger says which take it once (seed ${series.seed})`, () => {
  test("on the embedded database", async () => {
    const { midway } = await killSeries({ HOLDFAST_DATA: temporaryFolder() }, series)
    expect(midway).toBeGreaterThanOrEqual(1)
  })

  test.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])("on PostgreSQL", async () => {
    const environment = { HOLDFAST_DATA: temporaryFolder(), HOLDFAST_DATABASE_URL: await createEmptyDatabase() }
    const { midway } = await killSeries(environment, series)
    expect(midway).toBeGreaterThanOrEqual(1)
  })
})
