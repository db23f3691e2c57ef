import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
import type { Tile } from "@holdfast/geo"
import { AreaTree } from "./domain/area-tree.ts"
import { MapTiles } from "./domain/map-tiles.ts"
import { RecentlyUsed } from "./domain/recently-used.ts"

const TILES_MAX = 4_000
const BYTES_MAX = 64 * 1024 * 1024

export interface CachedTile {
  /** Vector tile, packed with gzip. */
  readonly packed: Buffer
  readonly etag: string
  readonly byteLength: number
}

/** Tiles that were asked for lately, packed. They are all dropped when the map changes. */
export class TileCache {
  readonly #recent = new RecentlyUsed<CachedTile>({ entries: TILES_MAX, bytes: BYTES_MAX })
  #map = new MapTiles({ tree: new AreaTree([]), sites: [], base: [] })

  replace(map: MapTiles): void {
    this.#map = map
    this.#recent.clear()
  }

  get(tile: Tile): CachedTile {
    return this.#recent.get(`${tile.z}/${tile.x}/${tile.y}`, () => {
      const packed = gzipSync(this.#map.encode(tile))
      const etag = `"${createHash("sha256").update(packed).digest("base64url").slice(0, 16)}"`
      return { packed, etag, byteLength: packed.byteLength }
    })
  }
}
