import type { Language } from "@holdfast/words"
import { type Kysely, sql, type Transaction } from "kysely"

/** One recipient of one channel of one order. */
export interface DeliveryId {
  readonly order: number
  readonly channel: number
  readonly recipient: number
}
/** Handed to a plug-in, and in the ledger as sent before that. */
export interface Claimed extends DeliveryId {
  readonly attempt: number
  /** Null is the channel's. */
  readonly language: Language | null
}

export interface Settled extends DeliveryId {
  readonly state: "accepted" | "delivered" | "failed" | "retry"
  readonly at: Date
  readonly dueAt: Date | null
  readonly reason: string | null
  readonly receipt: string | null
}

export interface NewRecipients {
  readonly order: number
  readonly channel: number
  readonly keepsOnce: boolean
  readonly recipients: readonly { readonly number: number; readonly language: Language | null }[]
}

/**
 * Recipients of one channel, in the order of their numbers, enter the ledger; those that are in it stay as they are. Gives how many are
 * new. Only one at a time lists an order, so that those can be looked for: `on conflict` would cost the database 1.7 times as much.
 */
export async function insertRecipients(
  db: Kysely<unknown>,
  { order, channel, keepsOnce, recipients }: NewRecipients,
): Promise<number> {
  if (recipients.length === 0) return 0
  const done = await sql`
    insert into warn.delivery (send_order, channel, recipient, state, keeps_once, language)
    select ${order}::bigint, ${channel}::integer, recipient, 'waiting', ${keepsOnce}, language
    from unnest(
      ${recipients.map(({ number }) => number)}::bigint[],
      ${recipients.map(({ language }) => language)}::text[]
    ) as listed (recipient, language)
    where not exists (
      select from warn.delivery d
      where d.send_order = ${order}::bigint and d.channel = ${channel}::integer and d.recipient = listed.recipient
        and d.recipient between ${recipients[0]!.number}::bigint and ${recipients.at(-1)!.number}::bigint
    )`.execute(db)
  return Number(done.numAffectedRows ?? 0)
}

/** Got one of the orders before. */
export interface Repeated {
  readonly channel: number
  readonly recipient: number
  readonly keepsOnce: boolean
  readonly language: Language | null
}

/** Whoever got one of these orders by these channels, in pages. An attempt counts as got: it may have arrived. */
export async function listRepeated(
  db: Kysely<unknown>,
  page: {
    readonly repeats: readonly number[]
    readonly channels: readonly number[]
    readonly after: { readonly channel: number; readonly recipient: number }
    readonly limit: number
  },
): Promise<Repeated[]> {
  const { repeats, channels, after, limit } = page
  const { rows } = await sql<Repeated>`
    select channel, recipient, bool_and(keeps_once) as "keepsOnce", max(language) as language
    from warn.delivery
    where send_order = any(${[...repeats]}::bigint[])
      and channel = any(${[...channels]}::integer[])
      and (channel, recipient) > (${after.channel}::integer, ${after.recipient}::bigint)
      and (attempts > 0 or state = 'delivered')
    group by channel, recipient
    order by channel, recipient
    limit ${limit}`.execute(db)
  return rows
}

/** The places, by their numbers in the list of their order, that were told of one of these orders. */
export async function listToldPlaces(
  db: Kysely<unknown>,
  orders: readonly number[],
  channels: readonly number[],
): Promise<DeliveryId[]> {
  if (orders.length === 0 || channels.length === 0) return []
  const { rows } = await sql<DeliveryId>`
    select send_order as "order", channel, recipient from warn.delivery
    where send_order = any(${[...orders]}::bigint[]) and channel = any(${[...channels]}::integer[])
      and (attempts > 0 or state = 'delivered')`.execute(db)
  return rows
}

interface ClaimFrom {
  readonly order: number
  readonly channel: number
  readonly limit: number
  readonly now: Date
  readonly keepsOnce: boolean
}

/**
 * The next recipients that wait, marked as sent before anything leaves: what is interrupted then is known to have perhaps arrived.
 * Nothing is given of an order that has ended, also when it ends in this moment.
 *
 * @param after the recipient after which to look, since those before it are settled
 */
export function claimWaiting(
  tx: Transaction<unknown>,
  { after, ...from }: ClaimFrom & { readonly after: number },
): Promise<Claimed[]> {
  const { order, channel, limit } = from
  return claim(
    tx,
    from,
    sql`select recipient from warn.delivery, open
        where send_order = ${order}::bigint and channel = ${channel}::integer and recipient > ${after}::bigint
          and state = 'waiting'
        order by recipient
        limit ${limit}`,
  )
}

/** As `claimWaiting`, of those whose time to be tried again has come. */
export function claimDue(tx: Transaction<unknown>, from: ClaimFrom): Promise<Claimed[]> {
  const { order, channel, limit, now } = from
  return claim(
    tx,
    from,
    sql`select recipient from warn.delivery, open
        where channel = ${channel}::integer and state = 'retry' and due_at <= ${now} and send_order = ${order}::bigint
        order by due_at
        limit ${limit}`,
  )
}

async function claim(
  tx: Transaction<unknown>,
  { order, channel, now, keepsOnce }: ClaimFrom,
  picked: ReturnType<typeof sql>,
): Promise<Claimed[]> {
  const { rows } = await sql<{ recipient: number; attempts: number; language: Language | null }>`
    with open as (
      select number from warn.send_order where number = ${order}::bigint and ended_at is null and expires > ${now} for share
    ), picked as (${picked})
    update warn.delivery d
    set state = 'sent', attempts = d.attempts + 1, sent_at = coalesce(d.sent_at, ${now}), due_at = null,
        keeps_once = ${keepsOnce} and (d.keeps_once or d.attempts = 0)
    from picked
    where d.send_order = ${order}::bigint and d.channel = ${channel}::integer and d.recipient = picked.recipient
    returning d.recipient, d.attempts, d.language`.execute(tx)
  return rows
    .map(({ recipient, attempts, language }) => ({ order, channel, recipient, attempt: attempts, language }))
    .toSorted((a, b) => a.recipient - b.recipient)
}

/** What was claimed and never left, because its order ended first: as if it had not been claimed. */
export async function release(db: Kysely<unknown>, claimed: readonly DeliveryId[], now: Date): Promise<void> {
  await sql`
    update warn.delivery d
    set attempts = d.attempts - 1,
        state = case when d.attempts = 1 then 'waiting' else 'retry' end,
        due_at = case when d.attempts = 1 then null else ${now}::timestamptz end,
        sent_at = case when d.attempts = 1 then null else d.sent_at end
    from unnest(
      ${claimed.map(({ order }) => order)}::bigint[],
      ${claimed.map(({ channel }) => channel)}::integer[],
      ${claimed.map(({ recipient }) => recipient)}::bigint[]
    ) as c (send_order, channel, recipient)
    where d.send_order = c.send_order and d.channel = c.channel and d.recipient = c.recipient and d.state = 'sent'`.execute(db)
}

/** What became of attempts, many at once. A receipt that came before its attempt was settled stays. */
export async function settle(db: Kysely<unknown>, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return
  const column = <T>(of: (one: Settled) => T) => settled.map(of)
  await sql`
    update warn.delivery d
    set state = s.state,
        due_at = s.due_at,
        reason = s.reason,
        receipt = coalesce(s.receipt, d.receipt),
        accepted_at = case when s.state in ('accepted', 'delivered') then coalesce(d.accepted_at, s.at) else d.accepted_at end,
        delivered_at = case when s.state = 'delivered' then coalesce(d.delivered_at, s.at) else d.delivered_at end
    from unnest(
      ${column(({ order }) => order)}::bigint[],
      ${column(({ channel }) => channel)}::integer[],
      ${column(({ recipient }) => recipient)}::bigint[],
      ${column(({ state }) => state)}::text[],
      ${column(({ at }) => at.toISOString())}::timestamptz[],
      ${column(({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[],
      ${column(({ reason }) => reason)}::text[],
      ${column(({ receipt }) => receipt)}::text[]
    ) as s (send_order, channel, recipient, state, at, due_at, reason, receipt)
    where d.send_order = s.send_order and d.channel = s.channel and d.recipient = s.recipient and d.state <> 'delivered'`.execute(
    db,
  )
}

/** A receipt by the name that the receiver gave. Gives whether it is known. */
export async function settleReceipt(
  db: Kysely<unknown>,
  receipt: { readonly channel: number; readonly name: string; readonly outcome: "delivered" | "refused"; readonly at: Date },
): Promise<boolean> {
  const { channel, name, outcome, at } = receipt
  const done = await sql`
    update warn.delivery
    set state = ${outcome === "delivered" ? "delivered" : "failed"},
        delivered_at = ${outcome === "delivered" ? at : null},
        reason = ${outcome === "delivered" ? null : "refused-later"}
    where channel = ${channel}::integer and receipt = ${name} and state in ('accepted', 'sent')`.execute(db)
  return Number(done.numAffectedRows ?? 0) > 0
}

/** What a process that ended had in its hands is tried again: whether it arrived, nobody knows. */
export async function retryInterrupted(
  db: Kysely<unknown>,
  orders: readonly number[],
  now: Date,
  channel?: number,
): Promise<void> {
  if (orders.length === 0) return
  await sql`
    update warn.delivery set state = 'retry', due_at = ${now}, reason = 'interrupted'
    where send_order = any(${[...orders]}::bigint[]) and state = 'sent'
      and channel = coalesce(${channel ?? null}::integer, channel)`.execute(db)
}

/** What has not gone out of an order that ended stays. Gives how many of this page. */
export async function stopWaiting(db: Kysely<unknown>, order: number, limit: number): Promise<number> {
  const done = await sql`
    update warn.delivery d
    set state = case when d.attempts = 0 then 'stopped' else 'failed' end, due_at = null,
        reason = case when d.attempts = 0 then d.reason else coalesce(d.reason, 'ended') end
    from (
      select channel, recipient from warn.delivery
      where send_order = ${order}::bigint and state in ('waiting', 'retry')
      limit ${limit}
    ) as p
    where d.send_order = ${order}::bigint and d.channel = p.channel and d.recipient = p.recipient`.execute(db)
  return Number(done.numAffectedRows ?? 0)
}

/** Channels of an order by which something is still to be handed over, and whether anything of it was never tried. */
export async function listUnsettled(db: Kysely<unknown>, order: number): Promise<{ channel: number; isWaiting: boolean }[]> {
  const { rows } = await sql<{ channel: number; isWaiting: boolean }>`
    select channel, bool_or(state = 'waiting') as "isWaiting"
    from warn.delivery
    where send_order = ${order}::bigint and state in ('waiting', 'sent', 'retry')
    group by channel`.execute(db)
  return rows
}

/** Tries again, now, what failed. Gives how many. */
export async function retryFailed(
  tx: Transaction<unknown>,
  { order, channel, now }: { readonly order: number; readonly channel: number; readonly now: Date },
): Promise<number> {
  const done = await sql`
    update warn.delivery set state = 'retry', due_at = ${now}
    where send_order = ${order}::bigint and channel = ${channel}::integer and state = 'failed'`.execute(tx)
  return Number(done.numAffectedRows ?? 0)
}

/** Told by people. Gives whether there is such a task. */
export async function tickDelivery(
  tx: Transaction<unknown>,
  { order, channel, recipient, at, note }: DeliveryId & { readonly at: Date; readonly note: string },
): Promise<boolean> {
  const done = await sql`
    update warn.delivery
    set state = 'delivered', attempts = 1, sent_at = ${at}, accepted_at = ${at}, delivered_at = ${at}, note = ${note || null}
    where send_order = ${order}::bigint and channel = ${channel}::integer and recipient = ${recipient}::bigint`.execute(tx)
  return Number(done.numAffectedRows ?? 0) > 0
}

/** What is told by hand: each area, with when and how it was told. */
export async function listHand(
  db: Kysely<unknown>,
  order: number,
  channels: readonly number[],
): Promise<{ channel: number; recipient: number; toldAt: Date | null; note: string | null }[]> {
  if (channels.length === 0) return []
  const { rows } = await sql<{ channel: number; recipient: number; toldAt: Date | null; note: string | null }>`
    select channel, recipient, delivered_at as "toldAt", note
    from warn.delivery
    where send_order = ${order}::bigint and channel = any(${[...channels]}::integer[])
    order by channel, recipient`.execute(db)
  return rows
}

/** Gives how many of this page. */
export async function deleteDeliveries(db: Kysely<unknown>, order: number, limit: number): Promise<number> {
  const done = await sql`
    delete from warn.delivery d
    using (select channel, recipient from warn.delivery where send_order = ${order}::bigint limit ${limit}) as p
    where d.send_order = ${order}::bigint and d.channel = p.channel and d.recipient = p.recipient`.execute(db)
  return Number(done.numAffectedRows ?? 0)
}
