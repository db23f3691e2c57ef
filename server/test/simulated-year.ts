import path from "node:path"
import { type ManualClock, newId } from "@holdfast/kernel"
import { sql } from "kysely"
import { type RetentionClass, readRoots, verifyLog } from "../src/platform/log/index.ts"
import type { World } from "../src/platform/world/index.ts"

const DAY_MS = 86_400_000
const STEP_DAYS = 30
const YEAR_DAYS = 365

export interface SimulatedYear {
  /** Bodies that were still there although their time was over. */
  readonly overdue: number
  /** Bodies that went before their time. */
  readonly early: number
  readonly erased: number
  readonly logValid: boolean
}

/**
 * Lets a year pass in a world: every thirty days each retention class gets an entry, and what is due is forgotten. Counts what
 * the promise was broken for, and asks whether the log still proves whole.
 */
export async function simulateYear(given: {
  readonly world: World
  readonly clock: ManualClock
  readonly days: Readonly<Record<RetentionClass, number | null>>
  /** What the machine does each night. Another one is given to see that a broken promise is found. */
  readonly forget?: (now: Date) => Promise<unknown>
}): Promise<SimulatedYear> {
  const { world, clock, days, forget = (now) => world.log.forget(now) } = given
  const written: { record: string; dueMs: number }[] = []
  const startMs = clock.now().getTime()
  for (let day = 0; day < YEAR_DAYS; day += STEP_DAYS) {
    clock.advanceTo(new Date(startMs + day * DAY_MS))
    for (const [retention, kept] of Object.entries(days) as [RetentionClass, number | null][]) {
      const record = newId()
      await world.transact(async (tx) => {
        const actor = { role: "engineer" }
        tx.record({ module: "guard", verb: "simulate", record, actor, retention, body: { text: `day ${day}` } })
      })
      written.push({ record, dueMs: kept === null ? Number.POSITIVE_INFINITY : clock.now().getTime() + kept * DAY_MS })
    }
    await world.log.drain()
    await forget(clock.now())
  }
  clock.advanceTo(new Date(startMs + YEAR_DAYS * DAY_MS))
  await forget(clock.now())
  await world.log.drain()
  world.log.roots.flush()
  const kept = await sql<{ record: string }>`
    select h.record_ref as record from log.header h join log.body b on b.header_id = h.id where h.module = 'guard'`.execute(
    world.db.query,
  )
  const there = new Set(kept.rows.map(({ record }) => record))
  const nowMs = clock.now().getTime()
  const { roots } = readRoots(path.join(world.dataFolder, "log-roots.jsonl"))
  const { valid } = await verifyLog(world.db, { roots, publicKey: world.log.roots.publicKey })
  return {
    overdue: written.filter(({ record, dueMs }) => dueMs <= nowMs && there.has(record)).length,
    early: written.filter(({ record, dueMs }) => dueMs > nowMs && !there.has(record)).length,
    erased: written.length - there.size,
    logValid: valid,
  }
}
