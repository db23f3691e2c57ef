import type { answerWays, rosterCallStates } from "@holdfast/contracts"
import { type Kysely, type Selectable, sql, type Transaction } from "kysely"
import type { Post } from "../domain/person.ts"

interface CallTable {
  id: string
  warning: string
  area: string
  post: string
  state: (typeof rosterCallStates)[number]
  asked_at: Date
  place: number
  tries: number
  rung: number
  due_at: Date | null
  tell_at: Date | null
  answered_at: Date | null
  answered_by: (typeof answerWays)[number] | null
  note: string | null
}
interface RingTable {
  code_hash: Buffer
  call: string
  receipts: string[]
  at: Date
}
type Tables = { "warn.roster_call": CallTable; "warn.roster_ring": RingTable }
export type StoredCall = Selectable<CallTable>

/** Begins to call these posts about a warning; what is called already stays as it is. */
export async function insertCalls(
  tx: Transaction<unknown>,
  {
    warning,
    posts,
    now,
    newId,
  }: { readonly warning: string; readonly posts: readonly Post[]; readonly now: Date; readonly newId: () => string },
): Promise<void> {
  if (posts.length === 0) return
  await tx
    .withTables<Tables>()
    .insertInto("warn.roster_call")
    .values(
      posts.map((post) => ({
        ...{ id: newId(), warning, ...post, state: "open" as const, asked_at: now, place: 1, tries: 0, rung: 0, due_at: now },
        ...{ tell_at: null, answered_at: null, answered_by: null, note: null },
      })),
    )
    .onConflict((conflict) => conflict.columns(["warning", "area", "post"]).doNothing())
    .execute()
}

/** By area and post. */
export async function listCalls(db: Kysely<unknown>, warning: string): Promise<StoredCall[]> {
  return select(db).where("warning", "=", warning).orderBy(sql`area collate "C"`).orderBy(sql`post collate "C"`).execute()
}

/** What is to be rung or told now, the longest due first; nobody else takes it before this transaction ends. */
export async function lockDue(
  tx: Transaction<unknown>,
  what: "due_at" | "tell_at",
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<StoredCall[]> {
  return select(tx).where(what, "<=", now).orderBy(what).limit(limit).forUpdate().skipLocked().execute()
}

export async function lockCall(tx: Transaction<unknown>, id: string): Promise<StoredCall | undefined> {
  return select(tx).where("id", "=", id).forUpdate().executeTakeFirst()
}

export async function changeCall(tx: Transaction<unknown>, id: string, set: Partial<Omit<StoredCall, "id">>): Promise<void> {
  await tx.withTables<Tables>().updateTable("warn.roster_call").set(set).where("id", "=", id).execute()
}

/** Nobody is asked any more. `tellAt` for those who were asked and are still to hear that it is over. */
export async function endCalls(tx: Transaction<unknown>, warning: string, tellAt: Date | null): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable("warn.roster_call")
    .set({ state: sql`case when state = 'open' then 'ended' else state end`, due_at: null })
    .where("warning", "=", warning)
    .execute()
  if (!tellAt) return
  await tx
    .withTables<Tables>()
    .updateTable("warn.roster_call")
    .set({ tell_at: tellAt })
    .where("warning", "=", warning)
    .where("rung", ">", 0)
    .execute()
}

export async function insertRing(tx: Transaction<unknown>, ring: { call: string; codeHash: Buffer; at: Date }): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto("warn.roster_ring")
    .values({ code_hash: ring.codeHash, call: ring.call, receipts: [], at: ring.at })
    .execute()
}

/** Something reached this person, or was taken by who carries it. */
export async function keepRung(
  tx: Transaction<unknown>,
  { call, codeHash, receipts }: { readonly call: string; readonly codeHash: Buffer; readonly receipts: readonly string[] },
): Promise<void> {
  const tables = tx.withTables<Tables>()
  await tables.updateTable("warn.roster_call").set({ rung: sql`rung + 1` }).where("id", "=", call).execute()
  await tables
    .updateTable("warn.roster_ring")
    .set({ receipts: [...receipts] })
    .where("code_hash", "=", codeHash)
    .execute()
}

/** The call that a link or a receipt belongs to. */
export async function findRung(
  db: Kysely<unknown>,
  by: { readonly codeHash: Buffer } | { readonly receipt: string },
): Promise<StoredCall | undefined> {
  const query = db
    .withTables<Tables>()
    .selectFrom("warn.roster_ring as ring")
    .innerJoin("warn.roster_call as call", "call.id", "ring.call")
  const found =
    "codeHash" in by
      ? query.where("ring.code_hash", "=", by.codeHash)
      : query.where(sql<boolean>`ring.receipts @> array[${by.receipt}]::text[]`)
  return found.selectAll("call").limit(1).executeTakeFirst()
}

/** Links of what is over for long open nothing any more, and calls are forgotten as actions of staff are. Gives how many rows went. */
export async function forgetCallsBefore(
  tx: Transaction<unknown>,
  { ringsBefore, callsBefore }: { readonly ringsBefore: Date; readonly callsBefore: Date },
): Promise<number> {
  const tables = tx.withTables<Tables>()
  const rings = await tables.deleteFrom("warn.roster_ring").where("at", "<", ringsBefore).executeTakeFirst()
  const calls = await tables.deleteFrom("warn.roster_call").where("asked_at", "<", callsBefore).executeTakeFirst()
  return Number(rings.numDeletedRows) + Number(calls.numDeletedRows)
}

function select(db: Kysely<unknown>) {
  return db.withTables<Tables>().selectFrom("warn.roster_call").selectAll()
}

export async function findCall(db: Kysely<unknown>, id: string): Promise<StoredCall | undefined> {
  return select(db).where("id", "=", id).executeTakeFirst()
}
