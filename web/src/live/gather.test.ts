import { expect, test } from "vitest"
import { gatherNews } from "./gather.ts"

test("the first news is told at once, what follows as one, and each kind by itself", () => {
  const told: string[] = []
  const timers: (() => void)[] = []
  const news = gatherNews<string>(
    (key) => void told.push(key),
    (run) => void timers.push(run),
  )
  const pass = () => timers.splice(0).forEach((run) => run())
  for (let i = 0; i < 100; i += 1) news("sense")
  news("warn")
  expect(told).toEqual(["sense", "warn"])
  pass()
  expect(told).toEqual(["sense", "warn", "sense"])
  pass()
  expect([told.length, timers.length]).toEqual([3, 0])
  news("sense")
  expect(told).toEqual(["sense", "warn", "sense", "sense"])
})
