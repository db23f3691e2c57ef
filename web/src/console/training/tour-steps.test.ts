import { expect, test } from "vitest"
import { nextStep } from "./tour-steps.ts"

const warning = (state: Parameters<typeof nextStep>[0][number]["state"]) => ({ kind: "warning", state }) as const

test("the tour goes on with what was really done, step by step", () => {
  expect(nextStep([], [])).toBe("draft")
  expect(nextStep([warning("draft")], [])).toBe("coach")
  expect(nextStep([warning("draft")], ["coach"])).toBe("card")
  expect(nextStep([warning("draft")], ["coach", "card"])).toBe("approval")
  expect(nextStep([warning("submitted")], [])).toBe("approval")
  expect(nextStep([warning("sent")], [])).toBe("update")
  expect(nextStep([warning("updated"), warning("sent")], [])).toBe("lifting")
  // A lifting is a record of its own: what it ends is what counts.
  expect(nextStep([warning("updated"), warning("sent"), { kind: "lifting", state: "submitted" }], [])).toBe("lifting")
  expect(nextStep([warning("updated"), warning("lifted")], [])).toBeUndefined()
})
