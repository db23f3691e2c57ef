import type { LayerAbout, MapLayer } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { Frame } from "../read-frame.ts"

/** Gives the kind that the layer has had from its first picture on. */
export async function putLayer(tx: Transaction<unknown>, about: LayerAbout, kind: MapLayer["kind"]): Promise<MapLayer["kind"]> {
  const { id, name, attribution, licence, unit = null } = about
  const { rows } = await sql<{ kind: MapLayer["kind"] }>`
    insert into sense.layer (id, name_zh, name_en, kind, attribution, licence, unit)
    values (${id}, ${name["zh-CN"]}, ${name.en}, ${kind}, ${attribution}, ${licence}, ${unit})
    on conflict (id) do update
      set name_zh = excluded.name_zh, name_en = excluded.name_en, attribution = excluded.attribution, licence = excluded.licence,
        unit = excluded.unit
    returning kind`.execute(tx)
  return rows[0]!.kind
}

export interface NewFrame extends Frame {
  readonly id: string
  readonly hash: Buffer
  readonly receivedAt: Date
}

/** Puts a picture in the place of the one of the same time; false when it is that one. */
export async function putFrame(tx: Transaction<unknown>, layer: string, frame: NewFrame): Promise<boolean> {
  const { id, validAt, receivedAt, bounds, range, mediaType, content, hash } = frame
  const { numAffectedRows } = await sql`
    insert into sense.layer_frame (id, layer_id, valid_at, received_at, bounds, value_range, media_type, content, hash)
    values (${id}, ${layer}, ${validAt}, ${receivedAt}, ${bounds && JSON.stringify(bounds)}::jsonb,
      ${range && JSON.stringify(range)}::jsonb, ${mediaType}, ${content}, ${hash})
    on conflict (layer_id, valid_at) do update
      set id = excluded.id, received_at = excluded.received_at, bounds = excluded.bounds, value_range = excluded.value_range,
        media_type = excluded.media_type, content = excluded.content, hash = excluded.hash
      where layer_frame.hash <> excluded.hash`.execute(tx)
  return Number(numAffectedRows ?? 0) > 0
}

/** Keeps the pictures of the newest times of a layer, and of all layers the newest that fit. */
export async function trimFrames(
  tx: Transaction<unknown>,
  { layer, frames, bytes }: { readonly layer: string; readonly frames: number; readonly bytes: number },
): Promise<void> {
  await sql`
    delete from sense.layer_frame
    where id in (
      select id from sense.layer_frame where layer_id = ${layer} order by valid_at desc, id offset ${frames}::int
    )`.execute(tx)
  await sql`
    delete from sense.layer_frame
    where id in (
      select id from (
        select id, sum(length(content)) over (order by received_at desc, id) as bytes_with_newer from sense.layer_frame
      ) as summed
      where bytes_with_newer > ${bytes}::bigint
    )`.execute(tx)
}

export async function countOtherLayers(tx: Transaction<unknown>, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sense.layer where id <> ${id}`.execute(tx)
  return rows[0]!.count
}

export async function listLayers(db: Kysely<unknown>): Promise<MapLayer[]> {
  const layers = await sql<{
    id: string
    name_zh: string
    name_en: string
    kind: MapLayer["kind"]
    attribution: string
    licence: string
    unit: string | null
  }>`select id, name_zh, name_en, kind, attribution, licence, unit from sense.layer order by id`.execute(db)
  const frames = await sql<{
    id: string
    layer_id: string
    valid_at: Date
    received_at: Date
    bounds: [number, number, number, number] | null
    value_range: [number, number] | null
  }>`select id, layer_id, valid_at, received_at, bounds, value_range from sense.layer_frame order by valid_at`.execute(db)
  const byLayer = Map.groupBy(frames.rows, ({ layer_id }) => layer_id)
  return layers.rows.map(({ id, name_zh, name_en, kind, attribution, licence, unit }) => ({
    ...{ id, name: { "zh-CN": name_zh, en: name_en }, kind, attribution, licence },
    ...(unit !== null && { unit }),
    frames: (byLayer.get(id) ?? []).map((frame) => ({
      ...{ id: frame.id, bounds: frame.bounds, range: frame.value_range },
      validAt: frame.valid_at.toISOString(),
      receivedAt: frame.received_at.toISOString(),
    })),
  }))
}

export async function findFrame(
  db: Kysely<unknown>,
  id: string,
): Promise<{ readonly mediaType: string; readonly content: Buffer } | undefined> {
  const { rows } = await sql<{ media_type: string; content: Buffer }>`
    select media_type, content from sense.layer_frame where id = ${id}`.execute(db)
  return rows[0] && { mediaType: rows[0].media_type, content: rows[0].content }
}

/** Whether there was one. Its pictures go with it. */
export async function dropLayer(tx: Transaction<unknown>, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from sense.layer where id = ${id}`.execute(tx)
  return Number(numAffectedRows ?? 0) > 0
}

/** Pictures that came before a time, and layers that have none left since. Gives how many pictures went. */
export async function dropFramesBefore(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.layer_frame where received_at < ${limit}`.execute(tx)
  const gone = Number(numAffectedRows ?? 0)
  if (gone > 0)
    await sql`delete from sense.layer where not exists (select from sense.layer_frame where layer_id = layer.id)`.execute(tx)
  return gone
}
