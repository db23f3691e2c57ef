import type { PackRule } from "@holdfast/contracts"
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Episode, episodesBetween } from "./episodes.ts"
import type { Judged, Reached } from "./judged.ts"
import { momentsBetween } from "./moments.ts"
import { Points } from "./points.ts"
import { rankOf, stateAt } from "./rule-state.ts"

const MINUTE_MS = 60_000
const startMs = Date.UTC(2026, 6, 31)

/** As the page on rules says it: every datastream is asked at every moment. */
function slowly(judged: Judged, fromMs: number, untilMs: number, openSinceMs: number | null): Episode[] {
  const episodes: Episode[] = []
  let current: { fromMs: number; peak: Reached | undefined } | undefined
  if (openSinceMs !== null) current = { fromMs: openSinceMs, peak: undefined }
  for (const atMs of momentsBetween(judged, fromMs, untilMs)) {
    const { reached, isOver } = stateAt(judged, atMs)
    if (reached) {
      current ??= { fromMs: atMs, peak: reached }
      if (!current.peak || rankOf(reached.level) > rankOf(current.peak.level)) current.peak = reached
    } else if (current && isOver()) {
      episodes.push({ ...current, untilMs: atMs })
      current = undefined
    }
  }
  return current ? [...episodes, { ...current, untilMs: null }] : episodes
}

const rule = fc.record({
  over: fc.constantFrom<PackRule["over"]>("latest", "sum", "max", "min", "mean", "rise", "fall"),
  windowMin: fc.integer({ min: 3, max: 20 }),
  holdMin: fc.constantFrom(0, 0, 4),
  clearShare: fc.constantFrom(1, 0.8),
})
const measurement = fc.record({
  stream: fc.nat(3),
  min: fc.nat(60),
  value: fc.option(fc.integer({ min: -2, max: 12 }), { freq: 12 }),
})

test("asking only those who may have reached a level finds the same episodes as asking all", () => {
  let found = 0
  fc.assert(
    fc.property(rule, fc.array(measurement, { maxLength: 120 }), fc.nat(30), fc.boolean(), (given, rows, fromMin, isOpen) => {
      const watched = [0, 1, 2, 3].map((datastream) => ({ datastream, points: new Points(-Infinity), sinceMs: startMs }))
      for (const [id, { stream, min, value }] of rows.entries()) {
        const atMs = startMs + min * MINUTE_MS
        watched[stream]!.points.put({ id, atMs, resultAtMs: atMs, value })
      }
      const levels = given.over === "sum" ? { yellow: 30, red: 60 } : { yellow: 8, red: 11 }
      const judged: Judged = { rule: { ...given, levels } as unknown as PackRule, watched, parts: [] }
      const [fromMs, untilMs] = [startMs + fromMin * MINUTE_MS, startMs + 60 * MINUTE_MS]
      const openSinceMs = isOpen ? startMs : null
      const episodes = episodesBetween(judged, { fromMs, untilMs, openSinceMs })
      found += episodes.filter(({ peak }) => peak !== undefined).length
      const expected = slowly(judged, fromMs, untilMs, openSinceMs)
      // A signal was raised for whoever reached a level before; from there on it is the same.
      expect(episodes).toEqual(expected)
    }),
    { seed: 23, numRuns: 3_000 },
  )
  expect(found).toBeGreaterThan(500)
})
