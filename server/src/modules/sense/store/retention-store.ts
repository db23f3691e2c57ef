import { type Kysely, sql, type Transaction } from "kysely"
import { HOUR_MS } from "../domain/settled.ts"
import { between } from "./observation-store.ts"
import { removeObservations } from "./tally-store.ts"

/** How long the measurements of a property live. */
export interface KeptProperty {
  readonly id: number
  /** Null where the register says nothing. */
  readonly keepDays: number | null
  /** Those before it were given up already. */
  readonly rawFrom: Date
}

export async function listKept(db: Kysely<unknown>): Promise<KeptProperty[]> {
  const { rows } = await sql<KeptProperty>`
    select p.id, p.keep_days as "keepDays", coalesce(greatest(p.raw_from, s.raw_from), s.raw_from) as "rawFrom"
    from sense.observed_property p cross join sense.rollup_state s
    order by p.id`.execute(db)
  return rows
}

/** The longest time that any property names, in days; 0 when none does. */
export async function longestKept(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select coalesce(max(keep_days), 0) as days from sense.observed_property`.execute(db)
  return rows[0]!.days
}

export async function keepFrom(tx: Transaction<unknown>, property: number, from: Date): Promise<void> {
  await sql`
    update sense.observed_property set raw_from = greatest(raw_from, ${from}::timestamptz) where id = ${property}`.execute(tx)
}

/** Gives up the measurements of a property in one hour. Gives how many there were. */
export function removeHour(tx: Transaction<unknown>, property: number, hour: Date): Promise<number> {
  const until = new Date(hour.getTime() + HOUR_MS)
  return counted(tx, sql`${ofProperty(property)} and ${between(hour, until)}`)
}

/** Gives up what came for a time whose measurements had been given up. */
export function removeStrays(tx: Transaction<unknown>, property: number, before: Date): Promise<number> {
  return counted(tx, sql`${ofProperty(property)} and phenomenon_at < ${before}::timestamptz`)
}

function ofProperty(property: number) {
  return sql`datastream_id in (select id from sense.datastream where property_id = ${property})`
}

async function counted(tx: Transaction<unknown>, which: Parameters<typeof removeObservations>[1]): Promise<number> {
  const { count } = await removeObservations(tx, which)
  return count
}
