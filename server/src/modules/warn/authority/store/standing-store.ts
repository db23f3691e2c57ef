import type { Level } from "@holdfast/contracts"
import type { Generated, Kysely, Selectable, Transaction } from "kysely"
import type { Person } from "../../domain/warning.ts"

/** What two people allow before: a hazard and level whose template goes out by itself, until a date. */
export interface Standing {
  readonly id: string
  readonly code: string
  readonly hazard: string
  readonly level: Level
  readonly until: Date
  readonly proposedAt: Date
  readonly proposer: Person
  readonly approvedAt: Date | null
  readonly approver: Person | null
  readonly endedAt: Date | null
}
interface StandingTable {
  id: string
  number: Generated<number>
  hazard: string
  level: Level
  until: Date
  proposed_at: Date
  proposer_role: string
  proposer_account: string | null
  approved_at: Date | null
  approver_role: string | null
  approver_account: string | null
  ended_at: Date | null
  ended_by_role: string | null
  names_gone_at: Date | null
}

const tables = (db: Kysely<unknown>) => db.withTables<{ "warn.standing": StandingTable }>()
const select = (db: Kysely<unknown>) => tables(db).selectFrom("warn.standing").selectAll()

/** Gives undefined when one for this hazard and level is proposed or in force already. */
export async function insertStanding(
  tx: Transaction<unknown>,
  standing: Pick<Standing, "id" | "hazard" | "level" | "until" | "proposedAt" | "proposer">,
): Promise<Standing | undefined> {
  const { id, hazard, level, until, proposedAt, proposer } = standing
  const row = await tables(tx)
    .insertInto("warn.standing")
    .values({
      ...{ id, hazard, level, until, proposed_at: proposedAt, proposer_role: proposer.role, proposer_account: proposer.account },
      ...{
        approved_at: null,
        approver_role: null,
        approver_account: null,
        ended_at: null,
        ended_by_role: null,
        names_gone_at: null,
      },
    })
    .onConflict((conflict) => conflict.columns(["hazard", "level"]).where("ended_at", "is", null).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && toStanding(row)
}

export async function lockStanding(tx: Transaction<unknown>, id: string): Promise<Standing | undefined> {
  const row = await select(tx).where("id", "=", id).forUpdate().executeTakeFirst()
  return row && toStanding(row)
}

/** Proposed or in force, and the last that ended; newest first. */
export async function listStanding(db: Kysely<unknown>, limit: number): Promise<Standing[]> {
  const rows = await select(db).orderBy("number", "desc").limit(limit).execute()
  return rows.map(toStanding)
}

/** Allowed by two people and not over at `now`. */
export async function listInForceStanding(db: Kysely<unknown>, now: Date): Promise<Standing[]> {
  const rows = await select(db)
    .where("approved_at", "is not", null)
    .where("ended_at", "is", null)
    .where("until", ">", now)
    .execute()
  return rows.map(toStanding)
}

export async function allowStanding(tx: Transaction<unknown>, id: string, approver: Person, at: Date): Promise<void> {
  await tables(tx)
    .updateTable("warn.standing")
    .set({ approved_at: at, approver_role: approver.role, approver_account: approver.account })
    .where("id", "=", id)
    .execute()
}

export async function endStanding(tx: Transaction<unknown>, id: string, role: string, at: Date): Promise<void> {
  await tables(tx).updateTable("warn.standing").set({ ended_at: at, ended_by_role: role }).where("id", "=", id).execute()
}

/** Those whose date has passed at `now`, ended with it. */
export async function takeOverStanding(tx: Transaction<unknown>, now: Date): Promise<{ id: string; number: number }[]> {
  return tables(tx)
    .updateTable("warn.standing")
    .set({ ended_at: now, ended_by_role: "system" })
    .where("ended_at", "is", null)
    .where("until", "<=", now)
    .returning(["id", "number"])
    .execute()
}

/** Takes the names from what ended before `limit`. */
export async function dropStandingNames(tx: Transaction<unknown>, { limit, now }: { limit: Date; now: Date }): Promise<void> {
  await tables(tx)
    .updateTable("warn.standing")
    .set({ proposer_account: null, approver_account: null, names_gone_at: now })
    .where("ended_at", "<=", limit)
    .where("names_gone_at", "is", null)
    .execute()
}

function toStanding(row: Selectable<StandingTable>): Standing {
  return {
    id: row.id,
    code: `S-${row.number}`,
    hazard: row.hazard,
    level: row.level,
    until: row.until,
    proposedAt: row.proposed_at,
    proposer: { role: row.proposer_role, account: row.proposer_account },
    approvedAt: row.approved_at,
    approver: row.approver_role === null ? null : { role: row.approver_role, account: row.approver_account },
    endedAt: row.ended_at,
  }
}
