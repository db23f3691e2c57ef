import type { Bilingual, ChannelKind, Level } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { type Generated, type Kysely, type Selectable, sql, type Transaction } from "kysely"

/** A channel as its engineer configured it. */
export interface StoredChannel {
  readonly id: number
  readonly kind: ChannelKind
  readonly name: Bilingual
  readonly settings: Readonly<Record<string, unknown>>
  readonly sealed: Buffer | null
  readonly enabled: boolean
  readonly areas: readonly string[]
  readonly levels: readonly Level[]
  readonly language: Language
  readonly ratePerS: number | null
  readonly createdAt: Date
  readonly passedAt: Date | null
  readonly failedAt: Date | null
  readonly failure: string | null
}
interface ChannelTable {
  id: Generated<number>
  kind: ChannelKind
  name: Bilingual
  settings: Record<string, unknown>
  sealed: Buffer | null
  enabled: boolean
  areas: string[]
  levels: Level[]
  language: Language
  rate_per_s: number | null
  created_at: Date
  passed_at: Date | null
  failed_at: Date | null
  failure: string | null
}
type ChannelTables = { "warn.channel": ChannelTable }

type Configured = Omit<StoredChannel, "id" | "passedAt" | "failedAt" | "failure">

export async function insertChannel(tx: Transaction<unknown>, channel: Configured): Promise<StoredChannel> {
  const row = await tx
    .withTables<ChannelTables>()
    .insertInto("warn.channel")
    .values({ ...changeable(channel), kind: channel.kind, created_at: channel.createdAt })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toChannel(row)
}

export async function updateChannel(tx: Transaction<unknown>, channel: StoredChannel): Promise<void> {
  await tx.withTables<ChannelTables>().updateTable("warn.channel").set(changeable(channel)).where("id", "=", channel.id).execute()
}

/** In the order in which they were made. */
export async function listChannels(db: Kysely<unknown>): Promise<StoredChannel[]> {
  const rows = await db.withTables<ChannelTables>().selectFrom("warn.channel").selectAll().orderBy("id").execute()
  return rows.map(toChannel)
}

export async function lockChannel(tx: Transaction<unknown>, id: number): Promise<StoredChannel | undefined> {
  const row = await tx
    .withTables<ChannelTables>()
    .selectFrom("warn.channel")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()
  return row && toChannel(row)
}

/** How a loop test ended. */
export async function keepTest(
  db: Kysely<unknown>,
  id: number,
  { at, failure }: { readonly at: Date; readonly failure: string | null },
): Promise<void> {
  await db
    .withTables<ChannelTables>()
    .updateTable("warn.channel")
    .set(failure === null ? { passed_at: at, failure: null } : { failed_at: at, failure })
    .where("id", "=", id)
    .execute()
}

function changeable(channel: Configured) {
  return {
    name: sql<Bilingual>`${JSON.stringify(channel.name)}::jsonb`,
    settings: sql<Record<string, unknown>>`${JSON.stringify(channel.settings)}::jsonb`,
    sealed: channel.sealed,
    enabled: channel.enabled,
    areas: [...channel.areas],
    levels: [...channel.levels],
    language: channel.language,
    rate_per_s: channel.ratePerS,
  }
}

function toChannel(row: Selectable<ChannelTable>): StoredChannel {
  const { rate_per_s, created_at, passed_at, failed_at, ...rest } = row
  return { ...rest, ratePerS: rate_per_s, createdAt: created_at, passedAt: passed_at, failedAt: failed_at }
}
