/** Half of the distance from 1 to the next double: by so much, of itself, one operation errs at most. */
const ROUNDING = 2 ** -53
/** By how much the plain determinant can err, of the sum of its products (Shewchuk, 1997, ccwerrboundA). */
const DOUBT = (3 + 16 * ROUNDING) * ROUNDING
/** Splits a double into two halves of 26 bits (Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1

/**
 * On which side of the line from a to b a point lies: positive on one, negative on the other, zero exactly on it. Swapping a and b
 * turns the sign. The sign is right for all numbers between 1e-140 and 1e140, and zero: what the plain determinant leaves in doubt is
 * computed without any rounding, so a touching border is found as touching.
 *
 * Why it is right: the determinant of rounded differences errs by at most `DOUBT` times the sum of its two products, so a larger one
 * has the true sign; a smaller one is not trusted. Then the determinant is written out in six products of given numbers, each as the
 * exact sum of two doubles, and these twelve are added into a list of doubles that do not overlap, which loses nothing (Shewchuk,
 * theorem 10). The last of the list that is not zero is larger than all others together, so its sign is that of the sum.
 */
export function sideOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const left = (ay - y) * (bx - x)
  const right = (ax - x) * (by - y)
  const side = left - right
  return Math.abs(side) >= DOUBT * Math.abs(left + right) ? side : exactly(ax, ay, bx, by, x, y)
}

/** ay·bx − ay·x − y·bx − ax·by + ax·y + x·by, of which y·x has fallen away. */
function exactly(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const sum: number[] = []
  addProduct(sum, ay, bx)
  addProduct(sum, -ay, x)
  addProduct(sum, -y, bx)
  addProduct(sum, -ax, by)
  addProduct(sum, ax, y)
  addProduct(sum, x, by)
  return sum.findLast((part) => part !== 0) ?? 0
}

function addProduct(sum: number[], a: number, b: number): void {
  const product = a * b
  const [aHigh, bHigh] = [highOf(a), highOf(b)]
  const [aLow, bLow] = [a - aHigh, b - bHigh]
  add(sum, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow))
  add(sum, product)
}

function highOf(number: number): number {
  const large = SPLITTER * number
  return large - (large - number)
}

/** Adds to a list of doubles that rise in size and do not overlap, so that its sum is exact (Knuth's two-sum for each). */
function add(sum: number[], number: number): void {
  let carried = number
  for (const [i, part] of sum.entries()) {
    const total = carried + part
    const fromPart = total - carried
    sum[i] = carried - (total - fromPart) + (part - fromPart)
    carried = total
  }
  sum.push(carried)
}
