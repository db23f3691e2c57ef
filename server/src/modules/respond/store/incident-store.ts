import { AreaRef, Bilingual, Level, ResponseLevel } from "@holdfast/contracts"
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely"
import { z } from "zod"
import type { Incident } from "../domain/incident.ts"

const Areas = z.array(AreaRef)

interface IncidentRow {
  id: string
  number: number
  hazard: string
  level: string
  plan: unknown
  areas: unknown
  opened_at: Date
  ending_at: Date | null
  closed_at: Date | null
  cause_ref: string
}

const columns = sql`id, number, hazard, level, plan, areas, opened_at, ending_at, closed_at, cause_ref`

/** Gives the number that people will call it by. */
export async function insertIncident(tx: Transaction<unknown>, incident: Omit<Incident, "number">): Promise<number> {
  const found = await sql<{ number: number }>`
    insert into respond.incident (id, hazard, level, plan, areas, opened_at, cause_ref)
    values (
      ${incident.id}::uuid, ${incident.hazard}, ${incident.level}, ${json(incident.plan)}, ${json(incident.areas)},
      ${incident.openedAt}, ${incident.because}::uuid
    )
    returning number`.execute(tx)
  return found.rows[0]!.number
}

/** What may change in an incident's life. */
export async function updateIncident(
  tx: Transaction<unknown>,
  { id, level, plan, areas, endingAt, closedAt }: Pick<Incident, "id" | "level" | "plan" | "areas" | "endingAt" | "closedAt">,
): Promise<void> {
  await sql`
    update respond.incident
    set level = ${level}, plan = ${json(plan)}, areas = ${json(areas)},
      ending_at = ${endingAt}::timestamptz, closed_at = ${closedAt}::timestamptz
    where id = ${id}::uuid`.execute(tx)
}

/** Locks it until the transaction ends, so that two people cannot change it at once. */
export async function lockIncident(tx: Transaction<unknown>, id: string): Promise<Incident | undefined> {
  const found = await sql<IncidentRow>`select ${columns} from respond.incident where id = ${id}::uuid for update`.execute(tx)
  return found.rows[0] && toIncident(found.rows[0])
}

/** Incidents of a hazard that are not closed, oldest first, locked until the transaction ends. */
export async function lockOpenIncidents(tx: Transaction<unknown>, hazard: string): Promise<Incident[]> {
  const found = await sql<IncidentRow>`
    select ${columns}
    from respond.incident
    where hazard = ${hazard} and closed_at is null
    order by number
    for update`.execute(tx)
  return found.rows.map(toIncident)
}

/** Incidents that this warning keeps open, locked until the transaction ends. */
export async function lockIncidentsOfWarning(tx: Transaction<unknown>, warning: string): Promise<Incident[]> {
  const found = await sql<IncidentRow>`
    select ${columns}
    from respond.incident
    where closed_at is null and id in (select incident from respond.incident_warning where warning = ${warning}::uuid)
    order by number
    for update`.execute(tx)
  return found.rows.map(toIncident)
}

export async function findIncident(db: Kysely<unknown>, id: string): Promise<Incident | undefined> {
  const found = await sql<IncidentRow>`select ${columns} from respond.incident where id = ${id}::uuid`.execute(db)
  return found.rows[0] && toIncident(found.rows[0])
}

/** Those that are not closed first, then the newest. */
export async function listIncidents(db: Kysely<unknown>, limit: number): Promise<Incident[]> {
  const found = await sql<IncidentRow>`
    select ${columns}
    from respond.incident
    order by closed_at is not null, opened_at desc, id
    limit ${limit}`.execute(db)
  return found.rows.map(toIncident)
}

export async function listIncidentsByIds(db: Kysely<unknown>, ids: readonly string[]): Promise<Incident[]> {
  const found = await sql<IncidentRow>`select ${columns} from respond.incident where id = any (${ids}::uuid[])`.execute(db)
  return found.rows.map(toIncident)
}

/** A warning joins an incident and is in force. */
export async function putWarning(
  tx: Transaction<unknown>,
  { incident, warning, level }: { incident: string; warning: string; level: Level },
): Promise<void> {
  await sql`
    insert into respond.incident_warning (incident, warning, level, in_force)
    values (${incident}::uuid, ${warning}::uuid, ${level}, true)
    on conflict (incident, warning) do update set level = excluded.level, in_force = true`.execute(tx)
}

export async function endWarningOf(
  tx: Transaction<unknown>,
  { incident, warning }: { incident: string; warning: string },
): Promise<void> {
  await sql`
    update respond.incident_warning
    set in_force = false
    where incident = ${incident}::uuid and warning = ${warning}::uuid`.execute(tx)
}

/** The levels of the warnings that keep an incident open; null for one that was stored before levels were. */
export async function listLevelsInForce(tx: Transaction<unknown>, incident: string): Promise<(Level | null)[]> {
  const found = await sql<{ level: string | null }>`
    select level from respond.incident_warning where incident = ${incident}::uuid and in_force`.execute(tx)
  return found.rows.map(({ level }) => (level === null ? null : Level.parse(level)))
}

function json(value: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(value)}::jsonb`
}

function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    number: row.number,
    hazard: row.hazard,
    level: ResponseLevel.parse(row.level),
    plan: Bilingual.parse(row.plan),
    areas: Areas.parse(row.areas),
    openedAt: row.opened_at,
    endingAt: row.ending_at,
    closedAt: row.closed_at,
    because: row.cause_ref,
  }
}
