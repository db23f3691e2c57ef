import { fromWkb, toWkbHex } from "@holdfast/geo"
import { type Kysely, sql, type Transaction } from "kysely"
import type { BaseFeature, Terrain } from "../domain/base-map.ts"

export async function putBaseMap(tx: Transaction<unknown>, features: readonly BaseFeature[]): Promise<void> {
  await sql`
    insert into places.feature (id, layer, kind, name_zh, name_en, geom)
    select id, layer, kind, name_zh, name_en, geom::geometry
    from unnest(
      ${features.map((_, i) => i + 1)}::int[],
      ${features.map(({ layer }) => layer)}::text[],
      ${features.map(({ kind }) => kind)}::text[],
      ${features.map(({ name }) => name?.["zh-CN"] ?? null)}::text[],
      ${features.map(({ name }) => name?.en ?? null)}::text[],
      ${features.map(({ geometry }) => toWkbHex(geometry))}::text[]
    ) as given (id, layer, kind, name_zh, name_en, geom)`.execute(tx)
}

export async function listBaseMap(db: Kysely<unknown>): Promise<BaseFeature[]> {
  const found = await sql<{ layer: string; kind: string; name_zh: string | null; name_en: string | null; shape: Buffer }>`
    select layer, kind, name_zh, name_en, st_asbinary(geom, 'NDR') as shape
    from places.feature
    order by id`.execute(db)
  return found.rows.map(({ layer, kind, name_zh, name_en, shape }) => ({
    layer,
    kind,
    name: name_zh === null || name_en === null ? null : { "zh-CN": name_zh, en: name_en },
    geometry: fromWkb(shape),
  }))
}

export async function putTerrain(tx: Transaction<unknown>, { bounds, columns, rows, heightsM }: Terrain): Promise<void> {
  const [west, south, east, north] = bounds
  const heights = Buffer.alloc(heightsM.length * 2)
  for (const [i, height] of heightsM.entries()) heights.writeInt16LE(height, i * 2)
  await sql`
    insert into places.terrain (id, west, south, east, north, column_count, row_count, heights)
    values (1, ${west}, ${south}, ${east}, ${north}, ${columns}, ${rows}, ${heights})`.execute(tx)
}

export async function findTerrain(db: Kysely<unknown>): Promise<Terrain | undefined> {
  const found = await sql<{
    west: number
    south: number
    east: number
    north: number
    column_count: number
    row_count: number
    heights: Buffer
  }>`select west, south, east, north, column_count, row_count, heights from places.terrain`.execute(db)
  const row = found.rows[0]
  if (!row) return undefined
  const heightsM = Int16Array.from({ length: row.column_count * row.row_count }, (_, i) => row.heights.readInt16LE(i * 2))
  return { bounds: [row.west, row.south, row.east, row.north], columns: row.column_count, rows: row.row_count, heightsM }
}
