import { type Kysely, sql } from "kysely"
import { NO_RESULT_TIME } from "../../domain/observation.ts"
import type { Measured } from "../domain/rule-trial.ts"

/** Measurements in one question: the embedded database answers nothing else meanwhile. */
const PAGE = 20_000
/** One question looks at no more than a day, so that sorting it stays small. */
const DAY_MS = 86_400_000

/** What some datastreams measured from `fromMs` up to `untilMs`, in the order of time, page after page. */
export async function* readSpan(
  db: Kysely<unknown>,
  {
    datastreams,
    fromMs,
    untilMs,
  }: { readonly datastreams: readonly number[]; readonly fromMs: number; readonly untilMs: number },
): AsyncGenerator<{ readonly upToMs: number; readonly measured: readonly Measured[] }> {
  for (let dayMs = fromMs; dayMs <= untilMs; dayMs += DAY_MS) {
    const endMs = Math.min(dayMs + DAY_MS - 1, untilMs)
    let after = { atMs: dayMs, id: -1 }
    for (;;) {
      const { rows } = await sql<Measured>`
        select id, datastream_id as datastream, result as value,
          (extract(epoch from phenomenon_at) * 1000)::float8 as "atMs",
          coalesce((extract(epoch from result_at) * 1000)::float8, ${NO_RESULT_TIME}::float8) as "resultAtMs"
        from sense.observation
        where datastream_id = any(${datastreams}::int[])
          and phenomenon_at <= ${new Date(endMs)}::timestamptz
          and (phenomenon_at, id) > (${new Date(after.atMs)}::timestamptz, ${after.id}::int8)
        order by phenomenon_at, id
        limit ${PAGE}::int`.execute(db)
      const last = rows.at(-1)
      yield { upToMs: rows.length < PAGE ? endMs : last!.atMs, measured: rows }
      if (rows.length < PAGE) break
      after = { atMs: last!.atMs, id: last!.id }
    }
  }
}
