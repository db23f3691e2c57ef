import { type Kysely, sql } from "kysely"
import { floorHourMs, HOUR_MS } from "../../domain/settled.ts"
import { run } from "./run.ts"

/** An hour with more measurements is walked through in parts. */
const CROWDED = 5_000
const HOURS_MAX = 500
/** How much wider the next window is than the one that held too few. */
const WIDER = 4

export interface Walk {
  readonly descending: boolean
  /** Nothing before it, in the direction of the walk, is wanted; infinite where nothing is said. */
  readonly edgeMs: number
  /** How many rows are wanted, from the edge on. */
  readonly need: number
  readonly nowMs: number
}

/**
 * How far a walk through everybody's measurements in the order of their time must look, by what is counted of each hour: each bound
 * is wider than the one before, and the last is none. Without them the database would sort all that there are, because an index that
 * has them in this order would cost every measurement as much again as the one of its series.
 */
export async function* windows(db: Kysely<unknown>, walk: Walk): AsyncGenerator<number | undefined> {
  const { descending, edgeMs, need, nowMs } = walk
  const edge = Number.isFinite(edgeMs) ? new Date(floorHourMs(edgeMs)) : undefined
  const sign = sql.raw(descending ? "<=" : ">=")
  const hours = await run<{ hour: Date; n: number }>(
    db,
    sql`
    select hour, sum(n)::int8 as n from sense.observation_tally
    where ${edge ? sql`hour ${sign} ${edge}::timestamptz` : sql`true`}
    group by hour having sum(n) > 0
    order by hour ${sql.raw(descending ? "desc" : "asc")} limit ${HOURS_MAX}::int`,
  )
  const [first] = hours
  if (!first) return yield undefined
  const ahead = descending ? -1 : 1
  if (first.n > CROWDED) {
    const hourMs = first.hour.getTime()
    // Where the hour goes on, nothing is measured yet after now.
    const entered = descending ? Math.min(hourMs + HOUR_MS, nowMs, edgeMs) : Math.max(hourMs, edgeMs)
    const startMs = Math.min(Math.max(entered, hourMs), hourMs + HOUR_MS)
    for (let widthMs = (HOUR_MS * need * 2) / first.n; widthMs < HOUR_MS; widthMs *= WIDER) yield startMs + ahead * widthMs
  }
  let found = 0
  let wanted = need
  for (const [i, { hour, n }] of hours.entries()) {
    // The first may lie before the edge for the most part.
    if (i > 0) found += n
    if (found < wanted) continue
    yield hour.getTime() + (descending ? 0 : HOUR_MS)
    wanted *= WIDER
  }
  yield undefined
}
