import type { AreaRef, OutsideAlert } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { NewAlert } from "../domain/new-alert.ts"

/** An alert as it is kept, with what it is to this city. */
export interface StoredAlert extends NewAlert {
  readonly id: string
  readonly chain: string
  readonly state: OutsideAlert["state"]
  readonly source: string
  readonly publisher: OutsideAlert["publisher"]
  readonly areas: readonly AreaRef[]
  readonly receivedAt: Date
  readonly endedAt: Date | null
}

export async function putAlert(tx: Transaction<unknown>, alert: StoredAlert): Promise<void> {
  const { id, source, publisher, kind, chain, state, act, sender, identifier, sent, severity, urgency, certainty } = alert
  const { onset, expires, magnitude, depthKm, link, receivedAt, endedAt } = alert
  await sql`
    insert into sense.outside_alert (id, source, publisher_zh, publisher_en, kind, chain, state, act, sender, identifier, sent_at,
      texts, severity, urgency, certainty, onset_at, expires_at, magnitude, depth_km, shape, areas, geocodes, link, received_at, ended_at)
    values (${id}, ${source}, ${publisher["zh-CN"]}, ${publisher.en}, ${kind}, ${chain}, ${state}, ${act}, ${sender}, ${identifier},
      ${sent}, ${JSON.stringify(alert.texts)}::jsonb, ${severity}, ${urgency}, ${certainty}, ${onset}, ${expires}, ${magnitude},
      ${depthKm}, ${alert.shape && JSON.stringify(alert.shape)}::jsonb, ${JSON.stringify(alert.areas)}::jsonb,
      ${JSON.stringify(alert.geocodes)}::jsonb, ${link}, ${receivedAt}, ${endedAt})`.execute(tx)
  const references = [...new Map(alert.references.map((one) => [`${one.sender} ${one.identifier}`, one])).values()]
  if (references.length === 0) return
  await sql`
    insert into sense.outside_reference (alert_id, sender, identifier)
    select ${id}::uuid, sender, identifier
    from unnest(${references.map((one) => one.sender)}::text[], ${references.map((one) => one.identifier)}::text[])
      as given (sender, identifier)`.execute(tx)
}

/** Which of these messages of a source are there already, as `sender identifier sent`. */
export async function listKnown(
  db: Kysely<unknown>,
  source: string,
  alerts: readonly Pick<NewAlert, "sender" | "identifier" | "sent">[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ sender: string; identifier: string; sent_at: Date }>`
    select sender, identifier, sent_at from sense.outside_alert
    where source = ${source} and identifier = any(${alerts.map(({ identifier }) => identifier)}::text[])`.execute(db)
  return new Set(rows.map(({ sender, identifier, sent_at }) => keyOf({ sender, identifier, sent: sent_at })))
}

/** What makes a message the same one. */
export function keyOf({ sender, identifier, sent }: Pick<NewAlert, "sender" | "identifier" | "sent">): string {
  return `${sender} ${identifier} ${sent.getTime()}`
}

export interface Earlier {
  readonly id: string
  readonly chain: string
  readonly isInForce: boolean
}

/** Those that a message is about: what it refers to, and what was sent before under its own identifier. */
export async function listEarlier(
  tx: Transaction<unknown>,
  source: string,
  { sender, identifier, sent, references }: Pick<NewAlert, "sender" | "identifier" | "sent" | "references">,
): Promise<Earlier[]> {
  const { rows } = await sql<{ id: string; chain: string; state: string }>`
    select id, chain, state from sense.outside_alert as alert
    where source = ${source} and (
      (sender = ${sender} and identifier = ${identifier} and sent_at < ${sent})
      or exists (
        select from unnest(${references.map((one) => one.sender)}::text[], ${references.map((one) => one.identifier)}::text[])
          as given (sender, identifier)
        where given.sender = alert.sender and given.identifier = alert.identifier
      ))
    order by sent_at, id`.execute(tx)
  return rows.map(({ id, chain, state }) => ({ id, chain, isInForce: state === "in-force" }))
}

/** A message that came before this one although it is about it; the newest. */
export async function findLater(
  tx: Transaction<unknown>,
  source: string,
  { sender, identifier, sent }: Pick<NewAlert, "sender" | "identifier" | "sent">,
): Promise<{ readonly chain: string; readonly act: NewAlert["act"] } | undefined> {
  const { rows } = await sql<{ chain: string; act: NewAlert["act"] }>`
    select chain, act from sense.outside_alert as alert
    where source = ${source} and (
      (sender = ${sender} and identifier = ${identifier} and sent_at > ${sent})
      or exists (
        select from sense.outside_reference as reference
        where reference.alert_id = alert.id and reference.sender = ${sender} and reference.identifier = ${identifier}
      ))
    order by sent_at desc, id
    limit 1`.execute(tx)
  return rows[0]
}

export async function endAlerts(
  tx: Transaction<unknown>,
  ids: readonly string[],
  { state, at }: { readonly state: OutsideAlert["state"]; readonly at: Date },
): Promise<void> {
  await sql`
    update sense.outside_alert set state = ${state}, ended_at = ${at}
    where id = any(${ids}::uuid[]) and state = 'in-force'`.execute(tx)
}

export async function listOverdue(db: Kysely<unknown>, now: Date, limit: number): Promise<{ id: string; chain: string }[]> {
  const { rows } = await sql<{ id: string; chain: string }>`
    select id, chain from sense.outside_alert
    where state = 'in-force' and expires_at <= ${now}
    order by expires_at, id
    limit ${limit}::int`.execute(db)
  return rows
}

export async function countInForce(db: Kysely<unknown>, source: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sense.outside_alert where source = ${source} and state = 'in-force'`.execute(db)
  return rows[0]!.count
}

/** Whether anything of a chain still holds. */
export async function isChainInForce(tx: Transaction<unknown>, chain: string): Promise<boolean> {
  const { rows } = await sql`
    select from sense.outside_alert where chain = ${chain} and state = 'in-force' limit 1`.execute(tx)
  return rows.length > 0
}

/** Gives how many went. References go with them. */
export async function dropEndedBefore(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.outside_alert where ended_at < ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
