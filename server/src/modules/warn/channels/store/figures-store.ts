import { type Kysely, sql } from "kysely"

/** How an order goes out by one channel. */
export interface Counts {
  readonly channel: number
  readonly waiting: number
  readonly sent: number
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  readonly stopped: number
  /** From the freezing of the message until it was taken, or arrived where that is known. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly keepsOnce: boolean
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
}

const REASONS_MAX = 3

export async function countOrder(db: Kysely<unknown>, order: number): Promise<Counts[]> {
  const counts = await sql<Omit<Counts, "reasons">>`
    select d.channel,
           count(*) filter (where d.state in ('waiting', 'sent', 'retry')) as waiting,
           count(*) filter (where d.attempts > 0) as sent,
           count(*) filter (where d.accepted_at is not null) as accepted,
           count(*) filter (where d.state = 'delivered') as delivered,
           count(*) filter (where d.state = 'failed') as failed,
           count(*) filter (where d.state = 'stopped') as stopped,
           bool_and(d.keeps_once) as "keepsOnce",
           extract(epoch from percentile_disc(0.5) within group (order by coalesce(d.delivered_at, d.accepted_at) - o.at))::float8
             * 1000 as "p50Ms",
           extract(epoch from percentile_disc(0.99) within group (order by coalesce(d.delivered_at, d.accepted_at) - o.at))::float8
             * 1000 as "p99Ms"
    from warn.delivery d
    join warn.send_order o on o.number = d.send_order
    where d.send_order = ${order}::bigint
    group by d.channel
    order by d.channel`.execute(db)
  const reasons = await sql<{ channel: number; reason: string; count: number }>`
    select channel, reason, count(*) as count
    from warn.delivery
    where send_order = ${order}::bigint and state in ('failed', 'retry') and reason is not null
    group by channel, reason
    order by count(*) desc`.execute(db)
  return counts.rows.map((count) => ({
    ...count,
    reasons: reasons.rows
      .filter(({ channel }) => channel === count.channel)
      .slice(0, REASONS_MAX)
      .map(({ reason, count: times }) => ({ reason, count: times })),
  }))
}

/** How many deliveries of what is going out wait, by channel. */
export async function countWaiting(db: Kysely<unknown>): Promise<Map<number, number>> {
  const { rows } = await sql<{ channel: number; count: number }>`
    select d.channel, count(*) as count
    from warn.delivery d
    join warn.send_order o on o.number = d.send_order
    where o.done_at is null and d.state in ('waiting', 'sent', 'retry')
    group by d.channel`.execute(db)
  return new Map(rows.map(({ channel, count }) => [channel, count]))
}
