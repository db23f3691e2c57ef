import type { Bilingual } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

export type CityKind = "demo" | "live"
/** What the database of a city says of itself. */
export interface City {
  readonly kind: CityKind
  readonly name: Bilingual
  readonly createdAt: Date
}

type CityTables = {
  "identity.city": { kind: CityKind; name_zh: string; name_en: string; created_at: Date }
}

/** The city of this database; undefined when none was made yet, also before the first migration. */
export async function readCity(db: Kysely<unknown>): Promise<City | undefined> {
  const found = await sql<{ there: boolean }>`select to_regclass('identity.city') is not null as there`.execute(db)
  if (!found.rows[0]!.there) return undefined
  const row = await db
    .withTables<CityTables>()
    .selectFrom("identity.city")
    .select(["kind", "name_zh", "name_en", "created_at"])
    .executeTakeFirst()
  return row && { kind: row.kind, name: { "zh-CN": row.name_zh, en: row.name_en }, createdAt: row.created_at }
}

export async function putCity(tx: Transaction<unknown>, city: City): Promise<void> {
  await tx
    .withTables<CityTables>()
    .insertInto("identity.city")
    .values({ kind: city.kind, name_zh: city.name["zh-CN"], name_en: city.name.en, created_at: city.createdAt })
    .execute()
}
