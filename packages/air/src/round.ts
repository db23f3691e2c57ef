/** Measurements have at most four decimals; as whole ten-thousandths their sums are exact. */
const PARTS = 10_000

/** Decimals that a concentration is given with before its index is computed: CO one, all others none. */
export function decimalsOf(pollutant: string): 0 | 1 {
  return pollutant === "CO" ? 1 : 0
}

/**
 * The mean, rounded half to even (GB/T 8170). Binary fractions would turn an exact half such as 4.65 into 4.7 or 1.95 into 1.9,
 * so it is computed in whole numbers.
 */
export function roundedMean(values: readonly number[], decimals: 0 | 1): number {
  const scale = 10 ** decimals
  const numerator = values.reduce((sum, value) => sum + Math.round(value * PARTS), 0) * scale
  const denominator = values.length * PARTS
  const whole = Math.floor(numerator / denominator)
  const twiceRest = 2 * (numerator - whole * denominator)
  const up = twiceRest > denominator || (twiceRest === denominator && whole % 2 === 1)
  return (up ? whole + 1 : whole) / scale
}
