import type { KnownEvent, Level } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { type Kysely, sql, type Transaction } from "kysely"

export interface StoredEvent extends KnownEvent {
  readonly id: string
}

/** Those of a hazard that touch a span, newest first. */
export async function listEvents(
  db: Kysely<unknown>,
  { hazard, from, to, limit }: { readonly hazard: string; readonly from?: Date; readonly to?: Date; readonly limit: number },
): Promise<StoredEvent[]> {
  const { rows } = await sql<{ id: string; area: string; began_at: Date; ended_at: Date; level: Level | null }>`
    select id, area, began_at, ended_at, level
    from sense.known_event
    where hazard = ${hazard}
      ${from ? sql`and ended_at >= ${from}` : sql``}
      ${to ? sql`and began_at <= ${to}` : sql``}
    order by began_at desc, area collate "C"
    limit ${limit}::int`.execute(db)
  return rows.map(({ id, area, began_at, ended_at, level }) => ({
    ...{ id, area, from: began_at.toISOString(), until: ended_at.toISOString() },
    ...(level && { level }),
  }))
}

export async function countEvents(db: Kysely<unknown>, hazard: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sense.known_event where hazard = ${hazard}`.execute(db)
  return rows[0]!.count
}

/** Keeps events; one of the same place and times gets its level. Gives how many are new or changed. */
export async function putEvents(
  tx: Transaction<unknown>,
  {
    hazard,
    events,
    at,
    role,
  }: { readonly hazard: string; readonly events: readonly KnownEvent[]; readonly at: Date; readonly role: string },
): Promise<number> {
  const rows = events.map(({ area, from, until, level }) => ({ id: newId(), area, from, until, level: level ?? null }))
  const found = await sql`
    insert into sense.known_event (id, hazard, area, began_at, ended_at, level, kept_at, kept_role)
    select distinct on (e.area, e."from", e.until) e.id, ${hazard}, e.area, e."from", e.until, e.level, ${at}::timestamptz, ${role}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id uuid, area text, "from" timestamptz, until timestamptz, level text)
    on conflict (hazard, area, began_at, ended_at) do update
    set level = excluded.level, kept_at = excluded.kept_at, kept_role = excluded.kept_role
    where sense.known_event.level is distinct from excluded.level
    returning id`.execute(tx)
  return found.rows.length
}

/** Gives whether it was there. */
export async function dropEvent(tx: Transaction<unknown>, id: string): Promise<boolean> {
  const { rows } = await sql`delete from sense.known_event where id = ${id}::uuid returning id`.execute(tx)
  return rows.length > 0
}
