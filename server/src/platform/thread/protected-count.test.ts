import { expect, test } from "vitest"
import { protectedCount } from "./index.ts"

test("says how many without singling anybody out", () => {
  expect([0, 1, 2, 4, 5, 7, 8, 12, 13, 100].map(protectedCount)).toEqual([
    "0",
    "fewer than 5",
    "fewer than 5",
    "fewer than 5",
    "5",
    "5",
    "10",
    "10",
    "15",
    "100",
  ])
})
