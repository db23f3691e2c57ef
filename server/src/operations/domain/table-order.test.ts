import { expect, test } from "vitest"
import { backwardKeys, orderTables } from "./table-order.ts"

const key = (from: string, to: string) => ({ name: `${from}_${to}`, from, to })

test("a table comes after those it refers to", () => {
  const keys = [key("a", "b"), key("b", "c"), key("d", "c")]
  expect(orderTables(["a", "b", "c", "d"], keys)).toEqual(["c", "b", "d", "a"])
  expect(backwardKeys(["c", "b", "d", "a"], keys)).toEqual([])
})

test("a key within a table and a circle are left for the end", () => {
  const keys = [key("a", "a"), key("b", "c"), key("c", "b")]
  const order = orderTables(["c", "b", "a"], keys)
  expect(order).toEqual(["a", "b", "c"])
  expect(backwardKeys(order, keys)).toEqual([key("a", "a"), key("b", "c")])
})
