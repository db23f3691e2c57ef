import type { Warning } from "@holdfast/contracts"
import { expect, test } from "vitest"
import {
  changesOf,
  type Draft,
  type Edits,
  editsOf,
  goOnFrom,
  isUnchanged,
  keep,
  readKept,
  rebase,
  withUrgency,
} from "./draft-edits.ts"

const text = { headline: "Rain", description: "Rain", instruction: "" }
const draft: Draft = {
  level: "red",
  areas: [{ id: "city/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }],
  shapes: [],
  resources: [],
  texts: { "zh-CN": text, en: text },
  urgency: "Immediate",
  certainty: "Observed",
  onset: "2026-07-30T19:12:00.000Z",
  expires: "2026-07-31T00:12:00.000Z",
}
const edits: Edits = { version: "1", base: draft, draft: { ...draft, level: "orange" } }
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
  keep(tab, "w1", edits)
  expect(readKept(tab, "w1")).toEqual(edits)
  expect(readKept(tab, "w2")).toBeUndefined()
  keep(tab, "w1", undefined)
  expect(readKept(tab, "w1")).toBeUndefined()
})

test("only what was changed is sent", () => {
  expect(changesOf(edits)).toEqual({ level: "orange" })
  expect(changesOf({ ...edits, draft: { ...draft, areas: [] } })).toEqual({ areas: [] })
  expect(isUnchanged({ ...edits, draft: structuredClone(draft) })).toBe(true)
})

test("what was written here goes onto what another window saved meanwhile, and takes nothing else back", () => {
  const written = { ...text, headline: "Heavy rain" }
  const mine = { ...draft, texts: { ...draft.texts, en: written } }
  const elsewhere = { ...text, headline: "Rain, red", instruction: "Go up" }
  const theirs = { ...draft, level: "orange", texts: { "zh-CN": elsewhere, en: elsewhere }, version: "2" } as Warning
  const merged = rebase({ version: "1", base: draft, draft: mine }, theirs)
  expect(merged.draft).toEqual({
    ...draft,
    level: "orange",
    texts: { "zh-CN": elsewhere, en: { ...elsewhere, headline: "Heavy rain" } },
  })
  expect([merged.version, Object.keys(changesOf(merged))]).toEqual(["2", ["texts"]])
  expect(isUnchanged(rebase({ version: "1", base: draft, draft }, theirs))).toBe(true)
  expect(editsOf(theirs).draft.level).toBe("orange")
})

test("what was sent and never answered is known again, and what was written since goes on from it", () => {
  const sent = { ...draft, level: "yellow" } as const
  const there = { ...sent, version: "2" } as Warning
  const since = { ...edits, draft: { ...sent, urgency: "Expected" }, tried: sent } as const
  expect(goOnFrom(since, there, [since.tried])).toEqual({ version: "2", base: sent, draft: since.draft })
  expect(goOnFrom(since, { ...there, level: "blue" }, [since.tried])).toBeUndefined()
  expect(goOnFrom(since, there, [undefined])).toBeUndefined()
  const tab = storage()
  keep(tab, "w1", since)
  expect(readKept(tab, "w1")?.tried).toEqual(sent)
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
