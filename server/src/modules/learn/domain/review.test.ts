import type { Thread, ThreadNode } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { type Entry, reviewOf } from "./review.ts"

const title = (text: string) => ({ "zh-CN": text, en: text })
const at = (time: string) => `2026-07-31T${time}:00.000Z`
const node = (record: string | null, kind: ThreadNode["kind"], time: string): ThreadNode => ({
  record,
  kind,
  code: record,
  title: record === null ? null : title(kind),
  at: at(time),
  module: "trial",
  edge: record === null ? "sealed" : "open",
})
let seq = 0
const entry = (verb: string, record: string, time: string, body: Entry["body"] = {}): Entry => ({
  seq: (seq += 1),
  at: new Date(at(time)),
  module: "trial",
  verb,
  record,
  body,
})
const thread: Thread = {
  record: node("incident", "incident", "03:13"),
  because: [node("signal", "signal", "03:04"), node("warning", "warning", "03:06")],
  ledTo: [
    node(null, "request", "00:00"),
    node("t1", "task", "03:13"),
    node("t2", "task", "03:13"),
    node("t3", "task", "03:13"),
    node("outage", "outage", "03:40"),
  ],
  protectedCount: "fewer than 5",
}
const entries = [
  entry("send", "warning", "03:12"),
  entry("add-task", "t1", "03:13", { dueAt: at("03:30") }),
  entry("add-task", "t2", "03:13", { dueAt: at("03:30") }),
  entry("add-task", "t3", "03:13", { dueAt: at("03:30") }),
  entry("start-task", "t1", "03:20"),
  entry("complete-task", "t1", "03:35", { late: true }),
  entry("refuse-task", "t2", "03:25", { late: false }),
  entry("lift", "warning", "09:10"),
]
const review = (more: readonly Entry[] = [], of: Thread = thread) =>
  reviewOf({
    thread: of,
    entries: [...entries, ...more],
    now: new Date(at("10:00")),
    stepTitle: ({ verb }) => (verb === "send" || verb === "lift" ? title(verb) : undefined),
    protectedTitle: title("protected"),
  })

test("gives the minutes between the steps, and none for what is sealed", () => {
  expect(review().steps.map(({ title: { en }, minutesSincePrevious }) => [en, minutesSincePrevious])).toEqual([
    ["protected", null],
    ["signal", null],
    ["warning", 2],
    ["send", 6],
    ["incident", 1],
    ["task", 0],
    ["task", 0],
    ["task", 0],
    ["outage", 27],
    ["lift", 330],
  ])
})

test("says which task a step is about, because tasks have no codes", () => {
  const { steps } = reviewOf({
    thread,
    entries,
    now: new Date(at("10:00")),
    stepTitle: ({ verb }) => (verb === "start-task" || verb === "send" ? title(verb) : undefined),
    protectedTitle: title("protected"),
  })
  expect(steps.filter(({ title: { en } }) => en.startsWith("start") || en === "send").map((step) => step.title)).toEqual([
    title("send"),
    { "zh-CN": "start-task：task", en: "start-task: task" },
  ])
})

test("names the spans, and says null where an end is not there", () => {
  expect(review().minutes).toEqual({ signalToSent: 8, sentToFirstTask: 8, outageToRestored: null, sentToLifted: 358 })
  expect(review([entry("confirm-restored", "outage", "05:40")]).minutes.outageToRestored).toBe(120)
  const bare = reviewOf({
    thread: { ...thread, because: [], ledTo: [] },
    entries: [],
    now: new Date(at("10:00")),
    stepTitle: () => undefined,
    protectedTitle: title("protected"),
  })
  expect(bare.minutes).toEqual({ signalToSent: null, sentToFirstTask: null, outageToRestored: null, sentToLifted: null })
  expect(bare.tasks).toEqual({ done: 0, late: 0, refused: 0, open: 0 })
})

test("counts tasks: done late, refused in time, open and overdue", () => {
  expect(review().tasks).toEqual({ done: 1, late: 2, refused: 1, open: 1 })
  expect(review().closedAt).toBeNull()
  expect(review([entry("close-incident", "incident", "09:20")]).closedAt).toBe(at("09:20"))
})
