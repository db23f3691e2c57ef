import type { OutsideProblem, QuarantinedMessage } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

export interface NewQuarantined {
  readonly id: string
  readonly source: string
  readonly receivedAt: Date
  readonly hash: Uint8Array
  readonly content: Uint8Array
  readonly reason: string
  readonly verdict: string
  readonly problems: readonly OutsideProblem[]
  readonly sender: string | null
  readonly identifier: string | null
}

/** Which of these octets of a source are known, by their hash in hex: also those that went. */
export async function listKnownHashes(
  db: Kysely<unknown>,
  source: string,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`
    select encode(hash, 'hex') as hash from sense.outside_quarantine
    where source = ${source} and encode(hash, 'hex') = any(${hashes}::text[])`.execute(db)
  return new Set(rows.map(({ hash }) => hash))
}

/** Gives whether it is new. */
export async function putQuarantined(tx: Transaction<unknown>, message: NewQuarantined): Promise<boolean> {
  const { id, source, receivedAt, hash, content, reason, verdict, problems, sender, identifier } = message
  const { numAffectedRows } = await sql`
    insert into sense.outside_quarantine (id, source, received_at, hash, bytes, content, reason, verdict, problems, sender, identifier, state)
    values (${id}, ${source}, ${receivedAt}, ${Buffer.from(hash)}, ${content.byteLength}, ${Buffer.from(content)}, ${reason}, ${verdict},
      ${JSON.stringify(problems)}::jsonb, ${sender}, ${identifier}, 'waiting')
    on conflict (source, hash) do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Lets the oldest of a source go until the rest fits; gives how many went. Lines without octets go, too, beyond `lines`. */
export async function dropOldest(
  tx: Transaction<unknown>,
  { source, messages, bytes, lines, at }: { source: string; messages: number; bytes: number; lines: number; at: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update sense.outside_quarantine set state = 'dropped', content = null, decided_at = ${at}
    where id in (
      select id from (
        select id, row_number() over newest as rank, sum(bytes) over newest as total
        from sense.outside_quarantine
        where source = ${source} and state = 'waiting'
        window newest as (order by received_at desc, id desc)
      ) as ranked
      where rank > ${messages}::int or total > ${bytes}::int)`.execute(tx)
  await sql`
    delete from sense.outside_quarantine where id in (
      select id from sense.outside_quarantine
      where source = ${source} and state <> 'waiting'
      order by received_at desc, id desc
      offset ${lines}::int)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

interface Row extends Omit<QuarantinedMessage, "receivedAt" | "decidedAt" | "mayTake"> {
  readonly receivedAt: Date
  readonly decidedAt: Date | null
}

const columns = sql.raw(`id, source, received_at as "receivedAt", bytes, encode(hash, 'hex') as sha256, reason, problems, sender,
  identifier, state, decided_at as "decidedAt", decided_role as "decidedByRole", decided_reason as "decidedReason"`)

/** Those that wait first, then the newest. */
export async function listQuarantined(db: Kysely<unknown>, limit: number): Promise<QuarantinedMessage[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.outside_quarantine
    order by (state = 'waiting') desc, received_at desc, id desc
    limit ${limit}::int`.execute(db)
  return rows.map(shown)
}

/** With its octets, while they are there; held until the transaction ends. */
export async function lockQuarantined(
  tx: Transaction<unknown>,
  id: string,
): Promise<(QuarantinedMessage & { readonly content: Uint8Array | null }) | undefined> {
  const { rows } = await sql<Row & { content: Uint8Array | null }>`
    select ${columns}, content from sense.outside_quarantine where id = ${id} for update`.execute(tx)
  return rows[0] && { ...shown(rows[0]), content: rows[0].content }
}

export async function findQuarantinedOctets(
  db: Kysely<unknown>,
  id: string,
): Promise<{ readonly source: string; readonly content: Uint8Array | null } | undefined> {
  const { rows } = await sql<{ source: string; content: Uint8Array | null }>`
    select source, content from sense.outside_quarantine where id = ${id}`.execute(db)
  return rows[0]
}

export async function decideQuarantined(
  tx: Transaction<unknown>,
  id: string,
  { state, at, role, reason }: { state: "taken" | "discarded"; at: Date; role: string; reason: string | null },
): Promise<void> {
  await sql`
    update sense.outside_quarantine
    set state = ${state}, content = null, decided_at = ${at}, decided_role = ${role}, decided_reason = ${reason}
    where id = ${id}`.execute(tx)
}

/** How many wait and how many went for want of room, by source. */
export async function countQuarantined(
  db: Kysely<unknown>,
): Promise<{ readonly source: string; readonly waiting: number; readonly dropped: number }[]> {
  const { rows } = await sql<{ source: string; waiting: number; dropped: number }>`
    select source, (count(*) filter (where state = 'waiting'))::int as waiting, (count(*) filter (where state = 'dropped'))::int as dropped
    from sense.outside_quarantine group by source`.execute(db)
  return rows
}

/** Gives how many went. */
export async function forgetQuarantined(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.outside_quarantine where received_at < ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Nothing but defects: what is rejected, or signed by nobody whom its source trusts, cannot be taken as it is. */
function shown({ receivedAt, decidedAt, ...row }: Row): QuarantinedMessage {
  return {
    ...row,
    receivedAt: receivedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    mayTake: row.state === "waiting" && row.reason === "defects",
  }
}
