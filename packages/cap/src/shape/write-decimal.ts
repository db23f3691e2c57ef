/** A number in digits, never in the form 1e-7, which CAP does not know; ten decimals are a hundredth of a millimetre. */
export function decimal(value: number): string {
  const text = String(value)
  return text.includes("e") ? value.toFixed(10).replace(/\.?0+$/, "") : text
}
