import type { KnownEvent, Level, Warning } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { chainsOf } from "./chains.ts"
import { judgeChains, totalsOf } from "./judge-chains.ts"

const name = { "zh-CN": "西河", en: "Xihe" }
const at = (hour: number) => new Date(Date.UTC(2026, 6, 30, hour)).toISOString()
const sent = (id: string, hour: number, more: Partial<Warning> = {}): Warning =>
  ({
    ...{ id, code: id.toUpperCase(), hazard: "rainstorm", level: "orange", areas: [{ id: "linjiang/xihe", name }] },
    ...{ state: "expired", follows: null, sentAt: at(hour), endedAt: at(hour + 6), because: null },
    ...more,
  }) as Warning
const event = (from: number, until: number, level?: Level, area = "linjiang/xihe"): KnownEvent => ({
  ...{ area, from: at(from), until: at(until) },
  ...(level && { level }),
})
const judge = (warnings: readonly Warning[], events: readonly KnownEvent[]) => {
  const { judged, missed } = judgeChains(chainsOf(warnings), events)
  return { verdicts: [...judged.values()], missed }
}

test("a warning and its updates are one event: its lead time counts from the message that reached the level of what came", () => {
  const first = sent("a", 1, { level: "yellow", state: "updated", endedAt: at(3) })
  const second = sent("b", 3, { follows: "a", level: "red" })
  const [chain, ...more] = chainsOf([second, first])
  expect(more).toEqual([])
  expect(chain).toMatchObject({ level: "red", sentMs: Date.parse(at(1)), endedMs: Date.parse(at(9)) })
  expect(judge([first, second], [event(5, 8, "red")]).verdicts).toEqual([{ verdict: "hit", leadMin: 120 }])
  expect(judge([first, second], [event(5, 8)]).verdicts).toEqual([{ verdict: "hit", leadMin: 240 }])
})

test("a warning after the event began is a hit with a negative lead; one near nothing is a false alarm", () => {
  expect(judge([sent("a", 4)], [event(3, 8)]).verdicts).toEqual([{ verdict: "hit", leadMin: -60 }])
  const elsewhere = judge([sent("a", 4)], [event(3, 8, "orange", "linjiang/dongling")])
  expect(elsewhere.verdicts).toEqual([{ verdict: "false-alarm", leadMin: null }])
  expect(elsewhere.missed).toHaveLength(1)
})

test("too low a warning is neither: the event was missed, and it was no false alarm", () => {
  const { verdicts, missed } = judge([sent("a", 1, { level: "blue" })], [event(3, 8, "red")])
  expect(verdicts).toEqual([{ verdict: "unknown", leadMin: null }])
  expect(missed).toHaveLength(1)
})

test("where nobody recorded what happened, nothing is judged; in force, and sent in error, are said so", () => {
  expect(judge([sent("a", 1)], []).verdicts).toEqual([{ verdict: "unknown", leadMin: null }])
  const going = sent("a", 1, { state: "sent", endedAt: null })
  expect(judge([going], [event(20, 21, undefined, "linjiang/other")]).verdicts).toEqual([{ verdict: "in-force", leadMin: null }])
  const wrong = sent("a", 1, { state: "sent-in-error" })
  expect(judge([wrong], [event(2, 3)])).toEqual({
    verdicts: [{ verdict: "sent-in-error", leadMin: null }],
    missed: [event(2, 3)],
  })
})

test("whatever was sent and happened: each chain has one verdict, and the totals add up", () => {
  const random = new Random(20_261_122)
  const pick = <T>(of: readonly T[]): T => of[random.int(of.length)]!
  for (let round = 0; round < 200; round += 1) {
    const warnings = Array.from({ length: random.int(7) }, (_, i) =>
      sent(`w${i}`, i * 2, {
        level: pick(["blue", "yellow", "orange", "red"] as const),
        follows: i > 0 && random.float() < 0.4 ? `w${i - 1}` : null,
        state: pick(["expired", "updated", "lifted", "sent-in-error"] as const),
      }),
    )
    const events = Array.from({ length: random.int(4) }, () => event(random.int(13), 13 + random.int(8)))
    const chains = chainsOf(warnings)
    const { judged, missed } = judgeChains(chains, events)
    expect(chains.flatMap((chain) => chain.warnings)).toHaveLength(warnings.length)
    expect(judged.size).toBe(chains.length)
    expect(missed.length).toBeLessThanOrEqual(events.length)
    const totals = totalsOf(
      { id: "rainstorm", name, misses: missed.length },
      [...judged.values()].map((one) => ({ ...one, signalToSentMin: null })),
    )
    expect(totals.hits + totals.falseAlarms + totals.unknown + totals.sentInError).toBe(totals.warnings)
    expect(totals.medianLeadMin === null).toBe(totals.hits === 0)
  }
})
