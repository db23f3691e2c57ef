/** A foreign key: rows of `from` name rows of `to`. Names are schema and table. */
export interface ForeignKey {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** The tables so that each comes after those it refers to. Where they refer in a circle the order is by name. */
export function orderTables(tables: readonly string[], keys: readonly ForeignKey[]): string[] {
  const ordered: string[] = []
  const left = new Set(tables.toSorted())
  while (left.size > 0) {
    const free = [...left].filter((table) => keys.every(({ from, to }) => from !== table || to === table || !left.has(to)))
    const chosen = free.length > 0 ? free : [[...left][0]!]
    for (const table of chosen) {
      ordered.push(table)
      left.delete(table)
    }
  }
  return ordered
}

/** The keys that this order cannot satisfy row by row: within one table, and back in a circle. They are checked at the end. */
export function backwardKeys(order: readonly string[], keys: readonly ForeignKey[]): ForeignKey[] {
  return keys.filter(({ from, to }) => order.indexOf(to) >= order.indexOf(from))
}
