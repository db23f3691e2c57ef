import type {
  AloneCategory,
  AuthorityMode,
  Certainty,
  DiscardReason,
  Level,
  OriginalWarning,
  Urgency,
  WarningArea,
  WarningBasis,
  WarningResource,
  WarningShape,
  WarningTexts,
} from "@holdfast/contracts"
import { type Generated, type Kysely, type Selectable, sql, type Transaction } from "kysely"
import type { WarningState } from "../domain/states.ts"
import type { StoredWarning } from "../domain/warning.ts"

interface WarningTable {
  id: string
  number: Generated<number>
  kind: "warning" | "lifting"
  state: WarningState
  hazard: string
  level: Level
  areas: WarningArea[]
  shapes: WarningShape[]
  texts: WarningTexts
  written: WarningTexts | null
  resources: WarningResource[]
  urgency: Urgency
  certainty: Certainty
  onset: Date
  expires: Date
  because: string | null
  follows: string | null
  created_at: Date
  author_role: string
  author_account: string | null
  approver_role: string | null
  approver_account: string | null
  sent_at: Date | null
  ended_at: Date | null
  rejection: string | null
  identifier: string | null
  retraction: WarningTexts | null
  names_gone_at: Generated<Date | null>
  replaced_by: string | null
  reissues: string | null
  discarded: DiscardReason | null
  mode: AuthorityMode
  original: OriginalWarning | null
  submitted_at: Date | null
  basis: WarningBasis
  standing: string | null
  alone: AloneCategory | null
  alone_reason: string | null
}
export type WarningTables = { "warn.warning": WarningTable }

type NewWarning = Omit<StoredWarning, "code">

/** Gives the stored warning with the code that it got. */
export async function insertWarning(tx: Transaction<unknown>, warning: NewWarning): Promise<StoredWarning> {
  const row = await tx
    .withTables<WarningTables>()
    .insertInto("warn.warning")
    .values({
      ...changeable(warning),
      id: warning.id,
      kind: warning.kind,
      hazard: warning.hazard,
      because: warning.because,
      created_at: warning.createdAt,
      author_role: warning.author.role,
      author_account: warning.author.account,
      reissues: warning.reissues,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toWarning(row)
}

/** Stores everything that may change in a warning's life. */
export async function updateWarning(tx: Transaction<unknown>, warning: StoredWarning): Promise<void> {
  await tx.withTables<WarningTables>().updateTable("warn.warning").set(changeable(warning)).where("id", "=", warning.id).execute()
}

export async function findWarning(db: Kysely<unknown>, id: string): Promise<StoredWarning | undefined> {
  const row = await select(db).where("id", "=", id).executeTakeFirst()
  return row && toWarning(row)
}

export async function findWarningByNumber(db: Kysely<unknown>, number: number): Promise<StoredWarning | undefined> {
  const row = await select(db).where("number", "=", number).executeTakeFirst()
  return row && toWarning(row)
}

/** As `findWarning`, and nobody else changes it before this transaction ends. */
export async function lockWarning(tx: Transaction<unknown>, id: string): Promise<StoredWarning | undefined> {
  const row = await select(tx).where("id", "=", id).forUpdate().executeTakeFirst()
  return row && toWarning(row)
}

/** Any number, the same in every version: who sends or ends warnings holds it to the end of the transaction. */
const SENDING_LOCK = 202_611_260_100n

/**
 * One at a time sends or ends: each of these touches several warnings, and two of them would wait for each other. That is a few
 * times in a night; writing and reading go on.
 */
export async function lockSending(tx: Transaction<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SENDING_LOCK}::bigint)`.execute(tx)
}

/** Warnings in force, locked in one order for all, so that two approvals never wait for each other. */
export async function lockInForce(tx: Transaction<unknown>, hazard: string): Promise<StoredWarning[]> {
  const rows = await select(tx)
    .where("kind", "=", "warning")
    .where("state", "=", "sent")
    .where("hazard", "=", hazard)
    .orderBy("number")
    .forUpdate()
    .execute()
  return rows.map(toWarning)
}

/** What has run out at `now` and is still in force, locked. */
export async function lockExpired(tx: Transaction<unknown>, now: Date): Promise<StoredWarning[]> {
  const rows = await select(tx)
    .where("kind", "=", "warning")
    .where("state", "=", "sent")
    .where("expires", "<=", now)
    .orderBy("number")
    .forUpdate()
    .execute()
  return rows.map(toWarning)
}

/** Sent and not yet run out at `now`, newest first. */
export async function listWarningsInForce(db: Kysely<unknown>, now: Date): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("kind", "=", "warning")
    .where("state", "=", "sent")
    .where("expires", ">", now)
    .orderBy("number", "desc")
    .execute()
  return rows.map(toWarning)
}

/** Ended since a moment, newest end first. What was only updated goes on, and liftings are records of their own: neither is an end. */
export async function listWarningsEndedSince(db: Kysely<unknown>, since: Date, limit: number): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("kind", "=", "warning")
    .where("ended_at", ">=", since)
    .where("state", "in", ["lifted", "expired", "sent-in-error"])
    .orderBy("ended_at", "desc")
    .limit(limit)
    .execute()
  return rows.map(toWarning)
}

/** Warnings of a hazard that were sent in a span, oldest first; what only continues an earlier one is here too. */
export async function listWarningsSentBetween(
  db: Kysely<unknown>,
  { hazard, from, to, limit }: { readonly hazard?: string; readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("kind", "=", "warning")
    .$if(hazard !== undefined, (query) => query.where("hazard", "=", hazard!))
    .where("sent_at", ">=", from)
    .where("sent_at", "<=", to)
    .orderBy("sent_at")
    .limit(limit)
    .execute()
  return rows.map(toWarning)
}

/** Newest first. */
export async function listWarnings(
  db: Kysely<unknown>,
  options: { states: readonly WarningState[]; limit: number },
): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("state", "in", [...options.states])
    .orderBy("number", "desc")
    .limit(options.limit)
    .execute()
  return rows.map(toWarning)
}

/** The last that were sent, newest first. */
export async function listLastSent(
  db: Kysely<unknown>,
  { except, limit }: { readonly except: string; readonly limit: number },
): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("kind", "=", "warning")
    .where("sent_at", "is not", null)
    .where("id", "<>", except)
    .orderBy("number", "desc")
    .limit(limit)
    .execute()
  return rows.map(toWarning)
}

/** Sent by one person alone since a moment, newest first; at most 200. */
export async function listAlone(db: Kysely<unknown>, since: Date): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("alone", "is not", null)
    .where("reissues", "is", null)
    .where("sent_at", ">=", since)
    .orderBy("sent_at", "desc")
    .limit(200)
    .execute()
  return rows.map(toWarning)
}

/** Whether a warning that began with one of these signals was sent, however it ended. */
export async function hasWarnedOf(db: Kysely<unknown>, signals: readonly string[]): Promise<boolean> {
  const row = await db
    .withTables<WarningTables>()
    .selectFrom("warn.warning")
    .select("id")
    .where("because", "in", [...signals])
    .where("kind", "=", "warning")
    .where("sent_at", "is not", null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function listWarningsById(db: Kysely<unknown>, ids: readonly string[]): Promise<StoredWarning[]> {
  if (ids.length === 0) return []
  const rows = await select(db)
    .where("id", "in", [...ids])
    .execute()
  return rows.map(toWarning)
}

/** The liftings of a warning: waiting for their second person, or sent. */
export async function listLiftings(db: Kysely<unknown>, of: readonly string[]): Promise<StoredWarning[]> {
  if (of.length === 0) return []
  const rows = await select(db)
    .where("kind", "=", "lifting")
    .where("follows", "in", [...of])
    .execute()
  return rows.map(toWarning)
}

/** The liftings of a warning that were not sent, locked: drafts, and what waits. */
export async function lockUnsentLiftings(tx: Transaction<unknown>, of: string): Promise<StoredWarning[]> {
  const rows = await select(tx)
    .where("kind", "=", "lifting")
    .where("state", "in", ["draft", "submitted"])
    .where("follows", "=", of)
    .forUpdate()
    .execute()
  return rows.map(toWarning)
}

/** What these took the place of, oldest first. */
export async function listReplacedBy(db: Kysely<unknown>, by: readonly string[]): Promise<StoredWarning[]> {
  const rows = await select(db)
    .where("replaced_by", "in", [...by])
    .orderBy("number")
    .execute()
  return rows.map(toWarning)
}

/**
 * Takes the names of author and approver, and the words of a rejection, from what ended before `limit`; the roles stay. Gives how
 * many warnings that were.
 */
export async function dropNames(tx: Transaction<unknown>, { limit, now }: { limit: Date; now: Date }): Promise<number> {
  const gone = await tx
    .withTables<WarningTables>()
    .updateTable("warn.warning")
    .set({ author_account: null, approver_account: null, rejection: null, alone_reason: null, names_gone_at: now })
    .where("ended_at", "<=", limit)
    .where("identifier", "is not", null)
    .where("names_gone_at", "is", null)
    .executeTakeFirst()
  return Number(gone.numUpdatedRows)
}

/** Deletes what was begun before `limit` and never sent: without its author nobody could be the second person. */
export async function deleteUnsent(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const gone = await tx
    .withTables<WarningTables>()
    .deleteFrom("warn.warning")
    .where("state", "in", ["draft", "submitted", "discarded"])
    .where("created_at", "<=", limit)
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}

/** The pictures that any warning or draft names. */
export async function listPictures(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ picture: string }>`
    select distinct resource ->> 'picture' as picture
    from warn.warning, jsonb_array_elements(resources) as resource where resource ->> 'kind' = 'picture'`.execute(db)
  return rows.map(({ picture }) => picture)
}

/** Whether a warning that was sent shows a picture. */
export async function isPictureSent(db: Kysely<unknown>, picture: string): Promise<boolean> {
  const named = JSON.stringify([{ picture }])
  const row = await select(db)
    .where("identifier", "is not", null)
    .where(sql<boolean>`resources @> ${named}::jsonb`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function select(db: Kysely<unknown>) {
  return db.withTables<WarningTables>().selectFrom("warn.warning").selectAll()
}

function changeable(warning: NewWarning) {
  return {
    state: warning.state,
    level: warning.level,
    areas: sql<WarningArea[]>`${JSON.stringify(warning.areas)}::jsonb`,
    shapes: sql<WarningShape[]>`${JSON.stringify(warning.shapes)}::jsonb`,
    texts: sql<WarningTexts>`${JSON.stringify(warning.texts)}::jsonb`,
    written: sql<WarningTexts | null>`${warning.written && JSON.stringify(warning.written)}::jsonb`,
    resources: sql<WarningResource[]>`${JSON.stringify(warning.resources)}::jsonb`,
    urgency: warning.urgency,
    certainty: warning.certainty,
    onset: warning.onset,
    expires: warning.expires,
    follows: warning.follows,
    approver_role: warning.approver?.role ?? null,
    approver_account: warning.approver?.account ?? null,
    sent_at: warning.sentAt,
    ended_at: warning.endedAt,
    rejection: warning.rejection,
    replaced_by: warning.replacedBy,
    discarded: warning.discarded,
    mode: warning.mode,
    original: sql<OriginalWarning | null>`${warning.original && JSON.stringify(warning.original)}::jsonb`,
    submitted_at: warning.submittedAt,
    basis: warning.basis,
    standing: warning.standing,
    alone: warning.alone?.category ?? null,
    alone_reason: warning.alone?.reason ?? null,
    identifier: warning.identifier,
    retraction: sql<WarningTexts | null>`${warning.retraction && JSON.stringify(warning.retraction)}::jsonb`,
  }
}

function toWarning(row: Selectable<WarningTable>): StoredWarning {
  return {
    id: row.id,
    code: `W-${row.number}`,
    kind: row.kind,
    state: row.state,
    hazard: row.hazard,
    level: row.level,
    areas: row.areas,
    shapes: row.shapes,
    texts: row.texts,
    written: row.written,
    resources: row.resources,
    urgency: row.urgency,
    certainty: row.certainty,
    onset: row.onset,
    expires: row.expires,
    because: row.because,
    follows: row.follows,
    createdAt: row.created_at,
    author: { role: row.author_role, account: row.author_account },
    approver: row.approver_role === null ? null : { role: row.approver_role, account: row.approver_account },
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    rejection: row.rejection,
    replacedBy: row.replaced_by,
    reissues: row.reissues,
    discarded: row.discarded,
    mode: row.mode,
    original: row.original,
    submittedAt: row.submitted_at,
    basis: row.basis,
    standing: row.standing,
    alone: row.alone && { category: row.alone, reason: row.alone_reason },
    identifier: row.identifier,
    retraction: row.retraction,
  }
}
