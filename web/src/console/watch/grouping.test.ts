import type { Signal } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { clearedSignals, groupSignals } from "./grouping.ts"

const signal = (code: string, more: Partial<Signal>): Signal => ({
  id: code,
  code,
  rule: { id: "r", name: { "zh-CN": "规则", en: "Rule" } },
  hazard: "rainstorm",
  level: "blue",
  state: "open",
  area: { id: "city/a", name: { "zh-CN": "甲", en: "A" } },
  value: 1,
  threshold: 1,
  unit: "mm",
  raisedAt: "2026-07-31T03:00:00Z",
  acknowledgedAt: null,
  acknowledgedByRole: null,
  clearedAt: null,
  because: [],
  ...more,
})

test("one row per place and hazard, led by the highest and newest", () => {
  const groups = groupSignals([
    signal("1", { level: "blue" }),
    signal("2", { level: "red", raisedAt: "2026-07-31T03:01:00Z" }),
    signal("3", { level: "red", raisedAt: "2026-07-31T03:04:00Z" }),
    signal("4", { hazard: "gas" }),
    signal("5", { state: "cleared" }),
  ])
  expect(groups.map(({ lead, signals }) => [lead.code, signals.length])).toEqual([
    ["3", 3],
    ["4", 1],
  ])
})

test("what nobody has seen stands above a higher level that somebody has", () => {
  const groups = groupSignals([
    signal("seen", { level: "red", state: "acknowledged" }),
    signal("unseen", { level: "yellow", hazard: "gas" }),
  ])
  expect(groups.map(({ lead, unseen }) => [lead.code, unseen])).toEqual([
    ["unseen", 1],
    ["seen", 0],
  ])
})

test("what is over stands apart, newest first", () => {
  const over = clearedSignals([
    signal("old", { state: "cleared" }),
    signal("new", { state: "cleared", raisedAt: "2026-07-31T04:00:00Z" }),
    signal("open", {}),
  ])
  expect(over.map(({ code }) => code)).toEqual(["new", "old"])
})
