/** The fixed length of the head of a PMTiles file, in bytes. */
export const PMTILES_HEADER_BYTES = 127

const MAGIC = "PMTiles"
const VERSION = 3
const E7 = 10_000_000

/** A part of the file, in bytes from its beginning. */
export interface FilePart {
  readonly offset: number
  readonly length: number
}

/** How a part is packed. Brotli and Zstandard exist in the format; browsers unpack neither of them here. */
export type Packing = "unknown" | "none" | "gzip" | "brotli" | "zstd"
const packings: readonly Packing[] = ["unknown", "none", "gzip", "brotli", "zstd"]

export type TileKind = "unknown" | "mvt" | "png" | "jpeg" | "webp" | "avif" | "mlt"
const tileKinds: readonly TileKind[] = ["unknown", "mvt", "png", "jpeg", "webp", "avif", "mlt"]

/** The head of a PMTiles file, version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md, section 3). */
export interface PmtilesHeader {
  readonly rootDirectory: FilePart
  readonly metadata: FilePart
  readonly leafDirectories: FilePart
  readonly tiles: FilePart
  /** Of directories and metadata. */
  readonly packing: Packing
  readonly tilePacking: Packing
  readonly tileKind: TileKind
  readonly minZoom: number
  readonly maxZoom: number
  /** In degrees. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
}

/** Reads the first bytes of a file; undefined when they are not the head of a PMTiles file of version 3. */
export function readPmtilesHeader(bytes: Uint8Array): PmtilesHeader | undefined {
  if (bytes.byteLength < PMTILES_HEADER_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, PMTILES_HEADER_BYTES)
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC || view.getUint8(7) !== VERSION) return undefined
  const part = (at: number): FilePart => ({
    offset: Number(view.getBigUint64(at, true)),
    length: Number(view.getBigUint64(at + 8, true)),
  })
  const degrees = (at: number) => view.getInt32(at, true) / E7
  return {
    rootDirectory: part(8),
    metadata: part(24),
    leafDirectories: part(40),
    tiles: part(56),
    packing: packings[view.getUint8(97)] ?? "unknown",
    tilePacking: packings[view.getUint8(98)] ?? "unknown",
    tileKind: tileKinds[view.getUint8(99)] ?? "unknown",
    minZoom: view.getUint8(100),
    maxZoom: view.getUint8(101),
    bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
  }
}

/** How long the file must be for all its parts to be there, in bytes. */
export function neededBytes({ rootDirectory, metadata, leafDirectories, tiles }: PmtilesHeader): number {
  return Math.max(...[rootDirectory, metadata, leafDirectories, tiles].map(({ offset, length }) => offset + length))
}
