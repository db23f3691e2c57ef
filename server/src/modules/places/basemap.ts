import fs from "node:fs/promises"
import path from "node:path"
import { gunzipSync } from "node:zlib"
import type { Basemap as BasemapInfo } from "@holdfast/contracts"
import { z } from "zod"
import { basemapSchemas, plainAttribution, schemaOf } from "./domain/basemap-layers.ts"
import { neededBytes, PMTILES_HEADER_BYTES, type PmtilesHeader, readPmtilesHeader } from "./domain/pmtiles-header.ts"
import { placesErrors } from "./errors.ts"

/** Metadata of a planet have some 20 kB; what is far beyond that is no honest file. */
const METADATA_MAX_BYTES = 4 * 1024 * 1024
const ATTRIBUTION_MAX = 300
const rasters: readonly string[] = ["png", "jpeg", "webp", "avif"]
const unpackable: readonly string[] = ["none", "gzip"]

const Metadata = z.object({
  attribution: z.string().optional().catch(undefined),
  vector_layers: z.array(z.object({ id: z.string() })).catch([]),
})

/** A base map of the engineer's own choice: one PMTiles file, which is read where it lies. */
export interface Basemap {
  /** Absolute path. */
  readonly file: string
  readonly info: BasemapInfo
}

/**
 * Looks into the file before anybody sees the map. Throws `PLACES_BASEMAP_UNREADABLE`, `PLACES_BASEMAP_NOT_PMTILES`,
 * `PLACES_BASEMAP_CUT_OFF`, `PLACES_BASEMAP_TILES_UNKNOWN`, or `PLACES_BASEMAP_LAYERS_UNKNOWN`.
 */
export async function openBasemap(file: string): Promise<Basemap> {
  const handle = await fs.open(file).catch((error: NodeJS.ErrnoException) => {
    throw placesErrors.BASEMAP_UNREADABLE({ file, reason: error.code ?? error.message })
  })
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw placesErrors.BASEMAP_NOT_PMTILES({ file })
    const header = readPmtilesHeader(await readPart(handle, { offset: 0, length: PMTILES_HEADER_BYTES }))
    if (!header) throw placesErrors.BASEMAP_NOT_PMTILES({ file })
    if (neededBytes(header) > stat.size) {
      throw placesErrors.BASEMAP_CUT_OFF({ file, bytes: stat.size, neededBytes: neededBytes(header) })
    }
    return { file: path.resolve(file), info: describe(file, header, await readMetadata(handle, file, header)) }
  } finally {
    await handle.close()
  }
}

function describe(file: string, header: PmtilesHeader, metadata: z.infer<typeof Metadata>): BasemapInfo {
  const { tileKind, tilePacking, minZoom, maxZoom, bounds } = header
  const raster = rasters.includes(tileKind)
  if ((!raster && tileKind !== "mvt") || (!raster && !unpackable.includes(tilePacking))) {
    throw placesErrors.BASEMAP_TILES_UNKNOWN({ file, found: `${tileKind}, ${tilePacking}` })
  }
  const layers = metadata.vector_layers.map(({ id }) => id)
  const schema = raster ? "raster" : schemaOf(layers)
  if (!schema) {
    throw placesErrors.BASEMAP_LAYERS_UNKNOWN({
      file,
      found: layers.slice(0, 8).join(", ") || "–",
      known: basemapSchemas.join(", "),
    })
  }
  const attribution = plainAttribution(metadata.attribution ?? "").slice(0, ATTRIBUTION_MAX) || null
  return { schema, attribution, minZoom, maxZoom, bounds: [...bounds] as BasemapInfo["bounds"] }
}

async function readMetadata(handle: fs.FileHandle, file: string, { metadata, packing }: PmtilesHeader) {
  if (!unpackable.includes(packing)) throw placesErrors.BASEMAP_TILES_UNKNOWN({ file, found: packing })
  if (metadata.length > METADATA_MAX_BYTES) throw placesErrors.BASEMAP_NOT_PMTILES({ file })
  const bytes = await readPart(handle, metadata)
  try {
    const text = packing === "gzip" ? gunzipSync(bytes, { maxOutputLength: METADATA_MAX_BYTES }) : bytes
    return Metadata.parse(JSON.parse(new TextDecoder().decode(text)))
  } catch {
    throw placesErrors.BASEMAP_NOT_PMTILES({ file })
  }
}

async function readPart(handle: fs.FileHandle, { offset, length }: { offset: number; length: number }): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}
