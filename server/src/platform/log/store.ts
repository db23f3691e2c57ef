import { type Kysely, sql, type Transaction } from "kysely"
import { type LogHeader, type NewEntry, sealBody } from "./entry.ts"
import { Frontier } from "./merkle.ts"
import { expiresAt } from "./retention.ts"

/** All writers take this lock shared, the sequencer takes it alone for a moment: so it sees every commit that came before. */
const LOG_ORDER_LOCK = 4_841_002

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
}

export interface StoredHeader extends LogHeader {
  readonly id: number
  readonly leaf: Buffer | null
}

/** Inserts the entries as the last act of their transaction, still without a position. */
export async function insertEntries(tx: Transaction<unknown>, entries: readonly NewEntry[], at: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOG_ORDER_LOCK})`.execute(tx)
  for (const entry of entries) {
    const { salt, body, commitment } = sealBody(entry)
    const edge = entry.because?.edge ?? "none"
    const openCause = entry.because?.edge === "open" ? entry.because.record : null
    const inserted = await sql<{ id: number }>`
      with inserted as (
        insert into log.header (at, module, verb, record_ref, cause_ref, edge, actor_role_ref, commitment)
        values (${at}, ${entry.module}, ${entry.verb}, ${entry.record}::uuid, ${openCause}::uuid, ${edge}, ${entry.actor.role}, ${commitment})
        returning id
      )
      insert into log.body (header_id, retention_class, salt, body, expires_at)
      select id, ${entry.retention}, ${salt}, ${body}, ${expiresAt(entry.retention, at)}::timestamptz
      from inserted
      returning header_id as id`.execute(tx)
    if (entry.because?.edge === "sealed") {
      await sql`
        insert into log.sealed_cause (header_id, cause_ref, day)
        values (${inserted.rows[0]!.id}, ${entry.because.record}::uuid, ${at.toISOString().slice(0, 10)}::date)`.execute(tx)
    }
  }
}

export async function hasUnsequenced(db: Kysely<unknown>): Promise<boolean> {
  const found = await sql<{ found: boolean }>`select exists (select from log.header where seq is null) as found`.execute(db)
  return found.rows[0]!.found
}

/** Locks out the writers until this transaction ends, and gives the entries that have no position yet, oldest first. */
export async function lockUnsequenced(tx: Transaction<unknown>, limit: number): Promise<StoredHeader[]> {
  await sql`select pg_advisory_xact_lock(${LOG_ORDER_LOCK})`.execute(tx)
  const found = await sql<HeaderRow>`select * from log.header where seq is null order by id limit ${limit}`.execute(tx)
  return found.rows.map((row) => toHeader(row))
}

export async function getFrontier(db: Kysely<unknown>): Promise<Frontier> {
  const found = await sql<{ size: number; frontier: Buffer }>`select size, frontier from log.head`.execute(db)
  const { size, frontier } = found.rows[0]!
  return Frontier.fromBytes(size, frontier)
}

export async function putPositions(
  tx: Transaction<unknown>,
  placed: readonly { id: number; seq: number; leaf: Buffer }[],
  frontier: Frontier,
): Promise<void> {
  await sql`
    update log.header h
    set seq = p.seq, leaf = decode(p.leaf, 'hex')
    from unnest(
      ${placed.map(({ id }) => id)}::bigint[],
      ${placed.map(({ seq }) => seq)}::bigint[],
      ${placed.map(({ leaf }) => leaf.toString("hex"))}::text[]
    ) as p (id, seq, leaf)
    where h.id = p.id`.execute(tx)
  await sql`update log.head set size = ${frontier.size}, frontier = ${frontier.toBytes()}`.execute(tx)
}

export async function listHeadersAfter(db: Kysely<unknown>, after: number, limit: number): Promise<StoredHeader[]> {
  const found = await sql<HeaderRow>`
    select * from log.header where seq > ${after} order by seq limit ${limit}`.execute(db)
  return found.rows.map((row) => toHeader(row))
}

export interface StoredBody {
  readonly headerId: number
  readonly seq: number
  readonly retention: string
  readonly salt: Buffer
  readonly body: string
}

export async function listBodies(db: Kysely<unknown>, headerIds: readonly number[]): Promise<StoredBody[]> {
  const found = await sql<StoredBody>`
    select b.header_id as "headerId", h.seq, b.retention_class as retention, b.salt, b.body
    from log.body b
    join log.header h on h.id = b.header_id
    where b.header_id = any (${headerIds}::bigint[])`.execute(db)
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
  }
}
