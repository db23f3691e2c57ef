import { type Bounds, boundsOf, type Polygon, sideOf } from "@holdfast/geo"
import { BORDER, edgesOf, INSIDE, OUTSIDE, type Where, whereAmong } from "./edges.ts"
import { meetsEdge } from "./meets-edge.ts"

/** Cells are never smaller, in degrees: then numbers that round by a few 1e-14 stay far inside a cell and its margin. */
const CELL_MIN = 1e-9
/** By how much the cells that an edge passes are widened, in degrees: far more than computing a crossing can err. */
const MARGIN = 1e-11
/** Cells in one direction for each root of an edge, so that most cells of the border know few edges; and at least and at most. */
const CELLS_PER_ROOT = 8
const SIDE_MIN = 32
const SIDE_MAX = 128
/** Ends a list of edges. */
const NONE = 0xffffffff

/**
 * One polygon of a plane, laid out so that it says at once for most points and boxes whether they are inside: cells over its box know
 * which edges may pass through them, and where none does, whether they are inside. Where some do, exact tests with these few decide.
 * By the even-odd rule, so holes are outside; the border belongs to it, as for `ST_Intersects`.
 */
export class Stencil {
  readonly bounds: Bounds
  /** The first position of each ring. */
  readonly starts: readonly (readonly [number, number])[]
  readonly #edges: Float64Array
  /** How many cells in each direction. */
  readonly #side: number
  readonly #west: number
  readonly #south: number
  readonly #east: number
  readonly #north: number
  readonly #perColumn: number
  readonly #perRow: number
  readonly #cells: Uint8Array
  /** Where the middle of a cell is; `BORDER` when it is too near to an edge to be told. */
  readonly #middles: Uint8Array
  /** How many cells of the border lie below and left of a corner: in a box of cells then by three subtractions. */
  readonly #borders: Uint32Array
  /** The edges that may pass through a cell, as a chain: the first link of a cell, and by link its edge and the next link. */
  readonly #first: Uint32Array
  #edgeOf: Uint32Array<ArrayBuffer>
  #next: Uint32Array<ArrayBuffer>
  #links = 0

  /** @param cells how many in each direction, where it is not left to the polygon */
  constructor(polygon: Polygon, cells?: number) {
    this.#edges = edgesOf(polygon)
    const fitting = Math.ceil(CELLS_PER_ROOT * Math.sqrt(this.#edges.length / 4))
    const side = cells ?? Math.min(SIDE_MAX, Math.max(SIDE_MIN, fitting))
    this.bounds = boundsOf(polygon.flat())
    this.starts = polygon.flatMap(([first]) => (first ? [first] : []))
    ;[this.#west, this.#south, this.#east, this.#north] = this.bounds
    this.#perColumn = 1 / Math.max(CELL_MIN, (this.#east - this.#west) / side)
    this.#perRow = 1 / Math.max(CELL_MIN, (this.#north - this.#south) / side)
    this.#side = side
    this.#cells = new Uint8Array(side * side)
    this.#middles = new Uint8Array(side * side)
    this.#first = new Uint32Array(side * side).fill(NONE)
    this.#edgeOf = new Uint32Array(this.#edges.length + 4 * side)
    this.#next = new Uint32Array(this.#edgeOf.length)
    this.#borders = new Uint32Array((side + 1) * (side + 1))
    for (let at = 0; at < this.#edges.length; at += 4) this.#layOut(at)
    this.#fill()
  }

  /** Whether a box is all inside or all outside; `BORDER` when the border may pass through it. */
  boxAt(west: number, south: number, east: number, north: number): Where {
    if (east < this.#west || this.#east < west || north < this.#south || this.#north < south) return OUTSIDE
    const across = this.#side + 1
    const left = this.#column(west)
    const right = this.#column(east) + 1
    const bottom = this.#row(south)
    const low = bottom * across
    const high = (this.#row(north) + 1) * across
    const sums = this.#borders
    if (sums[high + right]! - sums[high + left]! - sums[low + right]! + sums[low + left]! > 0) return BORDER
    // It reaches beyond the polygon's box without meeting the border: then all of it is outside.
    if (west < this.#west || this.#east < east || south < this.#south || this.#north < north) return OUTSIDE
    return this.#cells[bottom * this.#side + left] as Where
  }

  /** Whether a point is inside; exactly `BORDER` when it lies on an edge. */
  pointAt(x: number, y: number): Where {
    if (x < this.#west || this.#east < x || y < this.#south || this.#north < y) return OUTSIDE
    const row = this.#row(y)
    const column = this.#column(x)
    const cell = row * this.#side + column
    return this.#cells[cell] === BORDER ? this.#inCell(cell, column, row, x, y) : (this.#cells[cell] as Where)
  }

  /** Whether a segment meets an edge. */
  crosses(x1: number, y1: number, x2: number, y2: number): boolean {
    const west = x1 < x2 ? x1 : x2
    const east = x1 < x2 ? x2 : x1
    const south = y1 < y2 ? y1 : y2
    const north = y1 < y2 ? y2 : y1
    if (east < this.#west || this.#east < west || north < this.#south || this.#north < south) return false
    const left = this.#column(west)
    const right = this.#column(east)
    const top = this.#row(north)
    for (let row = this.#row(south); row <= top; row += 1) {
      for (let cell = row * this.#side + left; cell <= row * this.#side + right; cell += 1) {
        for (let link = this.#first[cell]!; link !== NONE; link = this.#next[link]!)
          if (meetsEdge(this.#edges, this.#edgeOf[link]!, x1, y1, x2, y2)) return true
      }
    }
    return false
  }

  /**
   * On the way from the middle of its cell each edge that is crossed turns inside into outside. When the way runs through an end of an
   * edge, or the middle is not known, all edges are asked instead.
   */
  #inCell(cell: number, column: number, row: number, x: number, y: number): Where {
    const edges = this.#edges
    const middleX = this.#west + (column + 0.5) / this.#perColumn
    const middleY = this.#south + (row + 0.5) / this.#perRow
    let where = this.#middles[cell] as Where
    let unclear = where === BORDER
    for (let link = this.#first[cell]!; link !== NONE; link = this.#next[link]!) {
      const at = this.#edgeOf[link]!
      const x1 = edges[at]!
      const y1 = edges[at + 1]!
      const x2 = edges[at + 2]!
      const y2 = edges[at + 3]!
      const here = sideOf(x1, y1, x2, y2, x, y)
      if (here === 0 && meetsEdge(edges, at, x, y, x, y)) return BORDER
      const there = sideOf(x1, y1, x2, y2, middleX, middleY)
      if ((here > 0 && there > 0) || (here < 0 && there < 0)) continue
      const start = sideOf(x, y, middleX, middleY, x1, y1)
      const end = sideOf(x, y, middleX, middleY, x2, y2)
      if ((start > 0 && end > 0) || (start < 0 && end < 0)) continue
      if (here === 0 || there === 0 || start === 0 || end === 0) unclear = true
      where = where === INSIDE ? OUTSIDE : INSIDE
    }
    return unclear ? whereAmong(edges, 0, edges.length, x, y) : where
  }

  /** Larger x never gives a smaller column, whatever rounds: an edge and a point of it agree on the columns between. */
  #column(x: number): number {
    const column = Math.floor((x - this.#west) * this.#perColumn)
    return column < 0 ? 0 : column < this.#side ? column : this.#side - 1
  }

  #row(y: number): number {
    const row = Math.floor((y - this.#south) * this.#perRow)
    return row < 0 ? 0 : row < this.#side ? row : this.#side - 1
  }

  /** Links an edge to all cells that it may pass, and turns the middles of the rows that it crosses. */
  #layOut(at: number): void {
    const edges = this.#edges
    const isUp = edges[at + 1]! <= edges[at + 3]!
    const x1 = edges[isUp ? at : at + 2]!
    const y1 = edges[isUp ? at + 1 : at + 3]!
    const x2 = edges[isUp ? at + 2 : at]!
    const y2 = edges[isUp ? at + 3 : at + 1]!
    const slope = (x2 - x1) / (y2 - y1)
    const last = this.#row(y2)
    for (let row = this.#row(y1); row <= last; row += 1) {
      const low = this.#south + row / this.#perRow - MARGIN
      const high = this.#south + (row + 1) / this.#perRow + MARGIN
      const from = low <= y1 ? x1 : x1 + (low - y1) * slope
      const to = high >= y2 ? x2 : x1 + (high - y1) * slope
      const right = row * this.#side + this.#column((from > to ? from : to) + MARGIN)
      for (let cell = row * this.#side + this.#column((from < to ? from : to) - MARGIN); cell <= right; cell += 1)
        this.#link(cell, at)
      const middle = this.#south + (row + 0.5) / this.#perRow
      if (y1 <= middle && middle < y2) this.#turn(row, x1 + (middle - y1) * slope)
    }
  }

  #link(cell: number, at: number): void {
    if (this.#links === this.#edgeOf.length) {
      this.#edgeOf = enlarged(this.#edgeOf)
      this.#next = enlarged(this.#next)
    }
    this.#cells[cell] = BORDER
    this.#edgeOf[this.#links] = at
    this.#next[this.#links] = this.#first[cell]!
    this.#first[cell] = this.#links
    this.#links += 1
  }

  /** An edge crosses the middle line of a row here: it turns all middles east of it. Bit 0 turns from this column on, bit 1 is unclear. */
  #turn(row: number, x: number): void {
    const column = this.#column(x)
    const east = this.#west + (column + 0.5) / this.#perColumn - x
    const cell = row * this.#side + column
    if (Math.abs(east) < MARGIN) this.#middles[cell]! |= 2
    if (east > 0) this.#middles[cell]! ^= 1
    else if (column + 1 < this.#side) this.#middles[cell + 1]! ^= 1
  }

  /** Carries the turns along each row, and counts the cells of the border. */
  #fill(): void {
    const side = this.#side
    for (let row = 0; row < side; row += 1) {
      for (let column = 0, inRow = 0, inside = 0; column < side; column += 1) {
        const cell = row * side + column
        inside ^= this.#middles[cell]! & 1
        this.#middles[cell] = (this.#middles[cell]! & 2) > 0 ? BORDER : inside
        if (this.#cells[cell] === BORDER) inRow += 1
        else this.#cells[cell] = inside
        this.#borders[(row + 1) * (side + 1) + column + 1] = this.#borders[row * (side + 1) + column + 1]! + inRow
      }
    }
  }
}

function enlarged(list: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(list.length * 2)
  larger.set(list)
  return larger
}
