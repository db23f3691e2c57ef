import path from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openPglite } from "./index.ts"
import { Upkeep } from "./upkeep.ts"

test("enough written log is followed by vacuum and a checkpoint, less is not", async () => {
  const errors: unknown[] = []
  const engine = await openPglite({
    folder: path.join(temporaryFolder(), "pglite"),
    onDiskFailure: (reason) => {
      throw new Error(reason)
    },
  })
  const upkeep = new Upkeep(engine.pool, (error) => errors.push(error))
  await upkeep.look()
  await engine.pool.query("create table trial as select g as id, repeat('x', 50) as padding from generate_series(1, 20000) g")
  await engine.pool.query("delete from trial where id % 2 = 0")
  await upkeep.look()
  expect(upkeep.checkpoints).toBe(0)
  await engine.pool.query(
    "create table heavy as select decode(repeat(md5(g::text), 32768), 'hex') as bytes from generate_series(1, 2) g",
  )
  await engine.pool.query("alter table heavy alter column bytes set storage external")
  for (let i = 0; i < 36; i += 1) {
    await engine.pool.query("insert into heavy select decode(repeat(md5(g::text), 524288), 'hex') from generate_series(1, 1) g")
  }
  await upkeep.look()
  expect(errors).toEqual([])
  expect(upkeep.checkpoints).toBeGreaterThan(0)
  // The engine counts dead rows a moment after they died.
  await expect
    .poll(async () => {
      await upkeep.look()
      return upkeep.vacuums
    })
    .toBeGreaterThan(0)
  await upkeep.stop()
  await engine.close()
})
