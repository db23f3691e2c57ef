import { BOX_TREE_NODE, type BoxTree } from "@holdfast/geo"
import { BORDER, INSIDE } from "./edges.ts"
import type { Stencil } from "./stencil.ts"

/** What the walk says of the items, by their places in the tree's order. */
export interface Visitor {
  /** All of these lie inside one of the stencils. */
  inside(from: number, to: number): void
  /** These may; only the given stencils come near them. The list is used again afterwards. */
  near(from: number, to: number, stencils: readonly Stencil[]): void
}

/** Tells of every item that stencils may touch, in the order of the tree. What lies outside all of them is not mentioned. */
export function walkTree(tree: BoxTree, stencils: readonly Stencil[], visitor: Visitor): void {
  const top = tree.levels.length - 1
  const count = tree.order.length
  // For each level the stencils that come near its node of now; used again, so that walking makes nothing.
  const nearby: Stencil[][] = [...tree.levels.map(() => []), [...stencils]]
  const visit = (level: number, node: number): void => {
    const boxes = tree.levels[level]!
    const at = node * 4
    const here = nearby[level]!
    here.length = 0
    for (const stencil of nearby[level + 1]!) {
      const where = stencil.boxAt(boxes[at]!, boxes[at + 1]!, boxes[at + 2]!, boxes[at + 3]!)
      if (where === BORDER) here.push(stencil)
      if (where !== INSIDE) continue
      const size = BOX_TREE_NODE ** (level + 1)
      visitor.inside(node * size, Math.min(count, (node + 1) * size))
      return
    }
    if (here.length === 0) return
    const from = node * BOX_TREE_NODE
    if (level === 0) return visitor.near(from, Math.min(count, from + BOX_TREE_NODE), here)
    const to = Math.min(tree.levels[level - 1]!.length / 4, from + BOX_TREE_NODE)
    for (let child = from; child < to; child += 1) visit(level - 1, child)
  }
  if (count > 0) visit(top, 0)
}
