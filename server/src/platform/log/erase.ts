import { newId } from "@holdfast/kernel"
import type { Transaction } from "kysely"
import type { Database } from "../db/index.ts"
import { deleteBodies, insertEntries, listExpired } from "./store.ts"

const BATCH_MAX = 5_000

/** What an erasure says of itself. Positions as ranges, both ends included. */
export interface Erasure {
  readonly rule: string
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** Deletes the bodies whose retention is over, and says so in the log, in the same transaction. Gives how many went. */
export async function eraseExpired(db: Database, now: Date): Promise<number> {
  let erased = 0
  for (;;) {
    const due = await listExpired(db.query, now, BATCH_MAX)
    if (!due) return erased
    await db.transaction((tx) => erase(tx, due.seqs, due.retention, now))
    erased += due.seqs.length
  }
}

async function erase(tx: Transaction<unknown>, seqs: readonly number[], rule: string, now: Date): Promise<void> {
  await deleteBodies(tx, seqs)
  const erasure = { rule, ranges: toRanges(seqs) }
  await insertEntries(
    tx,
    [{ module: "log", verb: "erase", record: newId(), actor: { role: "system" }, retention: "permanent", body: erasure }],
    now,
  )
}

export function toRanges(seqs: readonly number[]): [number, number][] {
  const ranges: [number, number][] = []
  for (const seq of seqs) {
    const last = ranges.at(-1)
    if (last && last[1] === seq - 1) last[1] = seq
    else ranges.push([seq, seq])
  }
  return ranges
}
