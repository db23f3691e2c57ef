import { levels } from "@holdfast/contracts"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { FLOOD_OVER, groupSignals, isFlood, type OpenSignal, placesOf } from "./groups.ts"

const MINUTE_MS = 60_000
const anySignals = fc
  .array(
    fc.record({
      hazard: fc.constantFrom("rainstorm", "gas", "heat"),
      isSilence: fc.boolean(),
      level: fc.constantFrom(...levels),
      isUnseen: fc.boolean(),
      area: fc.constantFrom("city", "city/a", "city/a/1", "city/b", "city/b/2"),
      askedMs: fc.integer({ min: 0, max: 30 * MINUTE_MS }),
      escalatedTo: fc.constantFrom(null, "approver", "leader"),
    }),
    { maxLength: 120 },
  )
  .map((found) => found.map((signal, i): OpenSignal => ({ ...signal, id: `s${i}`, number: i })))
const run = (property: fc.IPropertyWithHooks<unknown[]>) => fc.assert(property, { seed: 20260731, numRuns: 300 })

describe("any signals", () => {
  test("each stands in one line, and all counts add up", () => {
    run(
      fc.property(anySignals, (signals) => {
        const groups = groupSignals(signals)
        const ids = groups.flatMap(({ members }) => members.map(({ id }) => id))
        expect(ids.toSorted()).toEqual(signals.map(({ id }) => id).toSorted())
        for (const { members, unseen, places } of groups) {
          expect(places.reduce((sum, { count }) => sum + count, 0)).toBe(members.length)
          expect(places.reduce((sum, place) => sum + place.unseen, 0)).toBe(unseen)
        }
        const shown = placesOf(signals)
        expect(shown.reduce((sum, { count }) => sum + count, 0)).toBe(signals.length)
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
      }),
    )
  })
  test("the highest level speaks for a line and for each of its places", () => {
    run(
      fc.property(anySignals, (signals) => {
        for (const { level, lead, members, places } of groupSignals(signals)) {
          const top = (found: readonly OpenSignal[]) => Math.max(...found.map((signal) => levels.indexOf(signal.level)))
          expect(levels.indexOf(level)).toBe(top(members))
          expect(lead.level).toBe(level)
          for (const place of places) {
            expect(levels.indexOf(place.level)).toBe(top(members.filter(({ area }) => area === place.area)))
          }
        }
      }),
    )
  })
  test("whichever order they come in, the lines and their order are the same", () => {
    run(
      fc.property(anySignals, fc.integer(), (signals, turn) => {
        const by = Math.abs(turn % (signals.length + 1))
        const turned = [...signals.slice(by), ...signals.slice(0, by)].toReversed()
        expect(groupSignals(turned)).toEqual(groupSignals(signals))
      }),
    )
  })
})

const at = (i: number, more: Partial<OpenSignal> = {}): OpenSignal => ({
  ...{ id: `s${i}`, number: i, hazard: "rainstorm", isSilence: false, level: "blue", isUnseen: true },
  ...{ area: `city/d${i % 4}`, askedMs: i * MINUTE_MS, escalatedTo: null },
  ...more,
})
const many = (count: number, more: (i: number) => Partial<OpenSignal> = () => ({})) =>
  Array.from({ length: count }, (_, i) => at(i, more(i)))

test("more than ten in ten minutes share one line, ten do not", () => {
  const within = (count: number) => many(count, (i) => ({ askedMs: i * 50_000 }))
  expect(isFlood(within(FLOOD_OVER))).toBe(false)
  expect(groupSignals(within(FLOOD_OVER))).toHaveLength(4)
  expect(groupSignals(within(FLOOD_OVER + 1))).toMatchObject([{ kind: "flood", unseen: 11, places: [{ count: 3 }, {}, {}, {}] }])
  expect(isFlood(many(60, (i) => ({ askedMs: i * MINUTE_MS })))).toBe(false)
})
test("five thousand read as a few lines", () => {
  const groups = groupSignals(many(5_000, (i) => ({ hazard: ["rainstorm", "gas", "heat"][i % 3]!, askedMs: i * 100 })))
  expect(groups.map(({ kind, members }) => [kind, members.length])).toEqual([
    ["flood", 1_667],
    ["flood", 1_667],
    ["flood", 1_666],
  ])
})
test("streets stand with their district, silence apart, what nobody has seen first", () => {
  const groups = groupSignals([
    at(1, { area: "city/a/1", level: "red", isUnseen: false }),
    at(2, { area: "city/a", level: "yellow", isUnseen: false }),
    at(3, { area: "city/a", isSilence: true }),
  ])
  expect(groups.map(({ key, level }) => [key, level])).toEqual([
    ["rainstorm~silence~city/a", "blue"],
    ["rainstorm~value~city/a", "red"],
  ])
})
