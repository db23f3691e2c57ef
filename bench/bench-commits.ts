import assert from "node:assert"
import { newId, systemClock } from "@holdfast/kernel"
import { allMigrations } from "../server/src/migrations.ts"
import { MemoryBus } from "../server/src/platform/bus/index.ts"
import type { Engine } from "../server/src/platform/db/index.ts"
import { World } from "../server/src/platform/world/index.ts"
import { compare, type Row } from "./measure.ts"

const COMMITS = 600
const WRITERS = [1, 8, 32]

/** Changes of state that record what they did, by one and by many at once, against one row and a commit. The engine is closed at the end. */
export async function benchCommits(engine: Engine, dataFolder: string): Promise<Row[]> {
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
    const timed = async (writers: number, one: () => Promise<unknown>, count: () => Promise<number>) => {
      const before = await count()
      let left = COMMITS
      const write = async () => {
        for (; left > 0; ) {
          left -= 1
          await one()
        }
      }
      const startedMs = performance.now()
      await Promise.all(Array.from({ length: writers }, write))
      const seconds = (performance.now() - startedMs) / 1000
      assert.equal((await count()) - before, COMMITS, "every commit is there")
      return COMMITS / seconds
    }
    const count = (table: string) => async () =>
      Number((await pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n)
    const change = () =>
      world.transact(async (tx) => {
        const body = { text: "bench" }
        tx.record({ module: "bench", verb: "note", record: newId(), actor: { role: "engineer" }, retention: "permanent", body })
      })
    const entries = async () => {
      await world.log.drain()
      return count("log.header")()
    }
    const insert = () => pool.query("insert into bench_one values ($1, $2)", [newId(), "bench"])
    const rows: Row[] = []
    for (const writers of WRITERS)
      rows.push(
        await compare({
          name: `changes with their log entry, ${writers} at once, ${engine.kind}`,
          unit: "commits/s",
          peerName: "bare insert and commit",
          ours: () => timed(writers, change, entries),
          peer: () => timed(writers, insert, count("bench_one")),
          rounds: 3,
        }),
      )
    return rows
  } finally {
    await world.close()
  }
}
