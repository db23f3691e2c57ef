/** 1 excellent, 2 good, 3 light, 4 moderate, 5 heavy, 6 severe pollution. */
export type AirLevel = 1 | 2 | 3 | 4 | 5 | 6

const UPPER_ENDS = [50, 100, 150, 200, 300]

export function levelOf(aqi: number): AirLevel {
  const found = UPPER_ENDS.findIndex((end) => aqi <= end)
  return (found < 0 ? 6 : found + 1) as AirLevel
}

export interface AirGrade<Pollutant extends string> {
  /** Rounded as the standard asks, µg/m³, CO in mg/m³. Null where the data do not suffice. */
  readonly concentrations: Readonly<Record<Pollutant, number | null>>
  readonly iaqi: Readonly<Record<Pollutant, number | null>>
  readonly aqi: number | null
  readonly level: AirLevel | null
  /** Those that determine an AQI above 50; several when they are equal. */
  readonly primary: readonly Pollutant[]
}

/** Above this a pollutant exceeds its limit, and the day or hour is bad whatever is missing. */
const LIMIT_INDEX = 100
const PRIMARY_ABOVE = 50

/**
 * The index is the highest of all six. While one is missing the rest is only a lower bound: it is given when it already exceeds
 * the limit, and otherwise nothing is, because "excellent" out of one pollutant would be a guess.
 */
export function combine<P extends string>(
  concentrations: Readonly<Record<P, number | null>>,
  iaqi: Readonly<Record<P, number | null>>,
): AirGrade<P> {
  const entries = Object.entries(iaqi) as [P, number | null][]
  const known = entries.filter((entry): entry is [P, number] => entry[1] !== null)
  const highest = known.reduce((most, [, index]) => Math.max(most, index), 0)
  if (known.length === 0 || (known.length < entries.length && highest <= LIMIT_INDEX))
    return { concentrations, iaqi, aqi: null, level: null, primary: [] }
  const primary = highest > PRIMARY_ABOVE ? known.filter(([, index]) => index === highest).map(([name]) => name) : []
  return { concentrations, iaqi, aqi: highest, level: levelOf(highest), primary }
}
