import type { Language } from "@holdfast/words"
import { type Generated, type Kysely, type Selectable, sql, type Transaction } from "kysely"
import { levelOf, rankOf, type Subscription, type Via } from "../domain/subscription.ts"

interface SubscriptionTable {
  number: Generated<number>
  area: string
  via: Via
  language: Language
  hazards: string[] | null
  min_level: number
  quiet_from_min: number | null
  quiet_until_min: number | null
  address: Buffer
  code_hash: Buffer
  confirmed_at: Date | null
  created_at: Date
  touched_at: Date
  quieted: Generated<Record<string, number>>
}
type Tables = { "warn.subscription": SubscriptionTable }

/** Before the row, because address and code are made from it. */
export async function nextNumber(tx: Transaction<unknown>): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select nextval(pg_get_serial_sequence('warn.subscription', 'number'))::int8 as number`.execute(tx)
  return rows[0]!.number
}

/** The highest number that was given; 0 before the first. */
export async function lastNumber(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ number: number }>`select coalesce(max(number), 0)::int8 as number from warn.subscription`.execute(
    db,
  )
  return rows[0]!.number
}

export async function insertSubscription(
  tx: Transaction<unknown>,
  subscription: Omit<Subscription, "quieted">,
  secrets: { readonly address: Buffer; readonly codeHash: Buffer },
): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto("warn.subscription")
    .values({
      ...toColumns(subscription),
      number: subscription.number,
      via: subscription.via,
      address: secrets.address,
      code_hash: secrets.codeHash,
      confirmed_at: subscription.confirmedAt,
      created_at: subscription.createdAt,
      touched_at: subscription.touchedAt,
    })
    .execute()
}

export async function findByHash(
  db: Kysely<unknown>,
  codeHash: Buffer,
  { touchedAfter, unconfirmedAfter }: { readonly touchedAfter: Date; readonly unconfirmedAfter: Date },
): Promise<Subscription | undefined> {
  const row = await db
    .withTables<Tables>()
    .selectFrom("warn.subscription")
    .selectAll()
    .where("code_hash", "=", codeHash)
    .where("touched_at", ">", touchedAfter)
    .where((where) => where.or([where("confirmed_at", "is not", null), where("created_at", ">", unconfirmedAfter)]))
    .executeTakeFirst()
  return row && toSubscription(row)
}

export async function changeSubscription(tx: Transaction<unknown>, subscription: Subscription): Promise<void> {
  const { number, confirmedAt, touchedAt, quieted } = subscription
  await tx
    .withTables<Tables>()
    .updateTable("warn.subscription")
    .set({
      ...toColumns(subscription),
      confirmed_at: confirmedAt,
      touched_at: touchedAt,
      quieted: sql<Record<string, number>>`${JSON.stringify(quieted)}::jsonb`,
    })
    .where("number", "=", number)
    .execute()
}

export async function changeAddress(tx: Transaction<unknown>, number: number, address: Buffer): Promise<void> {
  await tx.withTables<Tables>().updateTable("warn.subscription").set({ address }).where("number", "=", number).execute()
}

/** Gives what there was. */
export async function deleteSubscription(tx: Transaction<unknown>, number: number): Promise<Via | undefined> {
  const row = await tx
    .withTables<Tables>()
    .deleteFrom("warn.subscription")
    .where("number", "=", number)
    .returning("via")
    .executeTakeFirst()
  return row?.via
}

/** Deletes what nobody touched or confirmed in time; gives the numbers, at most `limit`. */
export async function deleteOver(
  tx: Transaction<unknown>,
  { touchedAfter, unconfirmedAfter, limit }: { touchedAfter: Date; unconfirmedAfter: Date; limit: number },
): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    delete from warn.subscription
    where number in (
      select number from warn.subscription
      where touched_at <= ${touchedAfter}
      or (confirmed_at is null and created_at <= ${unconfirmedAfter})
      limit ${limit}
    )
    returning number`.execute(tx)
  return rows.map(({ number }) => number)
}

/** Forgets who was safe in what is over: all events but these. Gives how many subscriptions that touched. */
export async function dropQuieted(tx: Transaction<unknown>, going: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update warn.subscription
    set quieted = '{}'
    where quieted <> '{}' and not quieted ?| ${[...going]}::text[]`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export async function countSubscriptions(db: Kysely<unknown>, areas: readonly string[], touchedAfter: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int8 as count from warn.subscription
    where area = any(${[...areas]}::text[]) and confirmed_at is not null and touched_at > ${touchedAfter}`.execute(db)
  return rows[0]!.count
}

export async function isAnySealed(db: Kysely<unknown>): Promise<boolean> {
  return (await sql`select 1 from warn.subscription limit 1`.execute(db)).rows.length > 0
}

/** Sealed addresses, by number. */
export async function listAddresses(db: Kysely<unknown>, numbers: readonly number[]): Promise<Map<number, Buffer>> {
  const { rows } = await sql<{ number: number; address: Buffer }>`
    select number, address from warn.subscription where number = any(${[...numbers]}::int8[])`.execute(db)
  return new Map(rows.map(({ number, address }) => [number, address]))
}

function toColumns({ area, language, hazards, minLevel, quiet }: Omit<Subscription, "quieted">) {
  return {
    area,
    language,
    hazards: sql<string[] | null>`${hazards}::text[]`,
    min_level: rankOf(minLevel),
    quiet_from_min: quiet?.fromMin ?? null,
    quiet_until_min: quiet?.untilMin ?? null,
  }
}

function toSubscription(row: Selectable<SubscriptionTable>): Subscription {
  const { quiet_from_min: fromMin, quiet_until_min: untilMin } = row
  return {
    number: row.number,
    area: row.area,
    via: row.via,
    language: row.language,
    hazards: row.hazards,
    minLevel: levelOf(row.min_level),
    quiet: fromMin === null || untilMin === null ? null : { fromMin, untilMin },
    confirmedAt: row.confirmed_at,
    createdAt: row.created_at,
    touchedAt: row.touched_at,
    quieted: row.quieted,
  }
}
