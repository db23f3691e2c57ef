import type { AreaRef, OutsideAlert } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { Later } from "../domain/lineage.ts"
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
  /** Whether it stands in our feed of others while it is in force, and its original can be had. */
  readonly isRelayed: boolean
}

export async function putAlert(tx: Transaction<unknown>, alert: StoredAlert): Promise<void> {
  const { id, source, publisher, kind, chain, state, act, sender, identifier, sent, severity, urgency, certainty } = alert
  const { onset, expires, magnitude, depthKm, link, receivedAt, endedAt } = alert
  await sql`
    insert into sense.outside_alert (id, source, publisher_zh, publisher_en, kind, chain, state, act, sender, identifier, sent_at,
      texts, severity, urgency, certainty, onset_at, expires_at, magnitude, depth_km, shape, areas, geocodes, link, received_at, ended_at,
      distribution_sender, distribution, is_public)
    values (${id}, ${source}, ${publisher["zh-CN"]}, ${publisher.en}, ${kind}, ${chain}, ${state}, ${act}, ${sender}, ${identifier},
      ${sent}, ${JSON.stringify(alert.texts)}::jsonb, ${severity}, ${urgency}, ${certainty}, ${onset}, ${expires}, ${magnitude},
      ${depthKm}, ${alert.shape && JSON.stringify(alert.shape)}::jsonb, ${JSON.stringify(alert.areas)}::jsonb,
      ${JSON.stringify(alert.geocodes)}::jsonb, ${link}, ${receivedAt}, ${endedAt},
      ${alert.distribution?.sender ?? null}, ${alert.distribution?.identifier ?? null}, ${alert.isRelayed})`.execute(tx)
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

/** Which of the messages, or envelopes, that these refer to are there, as `sender identifier`. */
export async function listReferred(
  db: Kysely<unknown>,
  source: string,
  alerts: readonly Pick<NewAlert, "references">[],
): Promise<ReadonlySet<string>> {
  const references = [...new Set(alerts.flatMap((alert) => alert.references.map(({ identifier }) => identifier)))]
  if (references.length === 0) return new Set()
  const { rows } = await sql<{ sender: string; identifier: string }>`
    select sender, identifier from sense.outside_alert
    where source = ${source} and identifier = any(${references}::text[])
    union
    select distribution_sender, distribution from sense.outside_alert
    where source = ${source} and distribution = any(${references}::text[])`.execute(db)
  return new Set(rows.map(({ sender, identifier }) => `${sender} ${identifier}`))
}

export interface Earlier {
  readonly id: string
  readonly chain: string
  readonly state: OutsideAlert["state"]
  readonly act: NewAlert["act"]
  readonly expires: Date
}

/** Those that a message is about: what it refers to, by itself or by its envelope, and what was sent before under its own identifier. */
export async function listEarlier(
  tx: Transaction<unknown>,
  source: string,
  { sender, identifier, sent, references }: Pick<NewAlert, "sender" | "identifier" | "sent" | "references">,
): Promise<Earlier[]> {
  const { rows } = await sql<Earlier>`
    select id, chain, state, act, expires_at as expires from sense.outside_alert as alert
    where source = ${source} and (
      (sender = ${sender} and identifier = ${identifier} and sent_at < ${sent})
      or (
        exists (
          select from unnest(${references.map((one) => one.sender)}::text[], ${references.map((one) => one.identifier)}::text[])
            as given (sender, identifier)
          where (given.sender = alert.sender and given.identifier = alert.identifier)
            or (given.sender = alert.distribution_sender and given.identifier = alert.distribution))
        -- One that names its own identifier means what it was before, never what it becomes.
        and not (sender = ${sender} and identifier = ${identifier})))
    order by sent_at, sender, identifier`.execute(tx)
  return rows
}

/** The messages that are about one, in the order in which they were sent, whichever came first. */
export async function listLater(
  tx: Transaction<unknown>,
  source: string,
  { sender, identifier, sent, distribution }: Pick<NewAlert, "sender" | "identifier" | "sent" | "distribution">,
): Promise<Later[]> {
  const { rows } = await sql<Later>`
    select chain, act, sent_at as sent from sense.outside_alert as alert
    where source = ${source} and (
      (sender = ${sender} and identifier = ${identifier} and sent_at > ${sent})
      or (
        exists (
          select from sense.outside_reference as reference
          where reference.alert_id = alert.id and (
            (reference.sender = ${sender} and reference.identifier = ${identifier})
            or (reference.sender = ${distribution?.sender ?? null} and reference.identifier = ${distribution?.identifier ?? null})))
        and not (sender = ${sender} and identifier = ${identifier})))
    order by sent_at, sender, identifier`.execute(tx)
  return rows
}

/** What makes a message the same one, of a message that is stored. */
export async function readLineage(
  tx: Transaction<unknown>,
  id: string,
): Promise<Pick<NewAlert, "sender" | "identifier" | "sent" | "distribution">> {
  const { rows } = await sql<{
    sender: string
    identifier: string
    sent: Date
    distributionSender: string | null
    distribution: string | null
  }>`
    select sender, identifier, sent_at as sent, distribution_sender as "distributionSender", distribution
    from sense.outside_alert where id = ${id}`.execute(tx)
  const { distributionSender, distribution, ...names } = rows[0]!
  return distributionSender !== null && distribution !== null
    ? { ...names, distribution: { sender: distributionSender, identifier: distribution } }
    : names
}

export async function endAlerts(
  tx: Transaction<unknown>,
  ids: readonly string[],
  { state, at }: { readonly state: OutsideAlert["state"]; readonly at: Date },
): Promise<void> {
  await sql`
    update sense.outside_alert set state = ${state}, ended_at = coalesce(ended_at, ${at})
    where id = any(${ids}::uuid[])`.execute(tx)
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
