import type { Json } from "@holdfast/kernel"
import { type Kysely, sql } from "kysely"

/** A record as the log knows it: the module it belongs to, and where in the log it begins. */
export interface Beginning {
  readonly record: string
  readonly module: string
  readonly seq: number
}

/** One entry of the log about a record; the body is null once its retention is over. */
export interface ThreadEntry {
  readonly seq: number
  readonly at: Date
  readonly module: string
  readonly verb: string
  readonly record: string
  readonly body: Json | null
}

/** How many records are sealed, and when the first was linked. */
export interface SealedFacts {
  readonly count: number
  readonly firstAt: Date | null
}

/** The module whose verb began this record; undefined when the log does not know it. */
export async function findModule(db: Kysely<unknown>, record: string): Promise<string | undefined> {
  const found = await sql<{ module: string }>`
    select module
    from log.header
    where record_ref = ${record}::uuid
    order by id
    limit 1`.execute(db)
  return found.rows[0]?.module
}

/** The record and all that led to it over open edges. `union` drops what was seen, so a cycle ends. */
export async function listUpstream(db: Kysely<unknown>, start: string, sealed: readonly string[], limit: number) {
  const found = await sql<{ record: string }>`
    with recursive up (record) as (
      select ${start}::uuid
      union
      select h.cause_ref
      from up
      join log.header h on h.record_ref = up.record and h.edge = 'open' and h.seq is not null
      where not exists (
        select from log.header s where s.record_ref = h.cause_ref and s.module = any (${sealed}::text[])
      )
    )
    select record from up limit ${limit}`.execute(db)
  return found.rows.map(({ record }) => record)
}

/** The record and all that it led to over open edges. */
export async function listDownstream(db: Kysely<unknown>, start: string, sealed: readonly string[], limit: number) {
  const found = await sql<{ record: string }>`
    with recursive down (record) as (
      select ${start}::uuid
      union
      select h.record_ref
      from down
      join log.header h on h.cause_ref = down.record and h.seq is not null
      where not exists (
        select from log.header s where s.record_ref = h.record_ref and s.module = any (${sealed}::text[])
      )
    )
    select record from down limit ${limit}`.execute(db)
  return found.rows.map(({ record }) => record)
}

/** What these records led to that does not open: sealed edges, and any edge into a module whose records never open. */
export async function countSealedConsequences(
  db: Kysely<unknown>,
  records: readonly string[],
  sealed: readonly string[],
): Promise<SealedFacts> {
  const found = await sql<SealedFacts>`
    with hidden as (
      select h.record_ref, h.at
      from log.sealed_cause s
      join log.header h on h.id = s.header_id
      where s.cause_ref = any (${records}::uuid[])
      union all
      select h.record_ref, h.at
      from log.header h
      where h.cause_ref = any (${records}::uuid[]) and h.module = any (${sealed}::text[])
    )
    select count(distinct record_ref) as count, min(at) as "firstAt" from hidden`.execute(db)
  return found.rows[0]!
}

/** When something sealed first led to one of these records; null when nothing did. */
export async function findSealedCause(
  db: Kysely<unknown>,
  records: readonly string[],
  sealed: readonly string[],
): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    with hidden as (
      select h.at
      from log.header h
      join log.sealed_cause s on s.header_id = h.id
      where h.record_ref = any (${records}::uuid[])
      union all
      select h.at
      from log.header h
      where h.record_ref = any (${records}::uuid[]) and h.edge = 'open'
        and exists (select from log.header c where c.record_ref = h.cause_ref and c.module = any (${sealed}::text[]))
    )
    select min(at) as at from hidden`.execute(db)
  return found.rows[0]!.at
}

export async function listBeginnings(db: Kysely<unknown>, records: readonly string[]): Promise<Beginning[]> {
  const found = await sql<Beginning>`
    select distinct on (record_ref) record_ref as record, module, seq
    from log.header
    where record_ref = any (${records}::uuid[]) and seq is not null
    order by record_ref, seq`.execute(db)
  return found.rows
}

export async function listEntries(db: Kysely<unknown>, records: readonly string[]): Promise<ThreadEntry[]> {
  const found = await sql<Omit<ThreadEntry, "body"> & { body: string | null }>`
    select h.seq, h.at, h.module, h.verb, h.record_ref as record, b.body
    from log.header h
    left join log.body b on b.header_id = h.id
    where h.record_ref = any (${records}::uuid[]) and h.seq is not null
    order by h.seq`.execute(db)
  return found.rows.map((row) => ({ ...row, body: row.body === null ? null : (JSON.parse(row.body) as Json) }))
}
