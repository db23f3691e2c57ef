import type { Side } from "./mesh.ts"

/** Joins sides to lines as long as they go, broken where more or fewer than two meet. Each side is in exactly one line. */
export function chains(sides: readonly Side[]): number[][] {
  const next = new Map<number, { to: number; side: number }[]>()
  for (const [side, { from, to }] of sides.entries())
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = next.get(a)
      if (known) known.push({ to: b, side })
      else next.set(a, [{ to: b, side }])
    }
  const used = new Set<number>()
  const lines: number[][] = []
  const follow = (start: number) => {
    for (const { to, side } of next.get(start)!) {
      if (used.has(side)) continue
      used.add(side)
      const line = [start, to]
      for (let at = to; at !== start && next.get(at)!.length === 2; ) {
        const onward = next.get(at)!.find((edge) => !used.has(edge.side))
        if (!onward) break
        used.add(onward.side)
        line.push(onward.to)
        at = onward.to
      }
      lines.push(line)
    }
  }
  for (const [node, edges] of next) if (edges.length !== 2) follow(node)
  for (const node of next.keys()) follow(node)
  return lines
}
