import { type AreaRef, TYPED_FROM_PEOPLE, TYPED_FROM_TIMES, type WarningSize } from "@holdfast/contracts"
import { isInside } from "./warning.ts"

/** People say and type such a figure. */
const DIGITS = 3

/**
 * How far a warning reaches against the last ones. Whoever presses one more district too many, or the city instead of a street, does
 * not notice it in a list of names: a figure that has to be typed is read.
 *
 * @param before people that the last warnings reached
 */
export function sizeOf(people: number, before: readonly number[]): WarningSize {
  const largest = before.length > 0 ? Math.max(...before) : null
  const times = largest ? people / largest : null
  return {
    people: Number(people.toPrecision(DIGITS)),
    largest: largest === null ? null : Number(largest.toPrecision(DIGITS)),
    times: times === null ? null : Math.round(times * 10) / 10,
    typed: people >= TYPED_FROM_PEOPLE || (times !== null && times >= TYPED_FROM_TIMES),
  }
}

/** Residents of areas, each counted once: an area inside another one is counted with it. */
export function residentsOf(areas: readonly AreaRef[], residents: (id: string) => number | null): number {
  const outermost = areas.filter(
    ({ id }) =>
      !isInside(
        id,
        areas.filter((other) => other.id !== id),
      ),
  )
  return outermost.reduce((sum, { id }) => sum + (residents(id) ?? 0), 0)
}
