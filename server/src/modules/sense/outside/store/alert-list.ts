import type { Level, OutsideAlert } from "@holdfast/contracts"
import { type Kysely, sql } from "kysely"
import { listOriginals } from "./original-store.ts"

interface Row {
  id: string
  source: string
  publisher_zh: string
  publisher_en: string
  kind: OutsideAlert["kind"]
  chain: string
  state: OutsideAlert["state"]
  sender: string
  identifier: string
  sent_at: Date
  texts: OutsideAlert["texts"]
  severity: OutsideAlert["severity"]
  urgency: string
  certainty: string
  onset_at: Date | null
  expires_at: Date
  magnitude: number | null
  depth_km: number | null
  shape: OutsideAlert["shape"]
  areas: OutsideAlert["areas"]
  geocodes: string[]
  link: string | null
  received_at: Date
  ended_at: Date | null
  is_public: boolean
}

const columns = sql.raw(`id, source, publisher_zh, publisher_en, kind, chain, state, sender, identifier, sent_at, texts, severity,
  urgency, certainty, onset_at, expires_at, magnitude, depth_km, shape, areas, geocodes, link, received_at, ended_at, is_public`)

/** With the chain that it belongs to. */
export interface FoundAlert extends OutsideAlert {
  readonly chain: string
}

/** Those in force: first what lies in this city, then the worst and the strongest. */
export async function listInForce(db: Kysely<unknown>, limit: number): Promise<FoundAlert[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.outside_alert
    where state = 'in-force'
    order by areas = '[]'::jsonb, array_position(array['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'], severity), magnitude desc nulls last,
      sent_at desc, id
    limit ${limit}::int`.execute(db)
  return withSignals(db, rows)
}

/** Those that are over, the newest first; messages that only ended others are none. */
export async function listEnded(db: Kysely<unknown>, limit: number): Promise<FoundAlert[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.outside_alert
    where state <> 'in-force' and act = 'tell'
    order by received_at desc, id
    limit ${limit}::int`.execute(db)
  return withSignals(db, rows)
}

export async function listAlertsById(db: Kysely<unknown>, ids: readonly string[]): Promise<FoundAlert[]> {
  const { rows } = await sql<Row>`select ${columns} from sense.outside_alert where id = any(${ids}::uuid[])`.execute(db)
  return withSignals(db, rows)
}

/** Those in force that are passed on: they touch this city, and their source may be passed on. Newest first. */
export async function listRelayed(db: Kysely<unknown>, now: Date, limit: number): Promise<FoundAlert[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sense.outside_alert
    where state = 'in-force' and is_public and areas <> '[]'::jsonb and expires_at > ${now}
    order by sent_at desc, id
    limit ${limit}::int`.execute(db)
  return withSignals(db, rows)
}

async function withSignals(db: Kysely<unknown>, rows: readonly Row[]): Promise<FoundAlert[]> {
  const chains = [...new Set(rows.map(({ chain }) => chain))]
  const found = await sql<{ id: string; number: number; level: Level; chain: string }>`
    select id, number, level, outside_chain as chain from sense.signal
    where outside_chain = any(${chains}::uuid[])
    order by number`.execute(db)
  const originals = await listOriginals(
    db,
    rows.map(({ id }) => id),
  )
  const byChain = Map.groupBy(found.rows, ({ chain }) => chain)
  return rows.map((row) => ({
    ...{ id: row.id, source: row.source, publisher: { "zh-CN": row.publisher_zh, en: row.publisher_en } },
    ...{ kind: row.kind, chain: row.chain, state: row.state, sender: row.sender, identifier: row.identifier },
    ...{ texts: row.texts, severity: row.severity, urgency: row.urgency, certainty: row.certainty },
    ...{ magnitude: row.magnitude, depthKm: row.depth_km, shape: row.shape, areas: row.areas, geocodes: row.geocodes },
    sentAt: row.sent_at.toISOString(),
    onsetAt: row.onset_at?.toISOString() ?? null,
    expiresAt: row.expires_at.toISOString(),
    link: row.link,
    receivedAt: row.received_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    signals: (byChain.get(row.chain) ?? []).map(({ id, number, level }) => ({ id, code: `R-${number}`, level })),
    original: originals.get(row.id) ?? null,
    isRelayed: row.is_public,
  }))
}
