import { type Warning, warningStates } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { isInForce, markOf, sortWarnings } from "./standing.ts"

const now = new Date("2026-07-31T04:00:00Z")
const text = { headline: "h", description: "d", instruction: "i" }
const warning = (more: Partial<Warning>): Warning => ({
  id: "w",
  code: "W-1",
  kind: "warning",
  identifier: null,
  state: "draft",
  hazard: "rainstorm",
  level: "red",
  areas: [],
  shapes: [],
  resources: [],
  texts: { "zh-CN": text, en: text },
  urgency: "Immediate",
  certainty: "Observed",
  onset: "2026-07-31T03:00:00Z",
  expires: "2026-07-31T08:00:00Z",
  because: null,
  follows: null,
  createdAt: "2026-07-31T03:00:00Z",
  authorRole: "duty-officer",
  mine: false,
  approverRole: null,
  sentAt: null,
  endedAt: null,
  rejection: null,
  version: null,
  discarded: null,
  reissues: null,
  written: null,
  mode: "issue",
  original: null,
  basis: "approved",
  alone: null,
  ...more,
})

test("only what was sent and has not ended is filled", () => {
  for (const state of warningStates) {
    expect([
      state,
      markOf(warning({ state }), now).form === "in-force" && markOf(warning({ state }), now).level === "red",
    ]).toEqual([state, state === "sent"])
  }
  expect(isInForce(warning({ state: "sent", expires: "2026-07-31T04:00:00Z" }), now)).toBe(false)
})

test("what was discarded is never shown as lifted: nothing was sent", () => {
  for (const kind of ["warning", "lifting"] as const)
    expect(markOf(warning({ kind, state: "discarded" }), now)).toEqual({ level: "red", form: "draft" })
})

test("the list leaves none out and shows none twice", () => {
  const all = warningStates.flatMap((state) => [warning({ state }), warning({ state, mine: true })])
  const { waiting, inForce, writing, over } = sortWarnings(all, now)
  expect(new Set([...waiting, ...inForce, ...writing, ...over]).size).toBe(all.length)
  expect(waiting).toHaveLength(1)
})
