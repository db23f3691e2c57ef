/** Decimals that instruments of a unit mean; what is finer comes from arithmetic. */
const decimals: Readonly<Record<string, number>> = { mm: 1, cm: 1, m: 3, min: 0, "ug/m3": 1, "mg/m3": 2, "1": 3 }
const DECIMALS_MAX = 3

/**
 * A value as people read it with its signal: 52.7 mm, not 52.70000000000001 mm. It keeps as many decimals as the threshold has,
 * so that a value that reached its threshold never reads as if it had not.
 */
export function shownValue(value: number, { unit, threshold }: { readonly unit: string; readonly threshold: number }): number {
  const factor = 10 ** Math.max(decimals[unit] ?? DECIMALS_MAX, Math.min(DECIMALS_MAX, decimalsOf(threshold)))
  const rounded = Math.round(value * factor) / factor
  return value >= threshold && rounded < threshold ? threshold : rounded
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0
}
