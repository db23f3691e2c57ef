import { expect, test } from "vitest"
import { nextAlarm, silent } from "./alarm.ts"

test("a new group sounds once, again after 30 s, louder after 2 min, and not any more when seen", () => {
  let state = silent
  const heard: string[] = []
  for (let second = 0; second <= 160; second += 1) {
    const found = nextAlarm(state, { nowMs: second * 1_000, groups: second < 155 ? ["rain"] : [], beatAgeMs: 0 })
    state = found.state
    if (found.play) heard.push(`${second}${found.play.louder ? " louder" : ""}`)
  }
  expect(heard).toEqual(["0", "30", "60", "90", "120 louder", "150 louder"])
})

test("a second group sounds at once", () => {
  const { state } = nextAlarm(silent, { nowMs: 0, groups: ["a"], beatAgeMs: 0 })
  expect(nextAlarm(state, { nowMs: 1_000, groups: ["a", "b"], beatAgeMs: 0 }).play).toEqual({ tone: "needs-you", louder: false })
})

test("no heartbeat for 30 s sounds each minute", () => {
  const first = nextAlarm(silent, { nowMs: 30_000, groups: [], beatAgeMs: 30_000 })
  expect(first.play?.tone).toBe("not-live")
  expect(nextAlarm(first.state, { nowMs: 60_000, groups: [], beatAgeMs: 60_000 }).play).toBeUndefined()
  expect(nextAlarm(first.state, { nowMs: 90_000, groups: [], beatAgeMs: 90_000 }).play?.tone).toBe("not-live")
})
