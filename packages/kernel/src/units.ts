/**
 * Units by their UCUM code, as far as instruments of a city send them: each as a multiple of a base, and for temperatures a zero
 * of its own. The list is closed, because a unit that is guessed puts a flood at the wrong height.
 */
const table: Readonly<Record<string, readonly [base: string, factor: number, offset?: number]>> = {
  m: ["m", 1],
  mm: ["m", 0.001],
  cm: ["m", 0.01],
  km: ["m", 1_000],
  "[in_i]": ["m", 0.0254],
  "[ft_i]": ["m", 0.3048],
  "m/s": ["m/s", 1],
  "km/h": ["m/s", 1 / 3.6],
  "[kn_i]": ["m/s", 1_852 / 3_600],
  "mm/h": ["mm/h", 1],
  "mm/min": ["mm/h", 60],
  "m3/s": ["m3/s", 1],
  "L/s": ["m3/s", 0.001],
  "[cft_i]/s": ["m3/s", 0.028_316_846_592],
  Pa: ["Pa", 1],
  hPa: ["Pa", 100],
  kPa: ["Pa", 1_000],
  mbar: ["Pa", 100],
  bar: ["Pa", 100_000],
  Cel: ["K", 1, 273.15],
  K: ["K", 1],
  "[degF]": ["K", 5 / 9, 459.67],
  "ug/m3": ["ug/m3", 1],
  "mg/m3": ["ug/m3", 1_000],
  "1": ["1", 1],
  "%": ["1", 0.01],
  "[ppm]": ["1", 1e-6],
  "[ppb]": ["1", 1e-9],
  s: ["s", 1],
  min: ["s", 60],
  h: ["s", 3_600],
  V: ["V", 1],
  mV: ["V", 0.001],
  A: ["A", 1],
  mA: ["A", 0.001],
  W: ["W", 1],
  kW: ["W", 1_000],
  MW: ["W", 1_000_000],
}

/** The codes that can be converted. */
export const unitCodes: readonly string[] = Object.keys(table)

/** Twelve digits: more than any instrument has, fewer than what a division leaves behind. */
const DIGITS = 12

/** A value in another unit; undefined when the two do not measure the same, or one is not known. Equal codes convert always. */
export function convertUnit(value: number, from: string, to: string): number | undefined {
  if (from === to) return value
  const [source, target] = [Object.hasOwn(table, from) && table[from], Object.hasOwn(table, to) && table[to]]
  if (!source || !target || source[0] !== target[0]) return undefined
  const [, factor, zero] = target
  const scaled = ((value + (source[2] ?? 0)) * source[1]) / factor
  // Beside its own zero a temperature is known to the billionth, so that 32 °F are 0 °C.
  return zero === undefined && source[2] === undefined
    ? Number(scaled.toPrecision(DIGITS))
    : Number((scaled - (zero ?? 0)).toFixed(9))
}
