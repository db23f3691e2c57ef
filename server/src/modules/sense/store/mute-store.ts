import type { SoundMute } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

export interface StoredMute {
  readonly id: string
  readonly account: string
  readonly role: string
  readonly reason: SoundMute["reason"]
  readonly mutedAt: Date
  readonly until: Date
}

interface Row {
  id: string
  account: string
  role: string
  reason: SoundMute["reason"]
  muted_at: Date
  until: Date
}

/** A new one of the same account takes the place of the old one. What is over goes, so that nobody's past is listed. */
export async function putMute(tx: Transaction<unknown>, mute: StoredMute): Promise<void> {
  const { id, account, role, reason, mutedAt, until } = mute
  await sql`delete from sense.sound_mute where until <= ${mutedAt} or account = ${account}`.execute(tx)
  await sql`
    insert into sense.sound_mute (account, id, role, reason, muted_at, until)
    values (${account}, ${id}, ${role}, ${reason}, ${mutedAt}, ${until})`.execute(tx)
}

/** Gives the id of the mute that ended; undefined when the account heard everything. */
export async function endMute(tx: Transaction<unknown>, account: string, now: Date): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    delete from sense.sound_mute
    where account = ${account} and until > ${now}
    returning id`.execute(tx)
  return rows[0]?.id
}

/** Those that hold at `now`, the next to end first. */
export async function listMutes(db: Kysely<unknown>, now: Date): Promise<StoredMute[]> {
  const { rows } = await sql<Row>`
    select id, account, role, reason, muted_at, until
    from sense.sound_mute
    where until > ${now}
    order by until, account`.execute(db)
  return rows.map(({ muted_at, ...row }) => ({ ...row, mutedAt: muted_at }))
}

/** Gives how many went. */
export async function dropMutesOverSince(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.sound_mute where until <= ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
