import { type Kysely, sql, type Transaction } from "kysely"
import pg from "pg"
import { finishWith } from "../db/index.ts"
import { type LogHeader, type NewEntry, sealBody, sealCause } from "./entry.ts"
import { Frontier } from "./merkle.ts"
import { expiresAt } from "./retention.ts"

interface HeaderRow {
  readonly id: number
  readonly seq: number | null
  readonly at: Date
  readonly module: string
  readonly verb: string
  readonly record_ref: string
  readonly cause_ref: string | null
  readonly edge: LogHeader["edge"]
  readonly actor_role_ref: string
  readonly commitment: Buffer
  readonly leaf: Buffer | null
  readonly retention_class: string | null
  readonly cause_commitment: Buffer | null
}

export interface StoredHeader extends LogHeader {
  readonly id: number
  readonly leaf: Buffer | null
}

/**
 * Inserts the entries as the last act of their transaction, still without a position, under the lock that all writers share
 * until they commit: the sequencer takes it alone for a moment, and so sees every commit that came before. They travel with the
 * commit, so that nobody waits for the sequencer, nor the sequencer for anybody, while a message is on its way. Nothing may follow.
 */
export async function insertEntries(tx: Transaction<unknown>, entries: readonly NewEntry[], at: Date): Promise<void> {
  const rows = entries.map((entry) => {
    const { salt, body, commitment } = sealBody(entry)
    const { module, verb, record, because, actor, retention } = entry
    const cause = sealCause(because)
    return {
      ...{ module, verb, record, edge: because?.edge ?? "none", because: because?.record ?? null, role: actor.role },
      ...{ commitment: commitment.toString("hex"), retention, salt: salt.toString("hex"), body },
      ...{ causeCommitment: cause?.causeCommitment.toString("hex"), causeSalt: cause?.causeSalt.toString("hex") },
      expires: expiresAt(retention, at),
    }
  })
  const values = [`${pg.escapeLiteral(at.toISOString())}::timestamptz`, `${pg.escapeLiteral(JSON.stringify(rows))}::json`]
  await finishWith(tx, `select log.append(${values.join(", ")})`)
}

export async function hasUnsequenced(db: Kysely<unknown>): Promise<boolean> {
  const found = await sql<{ found: boolean }>`select exists (select from log.header where seq is null) as found`.execute(db)
  return found.rows[0]!.found
}

/** Entries without a position, oldest first: all that was committed before the call, up to `limit`. Not for transactions. */
export async function listUnplaced(db: Kysely<unknown>, limit: number): Promise<StoredHeader[]> {
  const found = await sql<HeaderRow>`select * from log.list_unplaced(${limit}::int)`.execute(db)
  return found.rows.map((row) => toHeader(row))
}

export async function getFrontier(db: Kysely<unknown>): Promise<Frontier> {
  const found = await sql<{ size: number; frontier: Buffer }>`select size, frontier from log.head`.execute(db)
  const { size, frontier } = found.rows[0]!
  return Frontier.fromBytes(size, frontier)
}

/** Gives the entries the positions after `sizeBefore`, in the order given. Throws when they, or the positions, are taken. */
export async function putPositions(
  db: Kysely<unknown>,
  { sizeBefore, placed, frontier }: { sizeBefore: number; placed: readonly { id: number; leaf: Buffer }[]; frontier: Frontier },
): Promise<void> {
  await sql`
    select log.place(
      ${sizeBefore}::bigint,
      ${placed.map(({ id }) => id)}::bigint[],
      ${placed.map(({ leaf }) => leaf.toString("hex"))}::text[],
      ${frontier.toBytes()}::bytea
    )`.execute(db)
}

export async function listHeadersAfter(db: Kysely<unknown>, after: number, limit: number): Promise<StoredHeader[]> {
  const found = await sql<HeaderRow>`
    select * from log.header where seq > ${after} order by seq limit ${limit}`.execute(db)
  return found.rows.map((row) => toHeader(row))
}

/** The newest of one record, oldest first. */
export async function listHeadersAbout(db: Kysely<unknown>, record: string, limit: number): Promise<StoredHeader[]> {
  const found = await sql<HeaderRow>`
    select * from log.header where record_ref = ${record}::uuid and seq is not null order by seq desc limit ${limit}`.execute(db)
  return found.rows.toReversed().map((row) => toHeader(row))
}

export interface StoredBody {
  readonly headerId: number
  readonly seq: number
  readonly retention: string
  readonly expiresAt: Date | null
  readonly salt: Buffer
  readonly body: string
}

export async function listBodies(db: Kysely<unknown>, headerIds: readonly number[]): Promise<StoredBody[]> {
  const found = await sql<StoredBody>`
    select b.header_id as "headerId", h.seq, b.retention_class as retention, b.expires_at as "expiresAt", b.salt, b.body
    from log.body b
    join log.header h on h.id = b.header_id
    where b.header_id = any (${headerIds}::bigint[])`.execute(db)
  return found.rows
}

export interface SealedCause {
  readonly headerId: number
  readonly cause: string
  readonly salt: Buffer | null
}

/** What is kept as the cause of sealed edges; also where it has no business to be. */
export async function listSealedCauses(db: Kysely<unknown>, headerIds: readonly number[]): Promise<SealedCause[]> {
  const found = await sql<SealedCause>`
    select header_id as "headerId", cause_ref as cause, salt
    from log.sealed_cause
    where header_id = any (${headerIds}::bigint[])`.execute(db)
  return found.rows
}

/** Bodies whose time is over, one retention class at a time, so that each erasure names its rule. */
export async function listExpired(
  db: Kysely<unknown>,
  now: Date,
  limit: number,
): Promise<{ retention: string; seqs: number[] } | undefined> {
  const found = await sql<{ retention: string; seqs: number[] }>`
    with due as (
      select b.retention_class, h.seq
      from log.body b
      join log.header h on h.id = b.header_id
      where b.expires_at <= ${now} and h.seq is not null
      order by b.expires_at
      limit ${limit}
    )
    select retention_class as retention, array_agg(seq order by seq) as seqs
    from due
    group by retention_class
    order by retention_class
    limit 1`.execute(db)
  return found.rows[0]
}

export async function deleteBodies(tx: Transaction<unknown>, seqs: readonly number[]): Promise<void> {
  await sql`
    delete from log.body b
    using log.header h
    where h.id = b.header_id and h.seq = any (${seqs}::bigint[])`.execute(tx)
}

function toHeader(row: HeaderRow): StoredHeader {
  return {
    id: row.id,
    seq: row.seq ?? 0,
    at: row.at,
    module: row.module,
    verb: row.verb,
    record: row.record_ref,
    because: row.cause_ref,
    edge: row.edge,
    actorRole: row.actor_role_ref,
    commitment: row.commitment,
    leaf: row.leaf,
    retention: row.retention_class,
    causeCommitment: row.cause_commitment,
  }
}
