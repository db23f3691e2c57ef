import { expect, test } from "vitest"
import { type AlarmInput, nextAlarm, silent } from "./alarm.ts"

const quiet: AlarmInput = { nowMs: 0, groups: [], approvals: [], realEvent: undefined, beatAgeMs: 0, muted: false }

/** What is heard in which second, when each second has this input. */
function listen(seconds: number, at: (second: number) => Partial<AlarmInput>): string[] {
  let state = silent
  const heard: string[] = []
  for (let second = 0; second <= seconds; second += 1) {
    const found = nextAlarm(state, { ...quiet, nowMs: second * 1_000, ...at(second) })
    state = found.state
    if (found.play) heard.push(`${second} ${found.play.tone}${found.play.louder ? " louder" : ""}`)
  }
  return heard
}

test("a new group sounds once, again after 30 s, louder after 2 min, and not any more when seen", () => {
  expect(listen(160, (second) => ({ groups: second < 155 ? ["rain"] : [] }))).toEqual([
    "0 needs-you",
    "30 needs-you",
    "60 needs-you",
    "90 needs-you",
    "120 needs-you louder",
    "150 needs-you louder",
  ])
})

test("a second group sounds at once", () => {
  expect(listen(2, (second) => ({ groups: second === 0 ? ["a"] : ["a", "b"] }))).toEqual(["0 needs-you", "1 needs-you"])
})

test("no heartbeat for 30 s sounds each minute", () => {
  expect(listen(100, (second) => ({ beatAgeMs: second * 1_000 }))).toEqual(["30 not-live", "90 not-live"])
})

test("a page that never heard a heartbeat says so as well, and is quiet once one came", () => {
  expect(listen(100, (second) => ({ beatAgeMs: second < 95 ? undefined : 0 }))).toEqual(["30 not-live", "90 not-live"])
  expect(listen(40, (second) => ({ beatAgeMs: second < 20 ? undefined : 0 }))).toEqual([])
})

test("each warning that waits for this person is called once, after what needs somebody sooner", () => {
  const waiting = (second: number) => (second < 3 ? ["w1"] : ["w1", "w2"])
  expect(listen(5, (second) => ({ approvals: waiting(second), groups: ["rain"] }))).toEqual([
    "0 needs-you",
    "1 approve",
    "3 approve",
  ])
})

test("a warning that was sent back and comes again is called again", () => {
  expect(listen(4, (second) => ({ approvals: second === 2 ? [] : ["w1"] }))).toEqual(["0 approve", "3 approve"])
})

test("in silence only a real event is heard; what still needs somebody is heard after it", () => {
  const at = (second: number) => ({
    muted: second < 5,
    groups: ["rain"],
    approvals: ["w1"],
    realEvent: second >= 2 ? "2026-07-30T19:00:00Z" : undefined,
  })
  expect(listen(7, at)).toEqual(["2 real-event louder", "5 needs-you", "6 approve"])
})
