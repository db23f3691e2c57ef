/** Hours over which rain is summed. */
export const sumHours = [1, 3, 6, 12, 24] as const
export type SumHours = (typeof sumHours)[number]

export const rainLevels = ["none", "blue", "yellow", "orange", "red"] as const
export type RainLevel = (typeof rainLevels)[number]

/** Any one of its sums, reached or exceeded, reaches the level. Millimetres. */
export type RainCriteria = Readonly<Record<Exclude<RainLevel, "none">, Readonly<Partial<Record<SumHours, number>>>>>

/** Rainstorm signals of the China Meteorological Administration, order 16 of 2007: observed sums. */
export const nationalCriteria: RainCriteria = {
  blue: { 12: 50 },
  yellow: { 6: 50 },
  orange: { 3: 50 },
  red: { 3: 100 },
}

/** Beijing uses its own: Beijing Meteorological Bureau, published 2020-07-28. */
export const beijingCriteria: RainCriteria = {
  blue: { 1: 30, 6: 50, 24: 70 },
  yellow: { 1: 50, 6: 70, 24: 100 },
  orange: { 1: 70, 6: 100, 24: 150 },
  red: { 1: 100, 6: 150, 24: 200 },
}
