import { warningStates } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { nextState, type WarningState, warningEvents } from "./states.ts"

const happens: Record<string, WarningState> = {
  "draft × edit": "draft",
  "draft × submit": "submitted",
  "draft × discard": "discarded",
  "draft × overtake": "discarded",
  "submitted × withdraw": "draft",
  "submitted × overtake": "discarded",
  "submitted × reject": "draft",
  "submitted × approve": "approved",
  "approved × send": "sent",
  "sent × update": "updated",
  "sent × lift": "lifted",
  "sent × expire": "expired",
  "sent × retract": "sent-in-error",
}
const cells = warningStates.flatMap((state) => warningEvents.map((event) => [state, event] as const))

test.each(cells)("%s × %s", (state, event) => {
  expect(nextState[state][event]).toBe(happens[`${state} × ${event}`] ?? null)
})

test("the table has a cell for each state and event", () => {
  expect(cells).toHaveLength(9 * 12)
  expect(Object.keys(nextState).toSorted()).toEqual([...warningStates].toSorted())
})
