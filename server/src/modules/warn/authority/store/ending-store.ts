import { type Kysely, sql, type Transaction } from "kysely"

/**
 * Warnings in force that end soon at `now` and whose author was not told, marked as told: half an hour before, or a quarter of their
 * length when that is less.
 */
export async function takeEnding(tx: Transaction<unknown>, now: Date): Promise<{ id: string; code: string }[]> {
  const { rows } = await sql<{ id: string; number: number }>`
    with soon as (
      select w.id, w.number
      from warn.warning w
      where w.state = 'sent'
        and w.kind = 'warning'
        and w.expires > ${now}
        and w.expires - least(interval '30 minutes', (w.expires - w.sent_at) / 4) <= ${now}
        and not exists (select from warn.ending e where e.warning = w.id)
    ), told as (
      insert into warn.ending (warning, told_at) select id, ${now} from soon on conflict do nothing returning warning
    )
    select s.id, s.number from soon s join told t on t.warning = s.id`.execute(tx)
  return rows.map(({ id, number }) => ({ id, code: `W-${number}` }))
}

/** Warnings of this author that end soon and were not answered. */
export async function listEndingOf(db: Kysely<unknown>, account: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id
    from warn.ending e
    join warn.warning w on w.id = e.warning
    where e.answered_at is null
      and w.state = 'sent'
      and w.author_account = ${account}
      and w.expires > ${now}`.execute(db)
  return rows.map(({ id }) => id)
}

/** That it may run out. Gives whether it had been asked, and not answered before. */
export async function answerEnding(tx: Transaction<unknown>, warning: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update warn.ending set answered_at = ${now} where warning = ${warning} and answered_at is null returning warning`.execute(tx)
  return rows.length > 0
}
