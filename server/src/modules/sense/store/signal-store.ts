import type { Level, Signal } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { Issued } from "../domain/signal-changes.ts"

interface Row {
  id: string
  number: number
  rule: string
  rule_zh: string
  rule_en: string
  hazard: string
  level: Level
  state: Signal["state"]
  area: string
  area_zh: string
  area_en: string
  value: number | null
  threshold: number | null
  unit: string
  raised_at: Date
  acknowledged_at: Date | null
  acknowledged_role: string | null
  cleared_at: Date | null
  measurements: Signal["because"]
}

/** What a rule saw, as it is stored with the signal. */
export interface Seen {
  readonly level: Level
  readonly value: number | null
  /** Null for one that was raised from an alert of others. */
  readonly threshold: number | null
  readonly because: Signal["because"]
}
export interface NewSignal extends Seen, Pick<Signal, "id" | "rule" | "hazard" | "area" | "unit"> {
  /** The version of the rule that raised it; 0 for a rule as its pack has it. */
  readonly ruleVersion: number
  readonly beganAt: Date
  readonly endedAt: Date | null
  readonly at: Date
  /** When the next role is called; null for one that is over. */
  readonly dueAt: Date | null
}

const columns = sql.raw(`id, number, rule, rule_zh, rule_en, hazard, level, state, area, area_zh, area_en, value, threshold,
  unit, raised_at, acknowledged_at, acknowledged_role, cleared_at, measurements`)

/** Gives its code, such as R-1731. One whose reason is over already is stored as cleared. */
export async function putSignal(tx: Transaction<unknown>, signal: NewSignal): Promise<string> {
  const { id, rule, ruleVersion, hazard, level, area, value, threshold, unit, beganAt, endedAt, at, dueAt, because } = signal
  const { rows } = await sql<{ number: number }>`
    insert into sense.signal (id, rule, rule_version, rule_zh, rule_en, hazard, level, state, area, area_zh, area_en, value, threshold, unit,
      began_at, ended_at, raised_at, asked_at, due_at, cleared_at, measurements)
    values (${id}, ${rule.id}, ${ruleVersion}::int, ${rule.name["zh-CN"]}, ${rule.name.en}, ${hazard}, ${level}, ${endedAt ? "cleared" : "open"},
      ${area.id}, ${area.name["zh-CN"]}, ${area.name.en}, ${value}, ${threshold}, ${unit}, ${beganAt}, ${endedAt}, ${at}, ${at}, ${dueAt},
      ${endedAt ? at : null}, ${JSON.stringify(because)}::jsonb)
    returning number`.execute(tx)
  if (!endedAt) await putAsked(tx, id, at)
  return codeOf(rows[0]!.number)
}

/** Beside the signal stands each time that it asked somebody, which the alarm budget counts. */
async function putAsked(tx: Transaction<unknown>, id: string, at: Date): Promise<void> {
  await sql`insert into sense.signal_asked (signal_id, at) values (${id}, ${at})`.execute(tx)
}

/**
 * Raises the level. One that somebody acknowledged, shelved, or ended by hand asks for attention again; one whose measurements fell
 * stays cleared.
 */
export async function raiseLevel(
  tx: Transaction<unknown>,
  id: string,
  { at, dueAt, ...seen }: Seen & { readonly at: Date; readonly dueAt: Date },
): Promise<string> {
  const { rows } = await sql<{ number: number; asks: boolean }>`
    update sense.signal
    set level = ${seen.level}, value = ${seen.value}, threshold = ${seen.threshold},
      measurements = ${JSON.stringify(seen.because)}::jsonb,
      acknowledged_at = case when ended_at is not null then acknowledged_at end,
      acknowledged_role = case when ended_at is not null then acknowledged_role end,
      state = case when ended_at is not null then 'cleared' else 'open' end,
      cleared_at = case when ended_at is not null then cleared_at end,
      cleared_role = case when ended_at is not null then cleared_role end,
      clear_reason = case when ended_at is not null then clear_reason end,
      asked_at = case when ended_at is not null then asked_at else ${at} end,
      due_at = case when ended_at is null then ${dueAt}::timestamptz end,
      escalated_role = null, shelved_until = null, shelved_role = null, shelve_reason = null
    where id = ${id}
    returning number, ended_at is null as asks`.execute(tx)
  if (rows[0]!.asks) await putAsked(tx, id, at)
  return codeOf(rows[0]!.number)
}

/** The measurements fell. Gives whether that ended it, or a person had before. */
export async function clearSignal(
  tx: Transaction<unknown>,
  id: string,
  { endedAt, at }: { endedAt: Date; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ byHand: boolean }>`
    update sense.signal
    set state = 'cleared', ended_at = ${endedAt}, cleared_at = coalesce(cleared_at, ${at}), due_at = null, escalated_role = null,
      shelved_until = null, shelved_role = null, shelve_reason = null
    where id = ${id} and ended_at is null
    returning cleared_role is not null as "byHand"`.execute(tx)
  return rows[0]?.byHand === false
}

export async function listSignalsById(db: Kysely<unknown>, ids: readonly string[]): Promise<Signal[]> {
  const { rows } = await sql<Row>`select ${columns} from sense.signal where id = any(${ids}::uuid[])`.execute(db)
  return rows.map(toSignal)
}

/** Newest first. */
export async function listSignals(
  db: Kysely<unknown>,
  { states, limit }: { readonly states: readonly Signal["state"][]; readonly limit: number },
): Promise<Signal[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.signal
    where state = any(${states}::text[])
    order by raised_at desc, number desc
    limit ${limit}::int`.execute(db)
  return rows.map(toSignal)
}

export interface IssuedFor extends Issued {
  readonly rule: string
  readonly area: string
}

/** Every signal that is open or ended since a time, by rule and area. */
export async function listIssued(db: Kysely<unknown>, endedSince: Date): Promise<IssuedFor[]> {
  const { rows } = await sql<{ id: string; rule: string; area: string; level: Level; began_at: Date; ended_at: Date | null }>`
    select id, rule, area, level, began_at, ended_at from sense.signal
    where ended_at is null or ended_at >= ${endedSince}
    order by number`.execute(db)
  return rows.map(({ id, rule, area, level, began_at, ended_at }) => ({
    ...{ id, rule, area, level },
    beganMs: began_at.getTime(),
    endedMs: ended_at?.getTime() ?? null,
  }))
}

function codeOf(number: number): string {
  return `R-${number}`
}

function toSignal(row: Row): Signal {
  return {
    id: row.id,
    code: codeOf(row.number),
    rule: { id: row.rule, name: { "zh-CN": row.rule_zh, en: row.rule_en } },
    hazard: row.hazard,
    level: row.level,
    state: row.state,
    area: { id: row.area, name: { "zh-CN": row.area_zh, en: row.area_en } },
    value: row.value,
    threshold: row.threshold,
    unit: row.unit,
    raisedAt: row.raised_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedByRole: row.acknowledged_role,
    clearedAt: row.cleared_at?.toISOString() ?? null,
    because: row.measurements,
  }
}
