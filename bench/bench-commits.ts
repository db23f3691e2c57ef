import assert from "node:assert"
import { newId, systemClock } from "@holdfast/kernel"
import { allMigrations } from "../server/src/migrations.ts"
import { MemoryBus } from "../server/src/platform/bus/index.ts"
import type { Engine } from "../server/src/platform/db/index.ts"
import { World } from "../server/src/platform/world/index.ts"
import { compare, type Row } from "./measure.ts"

const COMMITS = 200

/** Changes of state that record what they did, one after another, against one row and a commit. The engine is closed at the end. */
export async function benchCommits(engine: Engine, dataFolder: string): Promise<Row> {
  const fail = (error: unknown) => {
    throw error
  }
  const world = await World.open({
    ...{ kind: "demo", engine, clock: systemClock, wall: systemClock, bus: new MemoryBus(fail) },
    ...{ dataFolder, migrations: allMigrations },
  })
  try {
    const { pool } = engine
    await pool.query("create table bench_one (id uuid, text text)")
    const timed = async (one: () => Promise<unknown>, count: () => Promise<number>) => {
      const before = await count()
      const startedMs = performance.now()
      for (let i = 0; i < COMMITS; i += 1) await one()
      const seconds = (performance.now() - startedMs) / 1000
      assert.equal((await count()) - before, COMMITS, "every commit is there")
      return COMMITS / seconds
    }
    const count = (table: string) => async () =>
      Number((await pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n)
    return await compare({
      name: `changes with their log entry, ${engine.kind}`,
      unit: "commits/s",
      peerName: "bare insert and commit",
      ours: () =>
        timed(
          () =>
            world.transact(async (tx) => {
              const body = { text: "bench" }
              tx.record({
                module: "bench",
                verb: "note",
                record: newId(),
                actor: { role: "engineer" },
                retention: "permanent",
                body,
              })
            }),
          async () => {
            await world.log.drain()
            return count("log.header")()
          },
        ),
      peer: () => timed(() => pool.query("insert into bench_one values ($1, $2)", [newId(), "bench"]), count("bench_one")),
      rounds: 3,
    })
  } finally {
    await world.close()
  }
}
