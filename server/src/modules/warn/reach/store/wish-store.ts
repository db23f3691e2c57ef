import { type Kysely, sql } from "kysely"

/** What the index keeps of a subscription: nothing of whose it is. */
export interface Wish {
  readonly number: number
  readonly area: string
  readonly hazards: string[] | null
  readonly minLevel: number
  readonly touchedAt: Date
}

/** Those that get messages, in the order of their numbers. */
export async function listWishes(
  db: Kysely<unknown>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Wish[]> {
  const { rows } = await sql<Wish>`
    select number, area, hazards, min_level as "minLevel", touched_at as "touchedAt"
    from warn.subscription
    where number > ${after}::int8 and confirmed_at is not null
    order by number
    limit ${limit}`.execute(db)
  return rows
}

/** Of these numbers those that get messages now. */
export async function readWishes(db: Kysely<unknown>, numbers: readonly number[]): Promise<Wish[]> {
  const { rows } = await sql<Wish>`
    select number, area, hazards, min_level as "minLevel", touched_at as "touchedAt"
    from warn.subscription
    where number = any(${[...numbers]}::int8[]) and confirmed_at is not null`.execute(db)
  return rows
}

export async function countAll(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from warn.subscription`.execute(db)
  return rows[0]!.count
}
