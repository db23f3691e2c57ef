import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { sideOf } from "./side-of.ts"

/** Doubles as whole multiples of 2^-80, which those below are. */
const whole = (number: number) =>
  BigInt(number * 2 ** 60) * 2n ** 20n + BigInt((number * 2 ** 60 - Math.trunc(number * 2 ** 60)) * 2 ** 20)

/** Never −0. */
const signOf = (side: number) => Math.sign(side) + 0

function trueSide(...numbers: [number, number, number, number, number, number]): number {
  const [ax, ay, bx, by, x, y] = numbers.map(whole) as [bigint, bigint, bigint, bigint, bigint, bigint]
  const side = (ay - y) * (bx - x) - (ax - x) * (by - y)
  return side > 0n ? 1 : side < 0n ? -1 : 0
}

test("property: the sign is that of whole numbers, for points that doubles cannot tell from the line", () => {
  let inDoubt = 0
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const random = new Random(seed)
    const [ax, ay, bx, by] = [0, 0, 0, 0].map(() => random.between(-180, 180)) as [number, number, number, number]
    const t = random.pick([0, 0.25, 0.5, 1, random.float(), random.between(-2, 3)])
    const near = (value: number) => value + random.pick([0, 0, 1, -1, 2]) * Math.abs(value) * 2 ** -52
    const [x, y] = [near(ax + t * (bx - ax)), near(ay + t * (by - ay))]
    const expected = trueSide(ax, ay, bx, by, x, y)
    const rounded = Math.sign((ay - y) * (bx - x) - (ax - x) * (by - y))
    if (rounded !== expected) inDoubt += 1
    expect(signOf(sideOf(ax, ay, bx, by, x, y)), `seed ${seed}`).toBe(expected)
    expect(signOf(sideOf(bx, by, ax, ay, x, y)) + expected, `seed ${seed}`).toBe(0)
  }
  // The plain determinant would have been wrong often enough for this test to mean something.
  expect(inDoubt).toBeGreaterThan(100)
})

test("a point on the line is on it, also with ends that are no round numbers", () => {
  expect(signOf(sideOf(0.1, 0.1, 0.3, 0.3, 0.7, 0.7))).toBe(trueSide(0.1, 0.1, 0.3, 0.3, 0.7, 0.7))
  expect(signOf(sideOf(116.3, 39.9, 116.3, 41.7, 116.3, 40.1))).toBe(0)
  expect(Math.sign(sideOf(0, 0, 0, 1, -1, 0.5))).toBe(-1)
})
