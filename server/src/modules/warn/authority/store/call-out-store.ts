import { type Kysely, sql, type Transaction } from "kysely"

export interface StoredCall {
  readonly warning: string
  readonly submittedAt: Date
  readonly step: number
  readonly account: string
  readonly role: string
  readonly dueAt: Date
  readonly calledAt: Date | null
}
type CallTables = {
  "warn.call_out": {
    warning: string
    submitted_at: Date
    step: number
    account: string
    role: string
    due_at: Date
    called_at: Date | null
  }
}
/** What of a warning a call needs: whether it still waits, and for which round. */
type WaitingTables = { "warn.warning": { id: string; number: number; state: string; submitted_at: Date | null; level: string } }

const tables = (db: Kysely<unknown>) => db.withTables<CallTables & WaitingTables>()

export async function insertCalls(tx: Transaction<unknown>, calls: readonly StoredCall[]): Promise<void> {
  if (calls.length === 0) return
  const rows = calls.map(({ warning, submittedAt, step, account, role, dueAt, calledAt }) => ({
    ...{ warning, submitted_at: submittedAt, step, account, role, due_at: dueAt, called_at: calledAt },
  }))
  await tables(tx)
    .insertInto("warn.call_out")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The calls of one round, by step. */
export async function listCalls(db: Kysely<unknown>, warning: string, submittedAt: Date): Promise<StoredCall[]> {
  return tables(db)
    .selectFrom("warn.call_out")
    .select(["warning", "submitted_at as submittedAt", "step", "account", "role", "due_at as dueAt", "called_at as calledAt"])
    .where("warning", "=", warning)
    .where("submitted_at", "=", submittedAt)
    .orderBy("step")
    .execute()
}

/** When each of these was called last. */
export async function readLastCalled(db: Kysely<unknown>, accounts: readonly string[]): Promise<Map<string, Date>> {
  if (accounts.length === 0) return new Map()
  const rows = await tables(db)
    .selectFrom("warn.call_out")
    .select(["account", ({ fn }) => fn.max("called_at").as("calledAt")])
    .where("account", "in", [...accounts])
    .where("called_at", "is not", null)
    .groupBy("account")
    .execute()
  return new Map(rows.flatMap(({ account, calledAt }) => (calledAt ? [[account, calledAt] as const] : [])))
}

/** Marks as called what is due at `now` for warnings that still wait in that round, and gives them. */
export async function takeDueCalls(
  tx: Transaction<unknown>,
  now: Date,
): Promise<{ warning: string; code: string; step: number; account: string }[]> {
  const { rows } = await sql<{ warning: string; number: number; step: number; account: string }>`
    update warn.call_out c
    set called_at = ${now}
    from warn.warning w
    where c.called_at is null
      and c.due_at <= ${now}
      and w.id = c.warning
      and w.state = 'submitted'
      and w.submitted_at = c.submitted_at
    returning c.warning, w.number, c.step, c.account`.execute(tx)
  return rows.map(({ warning, number, step, account }) => ({ warning, code: `W-${number}`, step, account }))
}

/** What waits for an approver and has fewer calls than `most`, with how many. */
export async function listShortLadders(db: Kysely<unknown>, most: number): Promise<{ warning: string; submittedAt: Date }[]> {
  const { rows } = await sql<{ warning: string; submittedAt: Date }>`
    select w.id as warning, w.submitted_at as "submittedAt"
    from warn.warning w
    where w.state = 'submitted'
      and (select count(*) from warn.call_out c where c.warning = w.id and c.submitted_at = w.submitted_at) < ${most}
    limit 100`.execute(db)
  return rows
}

/** What this account is called for and nobody answered. */
export async function listCallsOf(db: Kysely<unknown>, account: string): Promise<{ warning: string; calledAt: Date }[]> {
  const { rows } = await sql<{ warning: string; calledAt: Date }>`
    select c.warning, c.called_at as "calledAt"
    from warn.call_out c
    join warn.warning w on w.id = c.warning and w.state = 'submitted' and w.submitted_at = c.submitted_at
    where c.account = ${account} and c.called_at is not null
    order by c.called_at`.execute(db)
  return rows
}

/** Forgets who was called before `limit`. */
export async function deleteCallsBefore(tx: Transaction<unknown>, limit: Date): Promise<void> {
  await tables(tx).deleteFrom("warn.call_out").where("submitted_at", "<=", limit).execute()
}
