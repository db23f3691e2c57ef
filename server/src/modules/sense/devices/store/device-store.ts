import type { Bilingual } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { Device, DeviceRight } from "../domain/device.ts"

export interface StoredDevice extends Device {
  readonly secretHash: Buffer
  readonly endedAt: Date | null
}
/** As it is listed. */
export interface ListedDevice extends Device {
  readonly thingName: Bilingual | undefined
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly heardAt: Date | null
}

interface Row {
  id: string
  name: string
  rights: DeviceRight[]
  thing_id: number | null
  secret_hash: Buffer
  created_at: Date
  ended_at: Date | null
  heard_at: Date | null
  thing_zh: string | null
  thing_en: string | null
}

/** False when the name is taken. */
export async function putDevice(
  tx: Transaction<unknown>,
  { id, name, rights, thing, secretHash, createdAt }: Omit<StoredDevice, "endedAt"> & { readonly createdAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into sense.device_credential (id, name, rights, thing_id, secret_hash, created_at)
    values (${id}, ${name}, ${rights}::text[], ${thing ?? null}, ${secretHash}, ${createdAt})
    on conflict (name) do nothing
    returning id`.execute(tx)
  return rows.length > 0
}

/** By name, as a device signs in; those that ended too. */
export async function findDevice(db: Kysely<unknown>, name: string): Promise<StoredDevice | undefined> {
  const { rows } = await sql<Pick<Row, "id" | "name" | "rights" | "thing_id" | "secret_hash" | "ended_at">>`
    select id, name, rights, thing_id, secret_hash, ended_at from sense.device_credential where name = ${name}`.execute(db)
  const [row] = rows
  return (
    row && {
      ...{ id: row.id, name: row.name, rights: row.rights, thing: row.thing_id ?? undefined },
      ...{ secretHash: row.secret_hash, endedAt: row.ended_at },
    }
  )
}

/** Those after a name, by name, of one Thing or of all; or the one with an id. */
export async function listDevices(
  db: Kysely<unknown>,
  {
    id,
    thing,
    after = "",
    limit,
  }: { readonly id?: string; readonly thing?: number | undefined; readonly after?: string; readonly limit: number },
): Promise<ListedDevice[]> {
  const { rows } = await sql<Row>`
    select d.id, d.name, d.rights, d.thing_id, d.created_at, d.ended_at, d.heard_at, t.name_zh as thing_zh, t.name_en as thing_en
    from sense.device_credential d
    left join sense.thing t on t.id = d.thing_id
    where d.name collate "C" > ${after} ${id === undefined ? sql`` : sql`and d.id = ${id}`}
      ${thing === undefined ? sql`` : sql`and d.thing_id = ${thing}::int`}
    order by d.name collate "C"
    limit ${limit}`.execute(db)
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, rights: row.rights, thing: row.thing_id ?? undefined },
    thingName: row.thing_id === null ? undefined : { "zh-CN": row.thing_zh!, en: row.thing_en! },
    ...{ createdAt: row.created_at, endedAt: row.ended_at, heardAt: row.heard_at },
  }))
}

/** Gives the name of one that had not ended. */
export async function changeSecret(tx: Transaction<unknown>, id: string, secretHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    update sense.device_credential set secret_hash = ${secretHash}
    where id = ${id} and ended_at is null
    returning name`.execute(tx)
  return rows[0]?.name
}

/** Gives the name of one that had not ended. */
export async function markDeviceEnded(tx: Transaction<unknown>, id: string, at: Date): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    update sense.device_credential set ended_at = ${at}
    where id = ${id} and ended_at is null
    returning name`.execute(tx)
  return rows[0]?.name
}

export async function storeHeard(tx: Transaction<unknown>, heard: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    update sense.device_credential d
    set heard_at = to_timestamp(h.at_ms / 1000.0)
    from unnest(${[...heard.keys()]}::uuid[], ${[...heard.values()]}::float8[]) as h (id, at_ms)
    where d.id = h.id`.execute(tx)
}

export async function thingExists(db: Kysely<unknown>, thing: number): Promise<boolean> {
  const { rows } = await sql`select 1 from sense.thing where id = ${thing}`.execute(db)
  return rows.length > 0
}
