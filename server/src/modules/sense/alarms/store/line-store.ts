import type { Level, SignalLine } from "@holdfast/contracts"
import { type Kysely, sql } from "kysely"
import type { OpenSignal } from "../domain/groups.ts"

interface Row {
  id: string
  number: number
  rule: string
  rule_zh: string
  rule_en: string
  hazard: string
  level: Level
  state: SignalLine["state"]
  area: string
  area_zh: string
  area_en: string
  value: number | null
  unit: string
  raised_at: Date
  asked_at: Date
  acknowledged_role: string | null
  cleared_at: Date | null
  due_at: Date | null
  escalated_role: string | null
  assigned_role: string | null
  assigned_account: string | null
  shelved_until: Date | null
  shelved_role: string | null
  shelve_reason: NonNullable<SignalLine["shelved"]>["reason"] | null
  clear_reason: "false-alarm" | "handled" | "faulty-device" | "test" | null
}

/** A line whose person is still an account: who may know the name gets it from identity. */
export interface StoredLine extends Omit<SignalLine, "assigned"> {
  readonly assigned: { readonly role: string; readonly account: string | null } | null
  readonly dueAt: Date | null
  readonly clearReason: Row["clear_reason"]
}

/** What the grouping needs, and the name of the area. */
export interface StoredOpen extends OpenSignal {
  readonly areaName: SignalLine["area"]["name"]
}

const columns = sql.raw(`id, number, rule, rule_zh, rule_en, hazard, level, state, area, area_zh, area_en, value, unit, raised_at,
  asked_at, acknowledged_role, cleared_at, due_at, escalated_role, assigned_role, assigned_account, shelved_until, shelved_role,
  shelve_reason, clear_reason`)

/** Every signal that is neither over nor shelved, as slim as the grouping can bear. */
export async function listOpen(db: Kysely<unknown>): Promise<StoredOpen[]> {
  const { rows } = await sql<Row & { silence: boolean }>`
    select id, number, hazard, level, state, area, area_zh, area_en, value is null and threshold is not null as silence, asked_at, escalated_role
    from sense.signal
    where cleared_at is null and shelved_until is null`.execute(db)
  return rows.map(({ id, number, hazard, level, state, area, area_zh, area_en, silence, asked_at, escalated_role }) => ({
    ...{ id, number, hazard, level, area, isSilence: silence, isUnseen: state === "open", askedMs: asked_at.getTime() },
    ...{ escalatedTo: escalated_role, areaName: { "zh-CN": area_zh, en: area_en } },
  }))
}

/** In the order of the ids. */
export async function listLines(db: Kysely<unknown>, ids: readonly string[]): Promise<StoredLine[]> {
  const { rows } = await sql<Row>`select ${columns} from sense.signal where id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, toLine(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The next to come back first. */
export async function listShelved(db: Kysely<unknown>, limit: number): Promise<StoredLine[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.signal
    where shelved_until is not null and cleared_at is null
    order by shelved_until, number
    limit ${limit}::int`.execute(db)
  return rows.map(toLine)
}

export async function countShelved(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sense.signal where shelved_until is not null and cleared_at is null`.execute(db)
  return rows[0]!.count
}

/** The newest that are over. */
export async function listOver(db: Kysely<unknown>, limit: number): Promise<StoredLine[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.signal
    where cleared_at is not null
    order by raised_at desc, number desc
    limit ${limit}::int`.execute(db)
  return rows.map(toLine)
}

/** What is open since before `before`: the oldest, and how many there are. */
export async function listStanding(
  db: Kysely<unknown>,
  before: Date,
  limit: number,
): Promise<{ count: number; oldest: StoredLine[] }> {
  const { rows } = await sql<Row & { total: number }>`
    select ${columns}, (count(*) over ())::int as total from sense.signal
    where cleared_at is null and raised_at < ${before}
    order by raised_at, number
    limit ${limit}::int`.execute(db)
  return { count: rows[0]?.total ?? 0, oldest: rows.map(toLine) }
}

function toLine(row: Row): StoredLine {
  return {
    id: row.id,
    code: `R-${row.number}`,
    rule: { id: row.rule, name: { "zh-CN": row.rule_zh, en: row.rule_en } },
    hazard: row.hazard,
    level: row.level,
    state: row.state,
    area: { id: row.area, name: { "zh-CN": row.area_zh, en: row.area_en } },
    value: row.value,
    unit: row.unit,
    raisedAt: row.raised_at.toISOString(),
    askedAt: row.asked_at.toISOString(),
    acknowledgedByRole: row.acknowledged_role,
    clearedAt: row.cleared_at?.toISOString() ?? null,
    escalatedTo: row.escalated_role,
    assigned: row.assigned_role === null ? null : { role: row.assigned_role, account: row.assigned_account },
    shelved: row.shelved_until && {
      until: row.shelved_until.toISOString(),
      reason: row.shelve_reason!,
      role: row.shelved_role!,
    },
    dueAt: row.due_at,
    clearReason: row.clear_reason,
  }
}
