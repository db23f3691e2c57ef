import { sql } from "kysely"
import { describe, expect, test } from "vitest"
import { simulateYear } from "../../../test/simulated-year.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { retentionDays } from "./index.ts"

describe("a simulated year", () => {
  test("erases all that is due and nothing else, and the log still proves whole", async () => {
    const year = await simulateYear({ ...(await openTestWorld()), days: retentionDays })
    expect(year).toMatchObject({ overdue: 0, early: 0, logValid: true })
    expect(year.erased).toBeGreaterThan(10)
  })
  test("shows when nobody forgets", async () => {
    const year = await simulateYear({ ...(await openTestWorld()), days: retentionDays, forget: async () => 0 })
    expect(year.overdue).toBeGreaterThan(10)
  })
  test("shows when bodies vanish without a rule", async () => {
    const { world, clock } = await openTestWorld()
    const year = await simulateYear({
      world,
      clock,
      days: retentionDays,
      forget: () => sql`delete from log.body where retention_class = 'staff-action'`.execute(world.db.query),
    })
    expect(year).toMatchObject({ logValid: false })
    expect(year.early).toBeGreaterThan(10)
  })
})
