import { indexAt } from "./standard.ts"

/** One decimal is the finest that breakpoints and rounded concentrations have. */
const TENTHS = 10

/**
 * IAQI of a rounded concentration: linear between breakpoints, rounded up to a whole number, 500 beyond the last breakpoint.
 * Null above a column that ends before 500, where another averaging time has to say it.
 */
export function individualIndex(concentration: number, breakpoints: readonly number[]): number | null {
  const found = breakpoints.findIndex((high, index) => index > 0 && concentration <= high)
  if (found < 0) return breakpoints.length === indexAt.length ? 500 : null
  const low = inTenths(breakpoints[found - 1]!)
  const high = inTenths(breakpoints[found]!)
  const indexLow = indexAt[found - 1]!
  const rise = (indexAt[found]! - indexLow) * (inTenths(concentration) - low)
  // Whole numbers throughout: a quotient that is exactly whole must not be rounded up.
  const width = high - low
  return indexLow + Math.floor((rise + width - 1) / width)
}

function inTenths(value: number): number {
  return Math.round(value * TENTHS)
}
