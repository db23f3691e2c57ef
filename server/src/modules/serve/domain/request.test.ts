import { requestCategories, requestStates } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { answerWithinMs, dueAt, forgetBefore, isFinished, mayBecome } from "./request.ts"

test("every category has a time to answer, and what can kill comes first", () => {
  const received = new Date("2026-07-31T03:00:00Z")
  for (const category of requestCategories) expect(dueAt(category, received).getTime()).toBeGreaterThan(received.getTime())
  expect(Object.entries(answerWithinMs).toSorted(([, a], [, b]) => a - b)[0]![0]).toBe("gas-smell")
  expect(dueAt("gas-smell", received).toISOString()).toBe("2026-07-31T03:30:00.000Z")
})

test("a request only goes forward", () => {
  const table = requestStates.map((from) => requestStates.filter((to) => mayBecome(from, to)))
  expect(table).toEqual([["accepted", "solved", "closed"], ["solved", "closed"], ["closed"], []])
  expect(requestStates.filter(isFinished)).toEqual(["solved", "closed"])
})

test("a contact goes 30 days after closing, the text a year after receipt", () => {
  const { closed, received, withdrawn } = forgetBefore(new Date("2027-07-31T00:00:00Z"))
  expect([closed, received, withdrawn].map((date) => date.toISOString())).toEqual([
    "2027-07-01T00:00:00.000Z",
    "2026-07-31T00:00:00.000Z",
    "2027-07-29T00:00:00.000Z",
  ])
})
