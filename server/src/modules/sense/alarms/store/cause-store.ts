import { type Kysely, sql } from "kysely"

/** The version of its rule that raised a signal, and whose rule it is. */
export async function findCause(
  db: Kysely<unknown>,
  id: string,
): Promise<{ readonly rule: string; readonly version: number; readonly hazard: string } | undefined> {
  const { rows } = await sql<{ rule: string; version: number; hazard: string }>`
    select rule, rule_version as version, hazard from sense.signal where id = ${id}::uuid`.execute(db)
  return rows[0]
}
