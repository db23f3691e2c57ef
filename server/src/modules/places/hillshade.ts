import sharp from "sharp"
import type { World } from "../../platform/world/index.ts"
import { shadeHills } from "./domain/hillshade.ts"
import { placesErrors } from "./errors.ts"
import { findTerrain } from "./store/base-map-store.ts"

export interface HillshadeImage {
  readonly png: Buffer
  /** In degrees; the rows are even in Web Mercator. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
}

/** The shaded relief of the city as one picture, drawn when it is first asked for. */
export class Hillshade {
  readonly #world: World
  #image: Promise<HillshadeImage> | undefined

  constructor(world: World) {
    this.#world = world
  }

  forget(): void {
    this.#image = undefined
  }

  /** Throws `PLACES_NO_TERRAIN` when no heights are known. */
  get(): Promise<HillshadeImage> {
    this.#image ??= this.#draw()
    const image = this.#image
    image.catch(() => {
      if (this.#image === image) this.#image = undefined
    })
    return image
  }

  async #draw(): Promise<HillshadeImage> {
    const terrain = await findTerrain(this.#world.db.query)
    if (!terrain) throw placesErrors.NO_TERRAIN({})
    const { widthPx, heightPx, greyAlpha } = shadeHills(terrain)
    const png = await sharp(greyAlpha, { raw: { width: widthPx, height: heightPx, channels: 2 } })
      .toColourspace("b-w")
      .png({ compressionLevel: 9 })
      .toBuffer()
    return { png, bounds: terrain.bounds }
  }
}
