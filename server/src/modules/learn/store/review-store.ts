import { type Kysely, sql, type Transaction } from "kysely"

export interface ReviewRow {
  readonly id: string
  readonly incident: string
  readonly at: Date
}

/** False when this incident has its review already. */
export async function insertReview(tx: Transaction<unknown>, { id, incident, at }: ReviewRow): Promise<boolean> {
  const inserted = await sql`
    insert into learn.review (id, incident, at)
    values (${id}::uuid, ${incident}::uuid, ${at})
    on conflict (incident) do nothing
    returning id`.execute(tx)
  return inserted.rows.length > 0
}

/** Whether this record is reviewed by itself: an incident that closed, or a warning that one person sent alone. */
export async function isReviewed(db: Kysely<unknown>, record: string): Promise<boolean> {
  const found = await sql`select from learn.review where incident = ${record}::uuid`.execute(db)
  return found.rows.length > 0
}

/** Newest first. */
export async function listReviews(db: Kysely<unknown>, limit: number): Promise<ReviewRow[]> {
  const found = await sql<ReviewRow>`select id, incident, at from learn.review order by at desc, id limit ${limit}`.execute(db)
  return found.rows
}

export async function listReviewsByIds(db: Kysely<unknown>, ids: readonly string[]): Promise<ReviewRow[]> {
  const found = await sql<ReviewRow>`select id, incident, at from learn.review where id = any (${ids}::uuid[])`.execute(db)
  return found.rows
}
