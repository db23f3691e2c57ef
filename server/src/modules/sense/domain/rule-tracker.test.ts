import type { PackRule } from "@holdfast/contracts"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Point, Points } from "./points.ts"
import { rankOf } from "./rule-state.ts"
import { LATE_MAX_MS, RuleTracker } from "./rule-tracker.ts"
import type { Issued } from "./signal-changes.ts"

const MINUTE_MS = 60_000
const area = { id: "linjiang/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }
const start = Date.UTC(2026, 6, 31)

const ruleOf = (rule: Partial<PackRule>): PackRule => ({
  id: "rain-1h",
  name: { "zh-CN": "一小时雨量", en: "One-hour rain" },
  property: "rainfall",
  jurisdiction: "linjiang",
  over: "sum",
  windowMin: 60,
  levels: { blue: 30, yellow: 50, orange: 70, red: 100 },
  holdMin: 0,
  clearShare: 0.8,
  ...rule,
})

/** What a rule about rules is about here: a heavy hour, and a river that rises. */
const parts = [
  ruleOf({ id: "heavy-hour", windowMin: 20, levels: { blue: 20 } }),
  ruleOf({ id: "rising", property: "water-level", over: "rise", windowMin: 10, levels: { blue: 15 } }),
]

interface Given {
  readonly stream: number
  readonly min: number
  readonly value: number | null
}

/** Plays measurements through one tracker, one batch after another, and gives the signals that were raised. */
function play(rule: PackRule, batches: readonly (readonly Given[])[], nowMin?: number) {
  const tracker = new RuleTracker({ hazard: "rainstorm", rule, area, issued: [], parts })
  const streams = new Map([1, 2, 3].map((number) => [number, new Points(-Infinity)]))
  for (const [datastream, points] of streams) {
    // The first two stand 100 m apart, the third 2 km away; the second measures something else.
    const at: [number, number] = [120.1, 30.2 + [0, 0.0009, 0.018][datastream - 1]!]
    const property = datastream === 2 ? "water-level" : "rainfall"
    tracker.watched.push({ datastream, points, sinceMs: start, at, property })
  }
  const signals = new Map<string, Issued>()
  let latestMin = 0
  for (const batch of batches) {
    let touchedFromMs = Infinity
    for (const { stream, min, value } of batch) {
      const point: Point = { id: 1, atMs: start + min * MINUTE_MS, resultAtMs: start + min * MINUTE_MS, value }
      latestMin = Math.max(latestMin, min)
      if (streams.get(stream)!.find(point.atMs, point.resultAtMs)?.value === value) continue
      streams.get(stream)!.put(point)
      touchedFromMs = Math.min(touchedFromMs, point.atMs)
    }
    const nowMs = start + (nowMin ?? latestMin) * MINUTE_MS
    if (touchedFromMs === Infinity && rule.over !== "missing") continue
    const changes = tracker.decide({ touchedFromMs, nowMs })
    const raised = new Map(changes.filter(({ kind }) => kind === "raise").map((change, i) => [change, `${signals.size + i}`]))
    for (const change of changes) {
      if (change.kind === "raise") {
        const { beganMs, endedMs, seen } = change
        signals.set(raised.get(change)!, { id: raised.get(change)!, level: seen.level, beganMs, endedMs })
      } else {
        const signal = signals.get(change.id)!
        signals.set(
          change.id,
          change.kind === "rise" ? { ...signal, level: change.seen.level } : { ...signal, endedMs: change.endedMs },
        )
      }
    }
    tracker.accept(changes, raised, nowMs)
    expect([...signals.values()].filter(({ endedMs }) => endedMs === null).length).toBeLessThanOrEqual(1)
  }
  return [...signals.values()].map(({ level, beganMs, endedMs }) => ({
    level,
    from: (beganMs - start) / MINUTE_MS,
    until: endedMs === null ? null : (endedMs - start) / MINUTE_MS,
  }))
}

const oneByOne = (given: readonly Given[]) => given.map((one) => [one])
const series = (values: readonly (number | null)[], stepMin: number, stream = 1): Given[] =>
  values.map((value, i) => ({ stream, min: i * stepMin, value }))

describe("a rule", () => {
  test("raises, rises within one signal, and clears only below the clearing share", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10, red: 20 } })
    expect(play(rule, oneByOne(series([5, 10, 21, 9, 8, 7.9], 10)))).toEqual([{ level: "red", from: 10, until: 50 }])
  })
  test("does not chatter around its threshold", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10 } })
    expect(play(rule, oneByOne(series([10, 9.9, 10, 9.9, 10], 10)))).toHaveLength(1)
  })
  test("waits for the whole hold", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10 }, holdMin: 20 })
    expect(play(rule, oneByOne(series([12, 12, 9, 12, 12], 10)))).toEqual([])
    expect(play(rule, oneByOne(series([12, 12, 12], 10)))).toMatchObject([{ from: 20 }])
  })
  test("the higher level needs its own hold", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10, red: 20 }, holdMin: 20 })
    expect(play(rule, oneByOne(series([12, 25, 25], 10)))).toMatchObject([{ level: "blue" }])
  })
  test("a mean stands on three quarters of its measurements", () => {
    const rule = ruleOf({ over: "mean", windowMin: 240, levels: { blue: 100 } })
    expect(play(rule, oneByOne(series([120, 120], 60)))).toEqual([])
    expect(play(rule, oneByOne(series([120, 120, 120], 60)))).toMatchObject([{ level: "blue", from: 120 }])
  })
  test("a maximum clears when the window has forgotten it", () => {
    const rule = ruleOf({ over: "max", windowMin: 30, levels: { blue: 10 } })
    expect(play(rule, oneByOne(series([1, 11, 1, 1, 1], 10)))).toEqual([{ level: "blue", from: 10, until: 40 }])
  })
  test("speaks for the area: the highest of its stations, and clear when all are", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10, red: 20 } })
    const given = [
      { stream: 1, min: 0, value: 11 },
      { stream: 2, min: 0, value: 22 },
      { stream: 2, min: 10, value: 0 },
      { stream: 1, min: 20, value: 0 },
    ]
    expect(play(rule, oneByOne(given))).toEqual([{ level: "red", from: 0, until: 20 }])
  })
})

describe("a rise", () => {
  const rule = ruleOf({ over: "rise", windowMin: 60, levels: { blue: 5, red: 20 } })
  test("is how far the newest lies above the lowest of the window, its beginning included", () => {
    expect(play(rule, oneByOne(series([3, 1, 6], 30)))).toMatchObject([{ level: "blue", from: 60 }])
    expect(play(rule, oneByOne(series([1, 6], 60)))).toMatchObject([{ level: "blue", from: 60 }])
    expect(play(rule, oneByOne(series([1, 6], 61)))).toEqual([])
  })
  test("is over when what is high stays high", () => {
    expect(play(rule, oneByOne(series([0, 6, 6, 6, 6], 30)))).toEqual([{ level: "blue", from: 30, until: 90 }])
  })
  test("holds for as long as asked", () => {
    const held = ruleOf({ ...rule, windowMin: 20, holdMin: 20 })
    expect(play(held, oneByOne(series([0, 6, 6, 6, 6], 10)))).toEqual([])
    expect(play(held, oneByOne(series([0, 6, 12, 18, 24], 10)))).toMatchObject([{ level: "blue", from: 30 }])
  })
  test("has its mirror in a fall", () => {
    const fall = ruleOf({ ...rule, over: "fall" })
    expect(play(fall, oneByOne(series([9, 3, 9], 30)))).toMatchObject([{ level: "blue", from: 30 }])
  })
})

describe("a minimum", () => {
  const rule = ruleOf({ over: "min", windowMin: 30, levels: { blue: 10 } })
  test("needs the whole window to be high, and ends with the first low value", () => {
    expect(play(rule, oneByOne(series([11, 12, 13, 14, 7], 10)))).toEqual([{ level: "blue", from: 20, until: 40 }])
    expect(play(rule, oneByOne(series([11, 12, null, 14, 14], 10)))).toEqual([])
  })
})

describe("a cluster of alarms", () => {
  const rule = ruleOf({ over: "cluster", windowMin: 10, radiusM: 500, levels: { yellow: 2 } })
  const alarm = (stream: number, min: number): Given => ({ stream, min, value: 1 })
  test("counts devices near each other, each once", () => {
    expect(play(rule, oneByOne([alarm(1, 0), alarm(1, 1), alarm(3, 2)]))).toEqual([])
    expect(play(rule, oneByOne([alarm(1, 0), alarm(3, 2), alarm(2, 9)]))).toMatchObject([{ level: "yellow", from: 9 }])
  })
  test("forgets an alarm after its window, and what is no alarm counts nothing", () => {
    expect(play(rule, oneByOne([alarm(1, 0), alarm(2, 10)]))).toEqual([])
    expect(play(rule, oneByOne([alarm(1, 0), { ...alarm(2, 5), value: 0 }]))).toEqual([])
  })
  test("is over when its alarms are, although nobody says so, at the same time whenever that is looked at", () => {
    const given = [alarm(1, 0), alarm(2, 4)]
    expect(play(rule, [...oneByOne(given), [alarm(3, 30)]])).toEqual([{ level: "yellow", from: 4, until: 10 }])
    const tracker = new RuleTracker({ hazard: "gas", rule, area, issued: [] })
    const points = new Points(-Infinity, [{ id: 1, atMs: start, resultAtMs: start, value: 1 }])
    const places = [30.2, 30.2009].map((latitude): [number, number] => [120.1, latitude])
    for (const [i, at] of places.entries()) tracker.watched.push({ datastream: i, points, sinceMs: start, at })
    const raised = tracker.decide({ touchedFromMs: start, nowMs: start })
    tracker.accept(raised, new Map(raised.map((change) => [change, "1"])), start)
    const sweepAt = (min: number) => tracker.decide({ touchedFromMs: start + min * MINUTE_MS, nowMs: start + min * MINUTE_MS })
    expect(sweepAt(9)).toEqual([])
    expect(sweepAt(25)).toEqual([{ kind: "clear", id: "1", endedMs: start + 10 * MINUTE_MS }])
  })
  test("lasts as long as asked before it is believed", () => {
    const held = ruleOf({ ...rule, holdMin: 5 })
    expect(play(held, oneByOne([alarm(1, 0), alarm(2, 1), alarm(3, 5)]))).toEqual([])
    expect(play(held, oneByOne([alarm(1, 0), alarm(2, 1), alarm(3, 6)]))).toMatchObject([{ level: "yellow", from: 6 }])
  })
})

describe("a rule about rules", () => {
  const both = ruleOf({ over: "rules", windowMin: 30, of: ["heavy-hour", "rising"], levels: { orange: 2 } })
  const rain = (min: number, value = 25): Given => ({ stream: 1, min, value })
  const river = (min: number, value: number): Given => ({ stream: 2, min, value })
  test("fires when as many were fulfilled within its window", () => {
    expect(play(both, oneByOne([rain(0), river(5, 0), river(10, 20)]))).toMatchObject([{ level: "orange", from: 10 }])
    expect(play(both, oneByOne([rain(0), river(35, 0), river(40, 20)]))).toEqual([])
    const any = ruleOf({ ...both, levels: { blue: 1, orange: 2 } })
    expect(play(any, oneByOne([rain(0), river(5, 0), river(10, 20)]))).toMatchObject([{ level: "orange", from: 0 }])
  })
  test("is over when too few are left that may still hold", () => {
    const given = [rain(0), river(5, 0), river(10, 20), ...[20, 30, 40, 50].flatMap((min) => [rain(min, 0), river(min, 20)])]
    expect(play(both, oneByOne(given))).toEqual([{ level: "orange", from: 10, until: 30 }])
  })
})

describe("a sum with a missing hour", () => {
  const rule = ruleOf({ windowMin: 180, levels: { blue: 50 } })
  test("raises nothing by itself", () => {
    const missing = series([20, 20, null, 20], 60)
    expect(play(rule, oneByOne(missing))).toEqual([])
  })
  test("raises when what was measured is enough", () => {
    expect(play(rule, oneByOne(series([1, 30, null, 30], 60)))).toMatchObject([{ level: "blue", from: 180 }])
  })
  test("does not clear either: unknown is not over", () => {
    const given = series([0, 60, 0, 0, null, 0, 0, 0], 60)
    expect(play(rule, oneByOne(given))).toEqual([{ level: "blue", from: 60, until: 420 }])
  })
  test("is raised by the hour that comes late", () => {
    const given = series([20, 20, 20], 60)
    expect(play(rule, [[given[0]!], [given[2]!], [given[1]!]])).toMatchObject([{ level: "blue", from: 120 }])
  })
})

describe("missing data", () => {
  const rule = ruleOf({ over: "missing", levels: { yellow: 30, orange: 120 } })
  test("is a signal by the clock, and over when data come", () => {
    const tracker = new RuleTracker({ hazard: "rainstorm", rule, area, issued: [] })
    const points = new Points(-Infinity)
    tracker.watched.push({ datastream: 1, points, sinceMs: start })
    const at = (min: number) => tracker.decide({ touchedFromMs: start, nowMs: start + min * MINUTE_MS })
    expect(at(29)).toEqual([])
    const raised = at(30)
    expect(raised).toMatchObject([{ kind: "raise", seen: { level: "yellow", threshold: 30, value: null } }])
    tracker.accept(raised, new Map([[raised[0]!, "a"]]), start + 30 * MINUTE_MS)
    expect(at(60)).toEqual([])
    expect(at(120)).toMatchObject([{ kind: "rise", id: "a", seen: { level: "orange" } }])
    points.put({ id: 1, atMs: start + 121 * MINUTE_MS, resultAtMs: 0, value: null })
    expect(at(122)).toMatchObject([{ kind: "rise" }])
    points.put({ id: 2, atMs: start + 122 * MINUTE_MS, resultAtMs: 0, value: 0 })
    expect(at(122)).toMatchObject([{ kind: "clear", id: "a" }])
  })
})

describe("whatever the order", () => {
  const rules = [
    ruleOf({ windowMin: 30, levels: { blue: 30, orange: 60 } }),
    ruleOf({ over: "latest", windowMin: 30, levels: { blue: 20, red: 30 }, holdMin: 10 }),
    ruleOf({ over: "mean", windowMin: 40, levels: { blue: 15, red: 30 } }),
    ruleOf({ over: "max", windowMin: 20, levels: { blue: 25, red: 38 } }),
    ruleOf({ over: "min", windowMin: 15, levels: { blue: 10, red: 20 } }),
    ruleOf({ over: "rise", windowMin: 20, levels: { blue: 10, red: 25 }, holdMin: 5 }),
    ruleOf({ over: "fall", windowMin: 30, levels: { blue: 10, red: 25 } }),
    ruleOf({ over: "cluster", windowMin: 7, radiusM: 500, levels: { blue: 1, yellow: 2 }, holdMin: 5 }),
    ruleOf({ over: "cluster", windowMin: 12, radiusM: 5_000, levels: { yellow: 2, red: 3 } }),
    ruleOf({ over: "rules", windowMin: 20, of: parts.map(({ id }) => id), levels: { blue: 1, orange: 2 } }),
  ]
  const Storm = fc
    .array(fc.record({ stream: fc.constantFrom(1, 2, 3), value: fc.option(fc.integer({ min: 0, max: 40 })) }), {
      minLength: 1,
      maxLength: 30,
    })
    .map((values) => values.map(({ stream, value }, i): Given => ({ stream, min: i * 5, value })))

  // Hypothesis: nothing is later than LATE_MAX_MS, and nothing is corrected.
  test("the same measurements in one batch, shuffled and doubled, give the same signals as one by one in order", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), Storm, fc.nat(), (rule, storm, seed) => {
        const shuffled = [...storm, ...storm.slice(0, seed % 7)].toSorted(
          (a, b) => ((a.min * 7919 + seed) % 101) - ((b.min * 7919 + seed) % 101),
        )
        expect(play(rule, [shuffled], 145)).toEqual(play(rule, oneByOne(storm), 145))
      }),
      { seed: 20260731, numRuns: 400 },
    )
  })

  // Hypothesis: as above. What was raised on the way cannot be taken back, so there may be more, never fewer or lower.
  test("one by one in any order, doubled: the same is open, and every danger was signalled at its level or above", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        Storm.chain((storm) =>
          fc.tuple(fc.constant(storm), fc.shuffledSubarray([...storm, ...storm], { minLength: storm.length * 2 })),
        ),
        (rule, [storm, arrived]) => {
          const inOrder = play(rule, oneByOne(storm), 145)
          const late = play(rule, oneByOne(arrived), 145)
          expect(late.filter(({ until }) => until === null).length).toBe(inOrder.filter(({ until }) => until === null).length)
          for (const danger of inOrder) {
            const told = late.filter(
              ({ from, until }) => (until ?? Infinity) >= danger.from && from <= (danger.until ?? Infinity),
            )
            expect(Math.max(...told.map(({ level }) => rankOf(level)))).toBeGreaterThanOrEqual(rankOf(danger.level))
          }
        },
      ),
      { seed: 20260731, numRuns: 400 },
    )
  })

  test("a correction ends a signal whose reason it takes away, and raises one that it gives a reason to", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10 } })
    const wrong = { stream: 1, min: 0, value: 99 }
    expect(play(rule, [[wrong], [{ ...wrong, value: 1 }]])).toEqual([{ level: "blue", from: 0, until: 0 }])
    expect(play(rule, [[{ ...wrong, value: 1 }], [wrong]])).toEqual([{ level: "blue", from: 0, until: null }])
  })

  test("what comes later than six hours wakes nobody", () => {
    const rule = ruleOf({ over: "latest", levels: { blue: 10 } })
    const lateMin = LATE_MAX_MS / MINUTE_MS + 1
    expect(play(rule, [[{ stream: 1, min: lateMin, value: 0 }], [{ stream: 1, min: 0, value: 99 }]])).toEqual([])
  })
})
