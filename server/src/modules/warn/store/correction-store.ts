import type { WarningTexts } from "@holdfast/contracts"
import { type Kysely, type Selectable, sql, type Transaction } from "kysely"
import type { Person } from "../domain/warning.ts"

export interface StoredCorrection {
  readonly id: string
  readonly warning: string
  readonly texts: WarningTexts
  readonly proposedAt: Date
  readonly proposer: Person
  readonly approvedAt: Date | null
  /** The CAP message that carries it, once a second person approved. */
  readonly identifier: string | null
}
interface CorrectionTable {
  id: string
  warning: string
  texts: WarningTexts
  proposed_at: Date
  proposer_role: string
  proposer_account: string | null
  approved_at: Date | null
  approver_role: string | null
  approver_account: string | null
  identifier: string | null
  dropped_at: Date | null
  names_gone_at: Date | null
}

const tables = (db: Kysely<unknown>) => db.withTables<{ "warn.correction": CorrectionTable }>()
const select = (db: Kysely<unknown>) => tables(db).selectFrom("warn.correction").selectAll()

/** Gives false when another one waits already. */
export async function insertCorrection(
  tx: Transaction<unknown>,
  { id, warning, texts, proposedAt, proposer }: Omit<StoredCorrection, "approvedAt" | "identifier">,
): Promise<boolean> {
  const { rows } = await sql`
    insert into warn.correction (id, warning, texts, proposed_at, proposer_role, proposer_account)
    values (${id}, ${warning}, ${JSON.stringify(texts)}::jsonb, ${proposedAt}, ${proposer.role}, ${proposer.account})
    on conflict (warning) where approved_at is null and dropped_at is null do nothing
    returning id`.execute(tx)
  return rows.length > 0
}

export async function lockCorrection(tx: Transaction<unknown>, id: string): Promise<StoredCorrection | undefined> {
  const row = await select(tx).where("id", "=", id).where("dropped_at", "is", null).forUpdate().executeTakeFirst()
  return row && toCorrection(row)
}

/** Of these warnings, oldest first; what was dropped is left out. */
export async function listCorrections(db: Kysely<unknown>, warnings: readonly string[]): Promise<StoredCorrection[]> {
  if (warnings.length === 0) return []
  const rows = await select(db)
    .where("warning", "in", [...warnings])
    .where("dropped_at", "is", null)
    .orderBy("proposed_at")
    .execute()
  return rows.map(toCorrection)
}

export async function approveStoredCorrection(
  tx: Transaction<unknown>,
  {
    id,
    approver,
    identifier,
    at,
  }: { readonly id: string; readonly approver: Person; readonly identifier: string; readonly at: Date },
): Promise<void> {
  await tables(tx)
    .updateTable("warn.correction")
    .set({ approved_at: at, approver_role: approver.role, approver_account: approver.account, identifier })
    .where("id", "=", id)
    .execute()
}

export async function dropStoredCorrection(tx: Transaction<unknown>, id: string, at: Date): Promise<void> {
  await tables(tx).updateTable("warn.correction").set({ dropped_at: at }).where("id", "=", id).execute()
}

/** Takes the names from what was proposed before `limit`. */
export async function dropCorrectionNames(tx: Transaction<unknown>, { limit, now }: { limit: Date; now: Date }): Promise<void> {
  await tables(tx)
    .updateTable("warn.correction")
    .set({ proposer_account: null, approver_account: null, names_gone_at: now })
    .where("proposed_at", "<=", limit)
    .where("names_gone_at", "is", null)
    .execute()
}

function toCorrection(row: Selectable<CorrectionTable>): StoredCorrection {
  return {
    id: row.id,
    warning: row.warning,
    texts: row.texts,
    proposedAt: row.proposed_at,
    proposer: { role: row.proposer_role, account: row.proposer_account },
    approvedAt: row.approved_at,
    identifier: row.identifier,
  }
}
