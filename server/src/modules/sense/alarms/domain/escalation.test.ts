import { expect, test } from "vitest"
import { escalate, escalatesAt } from "./escalation.ts"

const now = new Date("2026-07-31T03:00:00Z")
const minutes = (date: Date | null | undefined) => date && (date.getTime() - now.getTime()) / 60_000

test("the graver, the sooner the next role is called", () => {
  expect((["red", "orange", "yellow", "blue"] as const).map((level) => minutes(escalatesAt(level, now)))).toEqual([3, 5, 15, 30])
})
test("goes up the line and ends there", () => {
  const first = escalate({ level: "red", escalatedTo: null }, now)
  expect([first?.role, minutes(first?.dueAt)]).toEqual(["approver", 3])
  expect(escalate({ level: "red", escalatedTo: "approver" }, now)).toEqual({ role: "leader", dueAt: null })
  expect(escalate({ level: "red", escalatedTo: "leader" }, now)).toBeUndefined()
})
