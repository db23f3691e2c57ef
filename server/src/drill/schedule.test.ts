import { ManualClock, SimulatedClock } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { DrillSchedule } from "./schedule.ts"

const start = new Date("2026-07-30T14:00:00Z")
const minute = (n: number) => new Date(start.getTime() + n * 60_000)

test("events run in the order of their times, each at its own time, however far the free clock has run", async () => {
  const wall = new ManualClock("2026-01-01T00:00:00Z")
  const clock = new SimulatedClock(start, wall)
  const schedule = new DrillSchedule(clock, () => {})
  const seen: string[] = []
  const event = (n: number) => ({ at: minute(n), run: async () => void seen.push(`${n} at ${schedule.now().toISOString()}`) })
  for (const n of [30, 10, 20, 10]) schedule.add(event(n))
  clock.setSpeed(600)
  wall.advanceByMs(60_000)
  expect(schedule.now()).toEqual(minute(10))
  schedule.start()
  await expect.poll(() => schedule.waiting).toBe(0)
  await schedule.stop()
  expect(seen).toEqual([10, 10, 20, 30].map((n) => `${n} at ${minute(n).toISOString()}`))
  expect(schedule.now()).toEqual(minute(600))
})

test("a pause holds at the time that people see, although the free clock ran ahead", () => {
  const wall = new ManualClock("2026-01-01T00:00:00Z")
  const schedule = new DrillSchedule(new SimulatedClock(start, wall), () => {})
  schedule.add({ at: minute(10), run: async () => {} })
  schedule.setSpeed(600)
  wall.advanceByMs(60_000)
  schedule.setSpeed(0)
  wall.advanceByMs(60_000)
  expect(schedule.now()).toEqual(minute(10))
})

test("nothing runs while the drill is paused, and an event that fails does not stop the rest", async () => {
  const wall = new ManualClock("2026-01-01T00:00:00Z")
  const clock = new SimulatedClock(start, wall)
  const errors: unknown[] = []
  const schedule = new DrillSchedule(clock, (error) => errors.push(error))
  let ran = 0
  schedule.add({ at: minute(1), run: () => Promise.reject(new Error("broken")) })
  schedule.add({ at: minute(2), run: async () => void (ran += 1) })
  schedule.start()
  wall.advanceByMs(3_600_000)
  expect([schedule.waiting, ran]).toEqual([2, 0])
  clock.setSpeed(60)
  wall.advanceByMs(10_000)
  await expect.poll(() => ran).toBe(1)
  expect(errors).toHaveLength(1)
  await schedule.stop()
})
