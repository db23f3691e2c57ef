import type { Language } from "@holdfast/words"
import { type Kysely, sql } from "kysely"
import type { Via } from "../domain/subscription.ts"

/** Whom a message is for: known by number only. */
export interface Recipient {
  readonly number: number
  readonly via: Via
  readonly language: Language
}

export interface RecipientsWanted {
  readonly areas: readonly string[]
  readonly hazard: string
  /** 1 blue to 4 red. */
  readonly rank: number
  /** The warning that the event began with, unless the message goes also to who quieted it. */
  readonly event: string | undefined
  /** Minute of the local day, or undefined when quiet hours do not count. */
  readonly minuteOfDay: number | undefined
  readonly touchedAfter: Date
  /** After this number, up to and including `before`. */
  readonly after: number
  readonly before: number
  readonly limit: number
}

/** Enough for one batch where every tenth subscription is concerned. */
const WINDOW_SHARE = 10
const GROWTH = 8

/**
 * The next recipients in the order of their numbers; empty when there are none any more. The numbers are looked through in windows
 * that grow while they give little: each asks the index once for each area, so that neither a warning for the whole city among ten
 * million subscriptions nor one for a single street sorts or reads what it does not need.
 */
export async function listRecipients(db: Kysely<unknown>, wanted: RecipientsWanted): Promise<Recipient[]> {
  const { areas, limit, before } = wanted
  const found: Recipient[] = []
  let from = wanted.after
  let width = limit * WINDOW_SHARE
  while (from < before && found.length < limit && areas.length > 0) {
    const to = Math.min(before, from + width)
    const rest = limit - found.length
    const rows = await readWindow(db, wanted, { from, to, rest })
    found.push(...rows)
    from = rows.length < rest ? to : rows.at(-1)!.number
    width *= GROWTH
  }
  return found
}

async function readWindow(
  db: Kysely<unknown>,
  { areas, hazard, rank, event, minuteOfDay, touchedAfter }: RecipientsWanted,
  { from, to, rest }: { readonly from: number; readonly to: number; readonly rest: number },
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select number, via, language from warn.subscription
    where area = any(${[...areas]}::text[])
      and number > ${from}::int8
      and number <= ${to}::int8
      and confirmed_at is not null
      and touched_at > ${touchedAfter}
      and min_level <= ${rank}
      and (hazards is null or ${hazard} = any(hazards))
      and ${isAwake(minuteOfDay)}
      and (${event ?? null}::text is null or coalesce((quieted ->> ${event ?? null}::text)::int, 0) < ${rank})
    order by number
    limit ${rest}`.execute(db)
  return rows
}

/** Which of these get a message that follows one that they got; without a wish only quiet hours count. */
export async function listWanting(
  db: Kysely<unknown>,
  numbers: readonly number[],
  {
    wish,
    minuteOfDay,
  }: Pick<RecipientsWanted, "minuteOfDay"> & {
    readonly wish: (Pick<RecipientsWanted, "hazard" | "rank"> & { readonly highest: number; readonly event: string }) | undefined
  },
): Promise<Set<number>> {
  const wanted = wish
    ? sql`min_level <= ${wish.highest} and (hazards is null or ${wish.hazard} = any(hazards))
        and coalesce((quieted ->> ${wish.event}::text)::int, 0) < ${wish.rank}`
    : sql`true`
  const { rows } = await sql<{ number: number }>`
    select number from warn.subscription
    where number = any(${[...numbers]}::int8[]) and confirmed_at is not null and ${isAwake(minuteOfDay)} and ${wanted}`.execute(
    db,
  )
  return new Set(rows.map(({ number }) => number))
}

/** @param minuteOfDay undefined when quiet hours do not count */
function isAwake(minuteOfDay: number | undefined) {
  const minute = sql`${minuteOfDay ?? null}::int`
  return sql`(${minute} is null or quiet_from_min is null or not case
    when quiet_from_min <= quiet_until_min then ${minute} >= quiet_from_min and ${minute} < quiet_until_min
    else ${minute} >= quiet_from_min or ${minute} < quiet_until_min
  end)`
}
