import { sql } from "kysely"
import { expect, test } from "vitest"
import { simulateYear } from "../../../test/simulated-year.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { retentionDays } from "../log/index.ts"

const { world, clock } = await openTestWorld()
const given = { world, clock, days: retentionDays }

// One world, three years, in this order: the third leaves a log that no longer proves whole.
test("a year erases all that is due and nothing else, and the log still proves whole", async () => {
  const year = await simulateYear(given)
  expect(year).toMatchObject({ overdue: 0, early: 0, logValid: true })
  expect(year.erased).toBeGreaterThan(10)
})

test("a year in which nobody forgets shows", async () => {
  const year = await simulateYear({ ...given, forget: async () => 0 })
  expect(year).toMatchObject({ early: 0, logValid: true })
  expect(year.overdue).toBeGreaterThan(10)
})

test("a year in which bodies vanish without a rule shows", async () => {
  const vanish = () => sql`delete from log.body where retention_class = 'staff-action'`.execute(world.db.query)
  const year = await simulateYear({ ...given, forget: vanish })
  expect(year).toMatchObject({ logValid: false })
  expect(year.early).toBeGreaterThan(10)
})
