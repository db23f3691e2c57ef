import { expect, test } from "vitest"
import { type Draft, keep, readKept, withUrgency } from "./draft-edits.ts"

const text = { headline: "Rain", description: "Rain", instruction: "" }
const draft: Draft = {
  level: "red",
  areas: [{ id: "city/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }],
  texts: { "zh-CN": text, en: text },
  urgency: "Immediate",
  certainty: "Observed",
  onset: "2026-07-30T19:12:00.000Z",
  expires: "2026-07-31T00:12:00.000Z",
}
const now = new Date("2026-07-30T19:20:00Z")

/** The part of a browser's storage that is used. */
function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
}

test("what is not saved survives in its tab, half-written as it is, until it is saved", () => {
  const tab = storage()
  expect(readKept(tab, "w1")).toBeUndefined()
  keep(tab, "w1", draft)
  expect(readKept(tab, "w1")).toEqual(draft)
  expect(readKept(tab, "w2")).toBeUndefined()
  keep(tab, "w1", undefined)
  expect(readKept(tab, "w1")).toBeUndefined()
})

test.each(["{", "{}", '{"level":"mauve"}'])("%s, from an older version or broken, counts as nothing", (text) => {
  const tab = storage()
  tab.setItem("holdfast-draft-w1", text)
  expect(readKept(tab, "w1")).toBeUndefined()
})

test("later moves beginning and end together; within the hour has begun, and moves nothing that has", () => {
  const later = withUrgency(draft, "Future", now)
  expect(later).toMatchObject({ urgency: "Future", onset: "2026-07-30T22:20:00.000Z", expires: "2026-07-31T03:20:00.000Z" })
  expect(withUrgency(later, "Future", now)).toEqual(later)
  expect(withUrgency(later, "Expected", now)).toMatchObject({ onset: now.toISOString(), expires: "2026-07-31T00:20:00.000Z" })
  expect(withUrgency(draft, "Expected", now)).toEqual({ ...draft, urgency: "Expected" })
})
