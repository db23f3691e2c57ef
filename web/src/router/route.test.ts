import { expect, test } from "vitest"
import { parseRoute, pathOf, screens } from "./route.ts"

test("an address leads to its screen and back", () => {
  for (const screen of screens) {
    for (const id of [undefined, "W-88", "a/b"]) {
      expect(parseRoute(pathOf(screen, id))).toEqual({ screen, id })
    }
  }
})

test("an unknown address opens the watch", () => {
  expect(parseRoute("/console/nowhere/1")).toEqual({ screen: "watch", id: undefined })
  expect(parseRoute("/console/")).toEqual({ screen: "watch", id: undefined })
})
