import { ThreadNode } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import { expect, test } from "vitest"
import { targetOf, threadRows } from "./thread-order.ts"

const node = (record: string | null, at: string, more: Partial<ThreadNode> = {}): ThreadNode => ({
  record,
  kind: "signal",
  code: record,
  title: { "zh-CN": "甲", en: "A" },
  at,
  module: "sense",
  edge: "open",
  ...more,
})

test("a thread is one list by time, and of equal times the cause stands first", () => {
  const rows = threadRows({
    record: node("W", "2", { module: "warn", kind: "warning" }),
    because: [node("S", "2"), node("O", "1", { kind: "observation" })],
    ledTo: [node("T", "3", { module: "elsewhere", kind: "task" })],
    protectedCount: "0",
  })
  expect(rows.map(({ node: { record }, phase }) => [record, phase])).toEqual([
    ["O", "sense"],
    ["S", "sense"],
    ["W", "warn"],
    ["T", "respond"],
  ])
})

test("what is protected leads nowhere", () => {
  expect(targetOf({ node: node(null, "1", { edge: "sealed", title: null }), side: "led-to", phase: "serve" })).toBeUndefined()
  expect(targetOf({ node: node("R", "1", { edge: "sealed" }), side: "led-to", phase: "serve" })).toBeUndefined()
  expect(targetOf({ node: node("R", "1"), side: "led-to", phase: "sense" })).toEqual({ screen: "watch", id: "R" })
})

test("each kind of record has a name in both languages", () => {
  for (const language of languages)
    for (const kind of ThreadNode.shape.kind.options) expect(wordsIn(language)(`console:kind.${kind}`)).not.toBe("")
})
