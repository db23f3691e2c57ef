import type { AuthorityPost, Level, PackAuthority } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { findAuthority, hasPost } from "./authority.ts"
import { CALL_AFTER_MS, dueAt, orderOfCalls, unansweredFrom } from "./ladder.ts"

const at = new Date("2026-07-31T03:00:00Z")
const who = (account: string, area: string | null = null) => ({ account, role: "approver", area })

test("the nearest area is called first, then who was not called for the longest, whatever order they are given in", () => {
  const onDuty = [who("a"), who("b"), who("c", "city/xihe"), who("d", "city/xihe/liuyin"), who("e")]
  const last = new Map([
    ["a", at],
    ["b", new Date(at.getTime() - 1)],
  ])
  const order = ["d", "c", "e", "b", "a"]
  for (const given of [onDuty, onDuty.toReversed()])
    expect(orderOfCalls(given, last).map(({ account }) => account)).toEqual(order)
})

test("each has 90 s, and nobody answered when the third had theirs", () => {
  expect([1, 2, 3].map((step) => (dueAt(at, step).getTime() - at.getTime()) / 1_000)).toEqual([0, 90, 180])
  expect(unansweredFrom(at).getTime()).toBe(dueAt(at, 3).getTime() + CALL_AFTER_MS)
})

test("the city's own jurisdiction comes before what holds anywhere, level by level; without an entry there is none", () => {
  const text = { "zh-CN": "市", en: "City" }
  const entry = (jurisdiction: string, levels: Level[], mode: PackAuthority["mode"]): PackAuthority => ({
    ...{ jurisdiction, levels, mode, issuer: text, why: text },
  })
  const entries = [entry("any", ["orange", "red"], "issue"), entry("beijing", ["red"], "relay")]
  const modeOf = (jurisdiction: string, level: Level) => findAuthority(entries, { jurisdiction, level })?.mode
  expect(modeOf("beijing", "red")).toBe("relay")
  expect(modeOf("beijing", "orange")).toBe("issue")
  expect(modeOf("national", "red")).toBe("issue")
  expect(modeOf("national", "blue")).toBeUndefined()
  expect(findAuthority(undefined, { jurisdiction: "any", level: "red" })).toBeUndefined()
})

test("who stands for more has a post of less, never the other way, and never another role", () => {
  const post: AuthorityPost = { post: { "zh-CN": "区", en: "District" }, role: "approver", over: "district" }
  const has = (standsFor: "city" | "district" | "street" | null, role = "approver") => hasPost(post, { role, standsFor })
  expect([has(null), has("city"), has("district"), has("street"), has(null, "leader")]).toEqual([true, true, true, false, false])
  expect(hasPost(undefined, { role: "approver", standsFor: "cell" })).toBe(true)
})
