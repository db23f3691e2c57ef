import type { AreaRef, LonLat } from "@holdfast/contracts"
import type { EntitySet } from "@holdfast/sensorthings"
import { type RawBuilder, sql, type Transaction } from "kysely"
import type { ObservationBody } from "../observation-body.ts"
import { tableOf } from "../read/index.ts"
import { refuse } from "../refuse.ts"

type Sql = RawBuilder<unknown>

/** A measurement that comes together with its series. It is stored in the same commit, after the series. */
export interface NewMeasurement {
  /** Kept, when a stored one is corrected. */
  readonly id?: number
  readonly datastream: number
  readonly feature: number | undefined
  readonly body: ObservationBody
  /** Where it stood in the body. */
  readonly field: string
}

/** An entity that was made or changed. */
export interface Touched {
  readonly set: EntitySet
  readonly id: number
}

/** What one request writes: everything in one transaction. */
export interface Writing {
  readonly tx: Transaction<unknown>
  readonly now: Date
  /** The smallest area that holds a point; undefined outside the city. */
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Measurements that were found on the way. */
  readonly measurements: NewMeasurement[]
  /** What was made and changed, for those who subscribed. */
  readonly touched: Touched[]
}

/** Inserts a row and gives its id. */
export async function insertRow(
  tx: Transaction<unknown>,
  set: EntitySet,
  columns: Readonly<Record<string, unknown>>,
): Promise<number> {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined)
  const { rows } = await sql<{ id: number }>`
    insert into ${tableOf(set)} (${sql.join(entries.map(([name]) => sql.ref(name)))})
    values (${sql.join(entries.map(([, value]) => value))})
    returning id`.execute(tx)
  return rows[0]!.id
}

export async function updateRow(
  tx: Transaction<unknown>,
  set: EntitySet,
  id: number,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined)
  if (entries.length === 0) return
  const changes = entries.map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  await sql`update ${tableOf(set)} set ${sql.join(changes)} where id = ${id}`.execute(tx)
}

/** JSON for a column: null stays null. */
export function json(value: unknown): Sql {
  return value === undefined || value === null ? sql`null` : sql`${JSON.stringify(value)}::jsonb`
}

/** Refuses links to what is not there. */
export async function requireAll(tx: Transaction<unknown>, set: EntitySet, ids: readonly number[], field: string): Promise<void> {
  const multi = set === "Datastreams" ? sql`and not is_multi` : set === "MultiDatastreams" ? sql`and is_multi` : sql``
  const { rows } = await sql<{ id: number }>`
    select id from ${tableOf(set)} where id = any(${ids}::int8[]) ${multi}`.execute(tx)
  const found = new Set(rows.map(({ id }) => id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw refuse(field, missing, "existing", { set })
}
