import { PackRule } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import { clearSignal } from "../../store/signal-store.ts"
import type { StoredRule } from "../domain/rule-book.ts"

interface Row {
  hazard: string
  is_on: boolean
  rule: unknown
  version: number
  changed_at: Date
  changed_role: string
}

/** The newest version of each. */
export async function listCurrentRules(db: Kysely<unknown>): Promise<StoredRule[]> {
  const { rows } = await sql<Row>`
    select distinct on (id) hazard, is_on, rule, version, changed_at, changed_role
    from sense.rule
    order by id, version desc`.execute(db)
  return rows.map(toStored)
}

/** Every version of one, newest first. */
export async function listRuleVersions(db: Kysely<unknown>, id: string): Promise<StoredRule[]> {
  const { rows } = await sql<Row>`
    select hazard, is_on, rule, version, changed_at, changed_role
    from sense.rule
    where id = ${id}
    order by version desc`.execute(db)
  return rows.map(toStored)
}

export async function findRuleVersion(db: Kysely<unknown>, id: string, version: number): Promise<StoredRule | undefined> {
  const { rows } = await sql<Row>`
    select hazard, is_on, rule, version, changed_at, changed_role
    from sense.rule
    where id = ${id} and version = ${version}::int`.execute(db)
  return rows.map(toStored)[0]
}

/** Gives whether this version was free: of two writers one is first. */
export async function putRule(tx: Transaction<unknown>, stored: StoredRule): Promise<boolean> {
  const { hazard, rule, isOn, version, changedAt, changedRole } = stored
  const { rows } = await sql<{ id: string }>`
    insert into sense.rule (id, version, hazard, is_on, rule, changed_at, changed_role)
    values (${rule.id}, ${version}::int, ${hazard}, ${isOn}, ${JSON.stringify(rule)}::jsonb, ${changedAt}, ${changedRole})
    on conflict (id, version) do nothing
    returning id`.execute(tx)
  return rows.length > 0
}

/** Ends the signals of a rule that holds no longer as it did. Gives them. */
export async function clearSignalsOf(
  tx: Transaction<unknown>,
  rule: string,
  at: Date,
): Promise<{ readonly id: string; readonly area: string }[]> {
  const { rows } = await sql<{ id: string; area: string; began_at: Date }>`
    select id, area, began_at from sense.signal where rule = ${rule} and ended_at is null order by number`.execute(tx)
  for (const { id, began_at } of rows) {
    await clearSignal(tx, id, { endedAt: new Date(Math.max(began_at.getTime(), at.getTime())), at })
  }
  return rows
}

function toStored({ rule, is_on, changed_at, changed_role, ...rest }: Row): StoredRule {
  return { ...rest, rule: PackRule.parse(rule), isOn: is_on, changedAt: changed_at, changedRole: changed_role }
}
