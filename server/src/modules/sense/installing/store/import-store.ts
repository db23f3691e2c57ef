import type { BadDeviceRow } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { NewDevice } from "../domain/device-rows.ts"

type Db = Kysely<unknown>

/** An upload of devices as it is kept. */
export interface KeptImport {
  readonly id: string
  readonly state: "draft" | "stored" | "undone"
  readonly crs: string
  readonly createdAt: Date
  readonly devices: readonly NewDevice[]
  readonly same: number
  readonly bad: number
  readonly badRows: readonly BadDeviceRow[]
}

interface Row extends Omit<KeptImport, "createdAt" | "badRows"> {
  readonly created_at: Date
  readonly bad_rows: readonly BadDeviceRow[]
}

export async function putImport(tx: Transaction<unknown>, kept: KeptImport): Promise<void> {
  await sql`
    insert into sense.device_import (id, state, crs, created_at, devices, same, bad, bad_rows)
    values (${kept.id}::uuid, ${kept.state}, ${kept.crs}, ${kept.createdAt}, ${JSON.stringify(kept.devices)}::jsonb, ${kept.same}::int,
      ${kept.bad}::int, ${JSON.stringify(kept.badRows)}::jsonb)`.execute(tx)
}

export async function findImport(db: Db, id: string): Promise<KeptImport | undefined> {
  const { rows } = await sql<Row>`
    select id, state, crs, created_at, devices, same, bad, bad_rows from sense.device_import where id = ${id}::uuid`.execute(db)
  return rows[0] && toImport(rows[0])
}

export async function listImports(
  db: Db,
  limit: number,
): Promise<(Pick<KeptImport, "id" | "state" | "createdAt" | "bad"> & { readonly fresh: number })[]> {
  const { rows } = await sql<Pick<Row, "id" | "state" | "created_at" | "bad"> & { fresh: number }>`
    select id, state, created_at, bad, jsonb_array_length(devices) as fresh
    from sense.device_import
    order by created_at desc
    limit ${limit}`.execute(db)
  return rows.map(({ created_at, ...rest }) => ({ ...rest, createdAt: created_at }))
}

/** Takes a step from one state to the next; false when it is in another one, also when somebody else was faster. */
export async function stepImport(
  tx: Transaction<unknown>,
  id: string,
  from: KeptImport["state"],
  to: KeptImport["state"],
): Promise<boolean> {
  const { rows } = await sql`
    update sense.device_import set state = ${to} where id = ${id}::uuid and state = ${from} returning id`.execute(tx)
  return rows.length === 1
}

/** Drafts that nobody confirmed. */
export async function dropDrafts(tx: Transaction<unknown>, before: Date): Promise<void> {
  await sql`delete from sense.device_import where state = 'draft' and created_at < ${before}`.execute(tx)
}

function toImport({ created_at, bad_rows, ...rest }: Row): KeptImport {
  return { ...rest, createdAt: created_at, badRows: bad_rows }
}
