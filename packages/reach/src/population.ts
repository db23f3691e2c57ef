import { type BoxTree, boxTree } from "@holdfast/geo"
import { OUTSIDE } from "./edges.ts"
import type { Stencil } from "./stencil.ts"
import { walkTree } from "./walk-tree.ts"

/** Cells of a grid of residents: the centre of each, and how many live there. The lists are equally long. */
export interface PopulationCells {
  readonly lon: Float64Array
  readonly lat: Float64Array
  readonly residents: Uint32Array
}

/**
 * Residents of up to 2,097,152 cells, to be counted inside any shape. A cell counts when its centre is inside or exactly on the border,
 * and once however many polygons hold it. The count is exact: whoever shows it rounds it.
 */
export class Population {
  readonly #tree: BoxTree
  readonly #lon: Float64Array
  readonly #lat: Float64Array
  readonly #residents: Uint32Array
  /** Residents of all cells before a place in the order. */
  readonly #before: Float64Array

  constructor({ lon, lat, residents }: PopulationCells) {
    const boxes = new Float64Array(lon.length * 4)
    for (let i = 0; i < lon.length; i += 1) {
      boxes[i * 4] = boxes[i * 4 + 2] = lon[i]!
      boxes[i * 4 + 1] = boxes[i * 4 + 3] = lat[i]!
    }
    this.#tree = boxTree(boxes)
    const { order } = this.#tree
    this.#lon = Float64Array.from(order, (i) => lon[i]!)
    this.#lat = Float64Array.from(order, (i) => lat[i]!)
    this.#residents = Uint32Array.from(order, (i) => residents[i]!)
    this.#before = new Float64Array(order.length + 1)
    for (let i = 0; i < order.length; i += 1) this.#before[i + 1] = this.#before[i]! + this.#residents[i]!
  }

  get cells(): number {
    return this.#residents.length
  }

  count(stencils: readonly Stencil[]): number {
    let sum = 0
    walkTree(this.#tree, stencils, {
      inside: (from, to) => {
        sum += this.#before[to]! - this.#before[from]!
      },
      near: (from, to, near) => {
        for (let i = from; i < to; i += 1) {
          const [x, y] = [this.#lon[i]!, this.#lat[i]!]
          for (const stencil of near) {
            if (stencil.pointAt(x, y) === OUTSIDE) continue
            sum += this.#residents[i]!
            break
          }
        }
      },
    })
    return sum
  }
}
