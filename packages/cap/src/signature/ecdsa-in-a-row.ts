const HALF_BYTES = 32

/**
 * `r` and `s` of P-256 in a row, 64 bytes, as XML signatures have them, from the form in DER that most key stores give. Node can
 * give the row itself (`ieee-p1363`), which takes it twice as long as signing.
 */
export function ecdsaInARow(der: Uint8Array): Uint8Array {
  const row = new Uint8Array(2 * HALF_BYTES)
  // A sequence (its length is one byte: at most 70) of two integers.
  let at = 2
  for (let end = HALF_BYTES; end <= 2 * HALF_BYTES; end += HALF_BYTES) {
    const next = at + 2 + (der[at + 1] ?? 0)
    // Without the zero that keeps a number positive.
    const number = der.subarray(Math.max(at + 2, next - HALF_BYTES), next)
    if (der[0] !== 0x30 || der[at] !== 0x02 || next > der.length) throw new RangeError("no signature of P-256 in DER")
    row.set(number, end - number.length)
    at = next
  }
  return row
}
