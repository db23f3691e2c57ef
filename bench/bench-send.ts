import assert from "node:assert"
import { setTimeout as wait } from "node:timers/promises"
import { startBenchServer } from "./bench-server.ts"
import { type Figure, quantile } from "./measure.ts"
import { openPatient, type PatientDatabase } from "./patient-database.ts"
import { startDesk } from "./send-warning.ts"

const LOOK_MS = 500
const ROWS_AT_ONCE = 500_000
/** Before anything counts: code and caches are warm then, as in a city that is awake. */
const WARM_UP = 5

/**
 * From the approver's request until the answer says that it is sent: approved, written as CAP and signed, matched to so many
 * subscriptions, the send order on disk. On a PostgreSQL with fsync, over HTTP, one after the other; the matched number is compared with
 * what SQL counts. No channel is configured, so that nothing is measured of what leaves afterwards.
 */
export async function benchSend(
  folder: string,
  databaseUrl: string,
  { subscriptions, warnings }: { readonly subscriptions: number; readonly warnings: number },
): Promise<Figure[]> {
  const say = (what: string) => process.stderr.write(`send: ${what}\n`)
  await (await startBenchServer(folder, databaseUrl)).stop()
  const patient = await openPatient(databaseUrl)
  const database = patient.client
  say(`making ${subscriptions.toLocaleString("en")} subscriptions`)
  await fill(database, subscriptions)
  const startedMs = performance.now()
  const server = await startBenchServer(folder, databaseUrl)
  try {
    while (
      !(await (await fetch(`${server.url}/metrics`)).text()).includes(`\nholdfast_subscriptions_in_memory ${subscriptions}\n`)
    )
      await wait(LOOK_MS)
    const filledS = (performance.now() - startedMs) / 1000
    say("sending")
    const desk = await startDesk(server.url)
    const times: number[] = []
    for (let i = 0; i < WARM_UP + warnings; i += 1) {
      const { id, approve } = await desk.write()
      const beforeMs = performance.now()
      await approve()
      if (i >= WARM_UP) times.push(performance.now() - beforeMs)
      await assertMatched(database, id)
    }
    const named = `approved to ${subscriptions.toLocaleString("en")} subscriptions`
    const figure = (name: string, unit: string, value: number, decimals: number): Figure => ({
      ...{ name, unit, decimals },
      values: [value],
    })
    return [
      figure(`${named} → matched, order durable: p50`, "ms", quantile(times, 0.5), 1),
      figure(`${named} → matched, order durable: p99`, "ms", quantile(times, 0.99), 1),
      figure("a commit of the database alone", "ms", await commitMs(database), 2),
      figure("until all are in memory, from the start of the server", "s", filledS, 0),
      figure("memory of the server with them", "MB", server.residentMb() ?? Number.NaN, 0),
    ]
  } finally {
    await server.stop()
    await patient.close()
  }
}

type Client = PatientDatabase["client"]

/** In the areas of the demo city, of all levels; addresses that nothing can open, since nothing is delivered. */
async function fill(database: Client, count: number): Promise<void> {
  for (let from = 1; from <= count; from += ROWS_AT_ONCE) {
    await database.query(
      `with place as (
        select array_agg(id order by id) as ids
        from places.area
        where kind in ('city', 'district', 'street') and population >= 500
      )
      insert into warn.subscription
        (area, via, language, hazards, min_level, address, code_hash, confirmed_at, created_at, touched_at)
      select ids[1 + (n * 7919) % array_length(ids, 1)], 'web-push', 'zh-CN',
        case n % 10 when 0 then array['heat'] when 1 then array['rainstorm', 'flood'] end, 1 + n % 4,
        decode(repeat('00', 100), 'hex'), int8send(n), now(), now(), now()
      from place, generate_series($1::bigint, $2::bigint) as n`,
      [from, Math.min(count, from + ROWS_AT_ONCE - 1)],
    )
  }
  await database.query("vacuum analyze warn.subscription")
}

async function assertMatched(database: Client, warning: string): Promise<void> {
  const { rows } = await database.query<{ reached: number | null; counted: number }>(
    `select reached, (
      select count(*) from warn.subscription
      where area = any(send_order.areas)
        and number <= subscriptions_before
        and min_level <= array_position(array['blue', 'yellow', 'orange', 'red'], level)
        and (hazards is null or send_order.hazard = any(hazards))
    ) as counted
    from warn.send_order
    where warning = $1`,
    [warning],
  )
  assert.equal(rows.length, 1)
  assert.equal(rows[0]!.reached, rows[0]!.counted)
}

/** The disk's share: the smallest durable change. */
async function commitMs(database: Client): Promise<number> {
  await database.query("create table bench_commit (n int)")
  const times: number[] = []
  for (let i = 0; i < 100; i += 1) {
    const beforeMs = performance.now()
    await database.query("insert into bench_commit values ($1)", [i])
    times.push(performance.now() - beforeMs)
  }
  return quantile(times, 0.5)
}
