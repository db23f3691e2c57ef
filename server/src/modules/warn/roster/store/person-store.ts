import type { Level } from "@holdfast/contracts"
import { type Kysely, type Selectable, sql, type Transaction } from "kysely"
import type { StoredPerson } from "../domain/person.ts"

interface PersonTable {
  id: string
  area: string
  post: string
  from_level: Level
  place: number
  language: "zh-CN" | "en"
  sealed: Buffer
  changed_at: Date
}
type Tables = { "warn.roster_person": PersonTable }

/** Of one area, by post and place. */
export async function listPeopleOf(db: Kysely<unknown>, area: string): Promise<StoredPerson[]> {
  const rows = await select(db).where("area", "=", area).orderBy(sql`post collate "C"`).orderBy("place").execute()
  return rows.map(toPerson)
}

/** With one post in one area, in the order in which they are asked. */
export async function listPeopleWith(
  db: Kysely<unknown>,
  { area, post }: { readonly area: string; readonly post: string },
): Promise<StoredPerson[]> {
  const rows = await select(db).where("area", "=", area).where("post", "=", post).orderBy("place").execute()
  return rows.map(toPerson)
}

/** All posts, to be matched with a warning; nothing of it leaves the server. */
export async function listPosts(db: Kysely<unknown>): Promise<Pick<StoredPerson, "area" | "post" | "fromLevel">[]> {
  const rows = await db
    .withTables<Tables>()
    .selectFrom("warn.roster_person")
    .select(["area", "post", "from_level"])
    .distinct()
    .execute()
  return rows.map(({ area, post, from_level }) => ({ area, post, fromLevel: from_level }))
}

export async function findPerson(db: Kysely<unknown>, id: string): Promise<StoredPerson | undefined> {
  const row = await select(db).where("id", "=", id).executeTakeFirst()
  return row && toPerson(row)
}

export async function hasAnyPerson(db: Kysely<unknown>): Promise<boolean> {
  return (await select(db).limit(1).executeTakeFirst()) !== undefined
}

/** Inserts, or replaces the one with this id. */
export async function putPerson(tx: Transaction<unknown>, person: StoredPerson): Promise<void> {
  const { id, fromLevel, changedAt, ...same } = person
  const row = { ...same, from_level: fromLevel, changed_at: changedAt }
  await tx
    .withTables<Tables>()
    .insertInto("warn.roster_person")
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute()
}

export async function deletePerson(tx: Transaction<unknown>, id: string): Promise<void> {
  await tx.withTables<Tables>().deleteFrom("warn.roster_person").where("id", "=", id).execute()
}

/** Whom nobody confirmed since. Gives how many. */
export async function deletePeopleUnchangedSince(tx: Transaction<unknown>, before: Date): Promise<number> {
  const deleted = await tx
    .withTables<Tables>()
    .deleteFrom("warn.roster_person")
    .where("changed_at", "<", before)
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

function select(db: Kysely<unknown>) {
  return db.withTables<Tables>().selectFrom("warn.roster_person").selectAll()
}

function toPerson({ from_level, changed_at, ...same }: Selectable<PersonTable>): StoredPerson {
  return { ...same, fromLevel: from_level, changedAt: changed_at }
}
