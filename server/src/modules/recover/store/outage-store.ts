import { lifelines, outageStates } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import { z } from "zod"
import type { Check, Outage } from "../domain/outage.ts"

const Lifeline = z.enum(lifelines)
const State = z.enum(outageStates)

interface OutageRow {
  id: string
  number: number
  lifeline: string
  area: string
  state: string
  started_at: Date
  restored_at: Date | null
  cause_ref: string | null
}

const columns = sql`id, number, lifeline, area, state, started_at, restored_at, cause_ref`

/** False when an outage with this id is there already. */
export async function insertOutage(tx: Transaction<unknown>, outage: Omit<Outage, "number" | "checks">): Promise<boolean> {
  const inserted = await sql`
    insert into recover.outage (id, lifeline, area, state, started_at, cause_ref)
    values (
      ${outage.id}::uuid, ${outage.lifeline}, ${outage.area}, ${outage.state}, ${outage.startedAt}, ${outage.because}::uuid
    )
    on conflict (id) do nothing
    returning id`.execute(tx)
  return inserted.rows.length > 0
}

export async function insertCheck(tx: Transaction<unknown>, outage: string, { at, households, role }: Check): Promise<void> {
  await sql`
    insert into recover.outage_check (outage, at, households, role)
    values (${outage}::uuid, ${at}, ${households}, ${role})`.execute(tx)
}

export async function updateState(
  tx: Transaction<unknown>,
  { id, state, restoredAt }: Pick<Outage, "id" | "state" | "restoredAt">,
): Promise<void> {
  await sql`
    update recover.outage
    set state = ${state}, restored_at = ${restoredAt}::timestamptz
    where id = ${id}::uuid`.execute(tx)
}

/** Locks it until the transaction ends. */
export async function lockOutage(tx: Transaction<unknown>, id: string): Promise<Outage | undefined> {
  const found = await sql<OutageRow>`select ${columns} from recover.outage where id = ${id}::uuid for update`.execute(tx)
  return (await withChecks(tx, found.rows))[0]
}

export async function findOutage(db: Kysely<unknown>, id: string): Promise<Outage | undefined> {
  return (await listOutagesByIds(db, [id]))[0]
}

export async function listOutagesByIds(db: Kysely<unknown>, ids: readonly string[]): Promise<Outage[]> {
  const found = await sql<OutageRow>`select ${columns} from recover.outage where id = any (${ids}::uuid[])`.execute(db)
  return withChecks(db, found.rows)
}

/** Those that are not restored first, then the newest. */
export async function listOutages(db: Kysely<unknown>, limit: number): Promise<Outage[]> {
  const found = await sql<OutageRow>`
    select ${columns}
    from recover.outage
    order by restored_at is not null, started_at desc, id
    limit ${limit}`.execute(db)
  return withChecks(db, found.rows)
}

async function withChecks(db: Kysely<unknown>, rows: readonly OutageRow[]): Promise<Outage[]> {
  const found = await sql<Check & { outage: string }>`
    select outage, at, households, role
    from recover.outage_check
    where outage = any (${rows.map(({ id }) => id)}::uuid[])
    order by outage, number`.execute(db)
  const checks = Map.groupBy(found.rows, ({ outage }) => outage)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    lifeline: Lifeline.parse(row.lifeline),
    area: row.area,
    state: State.parse(row.state),
    startedAt: row.started_at,
    restoredAt: row.restored_at,
    because: row.cause_ref,
    checks: (checks.get(row.id) ?? []).map(({ at, households, role }) => ({ at, households, role })),
  }))
}
