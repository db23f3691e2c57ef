import { type Kysely, sql } from "kysely"

/**
 * The events that warnings belong to: the code of the first warning of their chain, by id. Updates, liftings, and what is in force
 * again all go on with what was first.
 */
export async function listEvents(db: Kysely<unknown>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ of: string; number: number }>`
    with recursive back as (
      select id as of, number, follows from warn.warning where id = any(${[...ids]}::uuid[])
      union all
      select back.of, earlier.number, earlier.follows
      from back
      join warn.warning earlier on earlier.id = back.follows
    )
    select of, number from back where follows is null`.execute(db)
  return new Map(rows.map(({ of, number }) => [of, `W-${number}`]))
}

/** What came next: what took its place, or, when it was sent in error, what is in force again. Undefined where nothing did. */
export async function findNextId(db: Kysely<unknown>, id: string, again: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(
      warning.replaced_by,
      (select reissued.id from warn.warning reissued
       where reissued.follows = warning.id and reissued.reissues = any(${[...again]}::uuid[])
       order by reissued.number desc limit 1)
    ) as id
    from warn.warning where warning.id = ${id}::uuid`.execute(db)
  return rows[0]?.id ?? undefined
}
