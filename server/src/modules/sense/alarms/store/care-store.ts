import type { ClearSignal, Level, ShelveSignal } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

/** Acknowledges those of the signals that nobody has seen, that asked no later than `until`, and that are of `level`. Gives them. */
export async function acknowledge(
  tx: Transaction<unknown>,
  ids: readonly string[],
  { role, at, until, level }: { readonly role: string; readonly at: Date; readonly until?: Date; readonly level?: Level },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal
    set state = 'acknowledged', acknowledged_at = ${at}, acknowledged_role = ${role}, due_at = null, escalated_role = null
    where id = any(${ids}::uuid[]) and state = 'open' and (${until ?? null}::timestamptz is null or asked_at <= ${until ?? null})
      and level = coalesce(${level ?? null}::text, level)
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Asks again for one that somebody saw. Gives whether it was. */
export async function unacknowledge(tx: Transaction<unknown>, id: string, dueAt: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal set state = 'open', acknowledged_at = null, acknowledged_role = null, due_at = ${dueAt}
    where id = ${id} and state = 'acknowledged'
    returning id`.execute(tx)
  return rows.length > 0
}

export interface Assignment {
  readonly role: string
  readonly account: string | null
  readonly at: Date
}

/** Gives whether there was something to give. */
export async function assign(tx: Transaction<unknown>, id: string, { role, account, at }: Assignment): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal set assigned_role = ${role}, assigned_account = ${account}, assigned_at = ${at}
    where id = ${id} and cleared_at is null
    returning id`.execute(tx)
  return rows.length > 0
}

/** Makes roles of the people who got a signal before `limit`. Gives how many. */
export async function dropAssigned(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update sense.signal set assigned_account = null
    where assigned_account is not null and assigned_at <= ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export interface Shelf extends Pick<ShelveSignal, "reason" | "level"> {
  readonly role: string
  readonly until: Date
}

/** While it lies there, nobody is called for it. Gives whether it was there, at the level that was seen. */
export async function shelve(tx: Transaction<unknown>, id: string, { role, reason, until, level }: Shelf): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal set shelved_until = ${until}, shelved_role = ${role}, shelve_reason = ${reason}, due_at = null, escalated_role = null
    where id = ${id} and cleared_at is null and level = ${level}
    returning id`.execute(tx)
  return rows.length > 0
}

/** Those whose shelf ends by `now`. */
export async function listShelfOver(db: Kysely<unknown>, now: Date, limit: number): Promise<{ id: string; level: Level }[]> {
  const { rows } = await sql<{ id: string; level: Level }>`
    select id, level from sense.signal
    where shelved_until <= ${now} and cleared_at is null
    order by shelved_until
    limit ${limit}::int`.execute(db)
  return rows
}

/** Takes it from the shelf: it asks anew, as nobody sees what lies there. Gives whether it lay there. */
export async function unshelve(
  tx: Transaction<unknown>,
  id: string,
  { at, dueAt }: { readonly at: Date; readonly dueAt: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal
    set shelved_until = null, shelved_role = null, shelve_reason = null, state = 'open', acknowledged_at = null,
      acknowledged_role = null, asked_at = ${at}, due_at = ${dueAt}
    where id = ${id} and shelved_until is not null and cleared_at is null
    returning id`.execute(tx)
  if (rows.length > 0) await sql`insert into sense.signal_asked (signal_id, at) values (${id}, ${at})`.execute(tx)
  return rows.length > 0
}

/** Ends it for those on duty, at the level that was seen. `ended_at` stays for the measurements to say. Gives whether it was there. */
export async function clearByHand(
  tx: Transaction<unknown>,
  id: string,
  { role, reason, at, level }: ClearSignal & { readonly role: string; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal
    set state = 'cleared', cleared_at = ${at}, cleared_role = ${role}, clear_reason = ${reason}, due_at = null, escalated_role = null,
      shelved_until = null, shelved_role = null, shelve_reason = null
    where id = ${id} and cleared_at is null and level = ${level}
    returning id`.execute(tx)
  return rows.length > 0
}

/** Opens one again that a person ended and whose measurements have not fallen. */
export async function unclear(
  tx: Transaction<unknown>,
  id: string,
  { at, dueAt }: { readonly at: Date; readonly dueAt: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal
    set state = 'open', cleared_at = null, cleared_role = null, clear_reason = null, acknowledged_at = null, acknowledged_role = null,
      asked_at = ${at}, due_at = ${dueAt}
    where id = ${id} and cleared_at is not null and ended_at is null
    returning id`.execute(tx)
  return rows.length > 0
}

/** Those for whom the next role is due, longest first. */
export async function listDue(
  db: Kysely<unknown>,
  now: Date,
  limit: number,
): Promise<{ id: string; level: Level; escalatedTo: string | null }[]> {
  const { rows } = await sql<{ id: string; level: Level; escalatedTo: string | null }>`
    select id, level, escalated_role as "escalatedTo" from sense.signal
    where due_at <= ${now} and state = 'open' and shelved_until is null
    order by due_at
    limit ${limit}::int`.execute(db)
  return rows
}

/** Gives those that still waited. */
export async function callNext(
  tx: Transaction<unknown>,
  ids: readonly string[],
  { role, dueAt, now }: { readonly role: string; readonly dueAt: Date | null; readonly now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update sense.signal set escalated_role = ${role}, due_at = ${dueAt}
    where id = any(${ids}::uuid[]) and due_at <= ${now} and state = 'open'
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}
