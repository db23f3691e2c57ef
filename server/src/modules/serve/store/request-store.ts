import { requestCategories, requestStates } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import { z } from "zod"
import type { ServiceRequest } from "../domain/request.ts"

const Category = z.enum(requestCategories)
const State = z.enum(requestStates)

interface RequestRow {
  id: string
  category: string
  area: string | null
  place: string
  description: string
  photo: string | null
  state: string
  received_at: Date
  due_at: Date
  answer: string | null
  answered_at: Date | null
  closed_at: Date | null
}

/** The subtree of an area; undefined for the whole city, where alone reports that name no area are seen. */
interface Within {
  readonly within: string | undefined
}

const columns = sql`id, category, area, place, description, photo, state, received_at, due_at, answer, answered_at, closed_at`

/** False when a report with this code was stored before. */
export async function insertRequest(tx: Transaction<unknown>, request: ServiceRequest, codeHash: Buffer): Promise<boolean> {
  const inserted = await sql`
    insert into serve.request (id, code_hash, category, area, place, description, photo, state, received_at, due_at)
    values (
      ${request.id}::uuid, ${codeHash}, ${request.category}, ${request.area}, ${request.place},
      ${request.description}, ${request.photo}::uuid, ${request.state}, ${request.receivedAt}, ${request.dueAt}
    )
    on conflict (code_hash) do nothing
    returning id`.execute(tx)
  return inserted.rows.length > 0
}

export async function updateText(
  tx: Transaction<unknown>,
  { id, place, description }: Pick<ServiceRequest, "id" | "place" | "description">,
): Promise<void> {
  await sql`
    update serve.request
    set place = ${place}, description = ${description}
    where id = ${id}::uuid`.execute(tx)
}

export async function updateAnswer(
  tx: Transaction<unknown>,
  { id, state, answer, answeredAt, closedAt }: Pick<ServiceRequest, "id" | "state" | "answer" | "answeredAt" | "closedAt">,
): Promise<void> {
  await sql`
    update serve.request
    set state = ${state}, answer = ${answer}, answered_at = ${answeredAt}::timestamptz, closed_at = ${closedAt}::timestamptz
    where id = ${id}::uuid`.execute(tx)
}

/** With its contact. */
export async function deleteRequests(tx: Transaction<unknown>, ids: readonly string[]): Promise<void> {
  await sql`delete from serve.request where id = any (${ids}::uuid[])`.execute(tx)
}

/** Locks it until the transaction ends. */
export async function lockRequest(tx: Transaction<unknown>, id: string): Promise<ServiceRequest | undefined> {
  const found = await sql<RequestRow>`select ${columns} from serve.request where id = ${id}::uuid for update`.execute(tx)
  return found.rows[0] && toRequest(found.rows[0])
}

export async function lockRequestByCode(tx: Transaction<unknown>, codeHash: Buffer): Promise<ServiceRequest | undefined> {
  const found = await sql<RequestRow>`select ${columns} from serve.request where code_hash = ${codeHash} for update`.execute(tx)
  return found.rows[0] && toRequest(found.rows[0])
}

export async function findRequest(db: Kysely<unknown>, id: string): Promise<ServiceRequest | undefined> {
  const found = await sql<RequestRow>`select ${columns} from serve.request where id = ${id}::uuid`.execute(db)
  return found.rows[0] && toRequest(found.rows[0])
}

export async function findRequestByCode(db: Kysely<unknown>, codeHash: Buffer): Promise<ServiceRequest | undefined> {
  const found = await sql<RequestRow>`select ${columns} from serve.request where code_hash = ${codeHash}`.execute(db)
  return found.rows[0] && toRequest(found.rows[0])
}

/** Those that are not finished first, the most urgent in front, then the newest finished ones. */
export async function listRequests(
  db: Kysely<unknown>,
  { within, limit }: Within & { limit: number },
): Promise<ServiceRequest[]> {
  const found = await sql<RequestRow>`
    select ${columns}
    from serve.request
    where ${isWithin(within)}
    order by closed_at is not null, case when closed_at is null then due_at end, closed_at desc, id
    limit ${limit}`.execute(db)
  return found.rows.map(toRequest)
}

export async function countRequests(db: Kysely<unknown>, { within }: Within): Promise<{ open: number; total: number }> {
  const found = await sql<{ open: number; total: number }>`
    select count(*) filter (where closed_at is null) as open, count(*) as total
    from serve.request
    where ${isWithin(within)}`.execute(db)
  return found.rows[0]!
}

/** When the newest report of this kind in this area came that is not finished; undefined when there is none. */
export async function findAlike(
  db: Kysely<unknown>,
  { category, area, since }: { category: string; area: string; since: Date },
): Promise<Date | undefined> {
  const found = await sql<{ received_at: Date }>`
    select received_at
    from serve.request
    where area = ${area}
      and category = ${category}
      and closed_at is null
      and received_at > ${since}
    order by received_at desc
    limit 1`.execute(db)
  return found.rows[0]?.received_at
}

export async function listReceivedTimes(db: Kysely<unknown>, ids: readonly string[]): Promise<{ id: string; at: Date }[]> {
  const found = await sql<{ id: string; at: Date }>`
    select id, received_at as at
    from serve.request
    where id = any (${ids}::uuid[])`.execute(db)
  return found.rows
}

/** Received before a moment, the oldest first, with their photos. */
export async function listReceivedBefore(
  db: Kysely<unknown>,
  before: Date,
  limit: number,
): Promise<{ id: string; photo: string | null }[]> {
  const found = await sql<{ id: string; photo: string | null }>`
    select id, photo
    from serve.request
    where received_at <= ${before}
    order by received_at
    limit ${limit}`.execute(db)
  return found.rows
}

export async function listPhotos(db: Kysely<unknown>): Promise<string[]> {
  const found = await sql<{ photo: string }>`select photo from serve.request where photo is not null`.execute(db)
  return found.rows.map(({ photo }) => photo)
}

function isWithin(area: string | undefined) {
  return area === undefined ? sql`true` : sql`(area = ${area} or starts_with(area, ${`${area}/`}))`
}

function toRequest(row: RequestRow): ServiceRequest {
  return {
    id: row.id,
    category: Category.parse(row.category),
    area: row.area,
    place: row.place,
    description: row.description,
    photo: row.photo,
    state: State.parse(row.state),
    receivedAt: row.received_at,
    dueAt: row.due_at,
    answer: row.answer,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
  }
}
