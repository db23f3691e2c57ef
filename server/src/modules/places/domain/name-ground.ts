import type { Area } from "@holdfast/contracts"

/** Of an area that a ground touches: how much of it is inside. */
interface Touched {
  readonly id: string
  readonly insideM2: number
  readonly wholeM2: number
}

/** A ground in names: each place once, by the largest area that is wholly inside, and else by the smallest that has a name. */
export interface NamedGround {
  readonly whole: string[]
  /** Share of the area, from 0 to 1. */
  readonly partly: { readonly id: string; readonly share: number }[]
}

/** What is smaller comes from borders that were drawn twice, and is nobody's ground. */
const SLIVER_M2 = 100
/** Two drawings of one border differ by so much at most, on the whole of it. */
const WHOLE_FROM = 0.9995

/**
 * Reads a ground in names, from the city down: what is wholly inside is named as one, of what is partly inside its parts are named.
 *
 * @param areas city, districts, and streets, each after its parent
 */
export function nameGround(areas: readonly Pick<Area, "id" | "parent">[], touched: readonly Touched[]): NamedGround {
  const found = new Map(touched.filter(({ insideM2 }) => insideM2 > SLIVER_M2).map((one) => [one.id, one]))
  const parts = Map.groupBy(areas, ({ parent }) => parent ?? "")
  const named: NamedGround = { whole: [], partly: [] }
  const look = (id: string): void => {
    const one = found.get(id)
    if (!one) return
    const share = one.insideM2 / one.wholeM2
    const inside = (parts.get(id) ?? []).filter((part) => found.has(part.id))
    if (share >= WHOLE_FROM || one.wholeM2 - one.insideM2 <= SLIVER_M2) named.whole.push(id)
    else if (inside.length === 0) named.partly.push({ id, share })
    else for (const part of inside) look(part.id)
  }
  for (const { id } of parts.get("") ?? []) look(id)
  return named
}
