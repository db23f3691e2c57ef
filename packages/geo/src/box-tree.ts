import { assert } from "@holdfast/kernel"

/** Children of a node. */
export const BOX_TREE_NODE = 16
/** The order is sorted as one number, 32 bits along the curve and 21 of the item. */
const ITEMS_MAX = 2 ** 21
const CELLS = 2 ** 16

/**
 * A tree over boxes that do not change, packed along a Hilbert curve, so that neighbours stand side by side and each node holds one
 * run of the order: node `i` of level `k` the places from `i · 16^(k+1)`, and of level `k − 1` the nodes from `16 i`.
 */
export interface BoxTree {
  /** Which item stands at which place. */
  readonly order: Uint32Array
  /** The boxes of each level, four numbers for a node: west, south, east, north. The last level is one node. */
  readonly levels: readonly Float64Array[]
}

/**
 * @param boxes four numbers for an item; at most 2,097,152 items
 */
export function boxTree(boxes: Float64Array): BoxTree {
  const count = boxes.length / 4
  assert(count <= ITEMS_MAX, "so many boxes fit into a tree")
  const order = hilbertOrder(boxes, count)
  const levels: Float64Array[] = []
  for (let below = boxes, size = count; ; ) {
    const isItems = levels.length === 0
    const level = new Float64Array(Math.ceil(size / BOX_TREE_NODE) * 4)
    for (let node = 0; node * 4 < level.length; node += 1) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
      for (let i = node * BOX_TREE_NODE; i < Math.min(size, (node + 1) * BOX_TREE_NODE); i += 1) {
        const at = (isItems ? order[i]! : i) * 4
        west = Math.min(west, below[at]!)
        south = Math.min(south, below[at + 1]!)
        east = Math.max(east, below[at + 2]!)
        north = Math.max(north, below[at + 3]!)
      }
      level.set([west, south, east, north], node * 4)
    }
    levels.push(level)
    below = level
    size = level.length / 4
    if (size <= 1) return { order, levels }
  }
}

function hilbertOrder(boxes: Float64Array, count: number): Uint32Array {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < boxes.length; at += 4) {
    west = Math.min(west, boxes[at]!)
    south = Math.min(south, boxes[at + 1]!)
    east = Math.max(east, boxes[at + 2]!)
    north = Math.max(north, boxes[at + 3]!)
  }
  const perCell = CELLS - 1
  const [wide, high] = [perCell / (east - west || 1), perCell / (north - south || 1)]
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i += 1) {
    const x = ((boxes[i * 4]! + boxes[i * 4 + 2]!) / 2 - west) * wide
    const y = ((boxes[i * 4 + 1]! + boxes[i * 4 + 3]!) / 2 - south) * high
    keys[i] = hilbert(x, y) * ITEMS_MAX + i
  }
  keys.sort()
  return Uint32Array.from(keys, (key) => key % ITEMS_MAX)
}

/** How far along the curve a cell of a square of 65,536 by 65,536 lies. */
function hilbert(x: number, y: number): number {
  let [column, row, along] = [Math.floor(x), Math.floor(y), 0]
  for (let side = CELLS / 2; side >= 1; side /= 2) {
    const right = (column & side) > 0 ? 1 : 0
    const up = (row & side) > 0 ? 1 : 0
    along += side * side * ((3 * right) ^ up)
    if (up === 0) {
      if (right === 1) [column, row] = [CELLS - 1 - column, CELLS - 1 - row]
      ;[column, row] = [row, column]
    }
  }
  return along
}
