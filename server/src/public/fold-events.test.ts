import type { Warning } from "@holdfast/contracts"
import { expect, test } from "vitest"
import type { PublicWarning } from "../modules/warn/index.ts"
import { foldEvents } from "./fold-events.ts"
import { whatChanged } from "./what-changed.ts"

const area = (id: string) => ({ id, name: { "zh-CN": id, en: id } })
const text = { headline: "Red rainstorm warning", description: "Rain.", instruction: "Go to high ground.\nTake water." }
const told = (change: Partial<Warning> = {}): Warning =>
  ({
    code: "W-1",
    hazard: "rainstorm",
    level: "red",
    urgency: "Immediate",
    areas: [area("city/xihe")],
    shapes: [],
    texts: { "zh-CN": text, en: text },
    expires: "2026-07-31T00:00:00Z",
    ...change,
  }) as Warning
const shown = (warning: Warning): PublicWarning => ({
  warning,
  ending: null,
  event: warning.code,
  before: null,
  correctedAt: null,
})

test("the same words for a neighbouring district are one card that knows both; another level or another word is a card of its own", () => {
  const xihe = shown(told())
  const donghu = shown(told({ code: "W-2", areas: [area("city/donghu")], expires: "2026-07-31T02:00:00Z" }))
  const orange = shown(told({ code: "W-3", level: "orange" }))
  const other = { ...text, instruction: "Go to high ground.\nTake water and medicine." }
  const worded = shown(told({ code: "W-4", texts: { "zh-CN": text, en: other } }))
  const cards = foldEvents([xihe, donghu, orange, worded], "en")
  expect(cards.map(({ first, others }) => [first.warning.code, ...others.map(({ warning }) => warning.code)])).toEqual([
    ["W-1", "W-2"],
    ["W-3"],
    ["W-4"],
  ])
  expect(foldEvents([xihe, worded], "zh-CN")).toHaveLength(1)
})

test("words that name their own place are the same words, and the card names both", () => {
  const named = (...ids: string[]) => {
    const en = { ...text, headline: `Rainstorm, red, in ${ids.join(", ")}` }
    return shown(told({ code: ids.join(), areas: ids.map(area), texts: { "zh-CN": text, en } }))
  }
  const cards = foldEvents([named("xihe", "donghu"), named("beigang"), named("xihe-west")], "en")
  expect(cards.map(({ headline }) => headline)).toEqual(["Rainstorm, red, in xihe, donghu, beigang, xihe-west"])
  expect(foldEvents([named("xihe")], "en")[0]!.headline).toBe("Rainstorm, red, in xihe")
})

test("what changed: level, places, end, and each step that is new or asked for no more", () => {
  const before = told({ level: "orange", areas: [area("city/xihe/liuyin"), area("city/beigang")] })
  const en = { ...text, description: "More rain.", instruction: "Go to high ground. Switch off gas." }
  const now = told({
    areas: [area("city/xihe"), area("city/donghu")],
    expires: "2026-07-31T03:00:00Z",
    texts: { "zh-CN": text, en },
  })
  expect(whatChanged(before, now, "en")).toEqual({
    level: { from: "orange", to: "red" },
    added: [area("city/xihe"), area("city/donghu")],
    removed: [area("city/beigang")],
    until: { from: new Date("2026-07-31T00:00:00Z"), to: new Date("2026-07-31T03:00:00Z") },
    newSteps: ["Switch off gas."],
    goneSteps: ["Take water."],
    rewritten: false,
    described: true,
  })
  expect(whatChanged(now, now, "en")).toEqual({
    added: [],
    removed: [],
    newSteps: [],
    goneSteps: [],
    rewritten: false,
    described: false,
  })
  const anew = told({ texts: { "zh-CN": text, en: { ...text, instruction: "Stay upstairs." } }, expires: "2026-07-31T00:00:40Z" })
  expect(whatChanged(told(), anew, "en")).toMatchObject({ newSteps: [], goneSteps: [], rewritten: true, until: undefined })
})
