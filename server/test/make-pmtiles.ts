import { gzipSync } from "node:zlib"

const HEADER_BYTES = 127
const E7 = 10_000_000

export interface PmtilesParts {
  /** As the specification numbers them: 1 is MVT, 2 is PNG. */
  readonly tileType: number
  readonly metadata: Readonly<Record<string, unknown>>
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly tiles: readonly { readonly z: number; readonly x: number; readonly y: number; readonly bytes: Uint8Array }[]
}

/** Writes a small PMTiles file, version 3, with one directory, by the specification: for tests of real bytes. */
export function makePmtiles({ tileType, metadata, bounds, tiles }: PmtilesParts): Buffer {
  const sorted = tiles
    .map(({ z, x, y, bytes }) => ({ id: tileId(z, x, y), data: tileType === 1 ? gzipSync(bytes) : bytes }))
    .toSorted((a, b) => a.id - b.id)
  const directory = gzipSync(
    Buffer.from([
      ...varint(sorted.length),
      ...sorted.flatMap(({ id }, index) => varint(id - (sorted[index - 1]?.id ?? 0))),
      ...sorted.flatMap(() => varint(1)),
      ...sorted.flatMap(({ data }) => varint(data.length)),
      // A nought says: right after the one before.
      ...sorted.flatMap((_, index) => varint(index === 0 ? 1 : 0)),
    ]),
  )
  const words = gzipSync(JSON.stringify(metadata))
  const data = Buffer.concat(sorted.map((tile) => tile.data))
  const header = Buffer.alloc(HEADER_BYTES)
  header.write("PMTiles")
  header[7] = 3
  const part = (at: number, offset: number, length: number) => {
    header.writeBigUInt64LE(BigInt(offset), at)
    header.writeBigUInt64LE(BigInt(length), at + 8)
  }
  const metadataAt = HEADER_BYTES + directory.length
  part(8, HEADER_BYTES, directory.length)
  part(24, metadataAt, words.length)
  part(40, metadataAt + words.length, 0)
  part(56, metadataAt + words.length, data.length)
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(sorted.length), at)
  const zooms = tiles.map(({ z }) => z)
  header.set([1, 2, tileType === 1 ? 2 : 1, tileType, Math.min(...zooms), Math.max(...zooms)], 96)
  bounds.forEach((degrees, index) => {
    header.writeInt32LE(Math.round(degrees * E7), 102 + index * 4)
  })
  return Buffer.concat([header, directory, words, data])
}

/** Where a tile stands on the Hilbert curve through all zooms. */
function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3
  let [a, b] = [x, y]
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, down] = [(a & side) > 0 ? 1 : 0, (b & side) > 0 ? 1 : 0]
    id += side * side * ((3 * right) ^ down)
    if (down === 0) {
      if (right === 1) [a, b] = [side - 1 - a, side - 1 - b]
      ;[a, b] = [b, a]
    }
  }
  return id
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}
