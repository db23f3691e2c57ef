import type { ChannelPurpose, Level, Urgency } from "@holdfast/contracts"
import { type Generated, type Kysely, type Selectable, sql, type Transaction } from "kysely"
import type { OrderContent } from "../domain/compose-content.ts"
import type { NewOrder, StoredOrder } from "../domain/order.ts"
import type { Counts } from "./figures-store.ts"

interface OrderTable {
  number: Generated<number>
  identifier: string
  warning: string | null
  event: string
  purpose: ChannelPurpose
  content: OrderContent
  test_xml: string | null
  hazard: string
  level: Level
  urgency: Urgency
  areas: string[]
  channels: number[]
  repeats: number[]
  subscriptions_before: number
  reached: number | null
  reached_digest: string | null
  digest: string
  at: Date
  expires: Date
  ended_at: Date | null
  after: Generated<number>
  listed_at: Date | null
  done_at: Date | null
  shown_at: Date | null
  figures: Counts[] | null
}
type OrderTables = { "warn.send_order": OrderTable; "warn.message": { identifier: string; xml: string } }

export async function insertOrder(tx: Transaction<unknown>, order: NewOrder): Promise<void> {
  await tx
    .withTables<OrderTables>()
    .insertInto("warn.send_order")
    .values({
      identifier: order.identifier,
      warning: order.warning,
      event: order.event,
      purpose: order.purpose,
      content: sql<OrderContent>`${JSON.stringify(order.content)}::jsonb`,
      test_xml: order.testXml,
      hazard: order.hazard,
      level: order.level,
      urgency: order.urgency,
      areas: [...order.areas],
      channels: [...order.channels],
      repeats: [...order.repeats],
      subscriptions_before: order.subscriptionsBefore,
      reached: order.reached?.count ?? null,
      reached_digest: order.reached?.digest ?? null,
      digest: order.digest,
      at: order.at,
      expires: order.expires,
    })
    .execute()
}

/** What the orders of these warnings reached, and all that those followed, so that their successor can reach the same. */
export async function listReached(db: Kysely<unknown>, warnings: readonly string[]): Promise<StoredOrder[]> {
  if (warnings.length === 0) return []
  const direct = await select(db)
    .where("warning", "in", [...warnings])
    .execute()
  const known = direct.map(({ number }) => number)
  const earlier = await listOrders(
    db,
    direct.flatMap(({ repeats }) => repeats).filter((number) => !known.includes(number)),
  )
  return [...direct.map(toOrder), ...earlier].toSorted((a, b) => a.number - b.number)
}

export async function listOrders(db: Kysely<unknown>, numbers: readonly number[]): Promise<StoredOrder[]> {
  if (numbers.length === 0) return []
  const rows = await select(db)
    .where("number", "in", [...numbers])
    .orderBy("number")
    .execute()
  return rows.map(toOrder)
}

/** Liftings that are not out yet. */
export async function listOpenLiftings(db: Kysely<unknown>, hazard: string): Promise<StoredOrder[]> {
  const rows = await select(db)
    .where("purpose", "=", "lifting")
    .where("hazard", "=", hazard)
    .where("done_at", "is", null)
    .where("ended_at", "is", null)
    .execute()
  return rows.map(toOrder)
}

/** What of these orders has not gone out stays from now on. */
export async function endOrders(tx: Transaction<unknown>, orders: readonly number[], at: Date): Promise<void> {
  if (orders.length === 0) return
  await tx
    .withTables<OrderTables>()
    .updateTable("warn.send_order")
    .set({ ended_at: at })
    .where("number", "in", [...orders])
    .where("ended_at", "is", null)
    .execute()
}

/** In the order in which they were written. */
export async function listUndone(db: Kysely<unknown>): Promise<StoredOrder[]> {
  const rows = await select(db).where("done_at", "is", null).orderBy("number").execute()
  return rows.map(toOrder)
}

export async function findOrder(db: Kysely<unknown>, number: number): Promise<StoredOrder | undefined> {
  const row = await select(db).where("number", "=", number).executeTakeFirst()
  return row && toOrder(row)
}

/** The newest for one of these purposes about the event that a warning belongs to. */
export async function findOrderAbout(
  db: Kysely<unknown>,
  { warning, purposes }: { readonly warning: string; readonly purposes: readonly ChannelPurpose[] },
): Promise<StoredOrder | undefined> {
  const row = await select(db)
    .where("event", "in", (inner) => inner.selectFrom("warn.send_order").select("event").where("warning", "=", warning))
    .where("purpose", "in", [...purposes])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  return row && toOrder(row)
}

/** Newest first. */
export async function listOrdersOf(db: Kysely<unknown>, warnings: readonly string[], limit: number): Promise<StoredOrder[]> {
  if (warnings.length === 0) return []
  const rows = await select(db)
    .where("warning", "in", [...warnings])
    .orderBy("number", "desc")
    .limit(limit)
    .execute()
  return rows.map(toOrder)
}

/** The CAP message of an order, byte for byte. */
export async function readXml(db: Kysely<unknown>, { identifier, testXml }: StoredOrder): Promise<string> {
  if (testXml !== null) return testXml
  const { xml } = await db
    .withTables<OrderTables>()
    .selectFrom("warn.message")
    .select("xml")
    .where("identifier", "=", identifier)
    .executeTakeFirstOrThrow()
  return xml
}

export async function keepListed(
  db: Kysely<unknown>,
  number: number,
  { after, listedAt }: { readonly after: number; readonly listedAt: Date | null },
): Promise<void> {
  await change(db, number, { after, listed_at: listedAt })
}

export async function keepShown(db: Kysely<unknown>, number: number, shownAt: Date): Promise<void> {
  await change(db, number, { shown_at: shownAt })
}

export async function keepDone(db: Kysely<unknown>, number: number, doneAt: Date | null): Promise<void> {
  await change(db, number, { done_at: doneAt })
}

/** Orders that ran out before a moment and whose single deliveries are still there. */
export async function listOver(db: Kysely<unknown>, before: Date): Promise<number[]> {
  const rows = await db
    .withTables<OrderTables>()
    .selectFrom("warn.send_order")
    .select("number")
    .where("expires", "<=", before)
    .where("done_at", "is not", null)
    .where("figures", "is", null)
    .orderBy("number")
    .execute()
  return rows.map(({ number }) => number)
}

/** The counts of an order, for when its deliveries are gone. */
export async function keepFigures(db: Kysely<unknown>, number: number, counts: readonly Counts[]): Promise<void> {
  await db
    .withTables<OrderTables>()
    .updateTable("warn.send_order")
    .set({ figures: sql<Counts[]>`${JSON.stringify(counts)}::jsonb` })
    .where("number", "=", number)
    .execute()
}

/** Undefined while its deliveries are there. */
export async function findFigures(db: Kysely<unknown>, number: number): Promise<Counts[] | undefined> {
  const row = await db
    .withTables<OrderTables>()
    .selectFrom("warn.send_order")
    .select("figures")
    .where("number", "=", number)
    .executeTakeFirst()
  return row?.figures ?? undefined
}

async function change(
  db: Kysely<unknown>,
  number: number,
  set: Partial<Pick<Selectable<OrderTable>, "after" | "listed_at" | "done_at" | "shown_at">>,
): Promise<void> {
  await db.withTables<OrderTables>().updateTable("warn.send_order").set(set).where("number", "=", number).execute()
}

function select(db: Kysely<unknown>) {
  return db.withTables<OrderTables>().selectFrom("warn.send_order").selectAll()
}

function toOrder(row: Selectable<OrderTable>): StoredOrder {
  return {
    number: row.number,
    identifier: row.identifier,
    warning: row.warning,
    event: row.event,
    purpose: row.purpose,
    content: row.content,
    testXml: row.test_xml,
    hazard: row.hazard,
    level: row.level,
    urgency: row.urgency,
    areas: row.areas,
    channels: row.channels,
    repeats: row.repeats,
    subscriptionsBefore: row.subscriptions_before,
    reached: row.reached !== null && row.reached_digest !== null ? { count: row.reached, digest: row.reached_digest } : null,
    digest: row.digest,
    at: row.at,
    expires: row.expires,
    endedAt: row.ended_at,
    after: row.after,
    listedAt: row.listed_at,
    doneAt: row.done_at,
    shownAt: row.shown_at,
  }
}

/** The channels that were tested since a moment. */
export async function listTestsSince(db: Kysely<unknown>, since: Date): Promise<number[]> {
  const rows = await db
    .withTables<OrderTables>()
    .selectFrom("warn.send_order")
    .select("channels")
    .where("purpose", "=", "test")
    .where("at", ">", since)
    .execute()
  return rows.flatMap(({ channels }) => channels)
}
