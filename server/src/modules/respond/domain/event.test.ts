import type { AreaRef, Level, PackPlan } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { changeOf, findEvent, planInForce } from "./event.ts"
import type { Incident } from "./incident.ts"

const name = { "zh-CN": "名", en: "name" }
const area = (id: string): AreaRef => ({ id, name })
const incident = (id: string, endingAt: string | null, at = "city/xihe") =>
  ({ id, level: "II", areas: [area(at)], endingAt: endingAt === null ? null : new Date(endingAt) }) as unknown as Incident
const sent = (sentAt: string, at = "city/beigang") => ({ areas: [area(at)], sentAt: new Date(sentAt) })
const plan = (opensAt: Level, level: PackPlan["level"]): PackPlan => ({ id: level, name, opensAt, level, tasks: [] })
const plans = [plan("blue", "IV"), plan("yellow", "III"), plan("orange", "II"), plan("red", "I")]
const RAIN_H = 12
const AIR_H = 36

test("while a warning is in force, every later one of the hazard is the same event, wherever in the city", () => {
  const running = incident("a", null)
  expect(findEvent([running], sent("2026-07-31T03:00:00Z"), RAIN_H)).toBe(running)
  expect(findEvent([], sent("2026-07-31T03:00:00Z"), RAIN_H)).toBeUndefined()
})

test("one typhoon, two storms: Fitow went on after a pause, and what came three weeks later was another", () => {
  // Shanghai lifted its rainstorm warning on 8 October 2013 at 11:50, UTC+8. Tasks were open for weeks: nobody had ticked them.
  const fitow = incident("fitow", "2013-10-08T11:50:00+08:00")
  expect(findEvent([fitow], sent("2013-10-08T20:36:00+08:00"), RAIN_H)).toBe(fitow)
  expect(findEvent([fitow], sent("2013-10-08T23:50:00+08:00"), RAIN_H)).toBe(fitow)
  expect(findEvent([fitow], sent("2013-10-08T23:50:00.001+08:00"), RAIN_H)).toBeUndefined()
  expect(findEvent([fitow], sent("2013-10-29T05:36:00+08:00"), RAIN_H)).toBeUndefined()
  // The later storm has its own incident; the next warning joins that one and not the old one.
  const next = incident("next", null)
  expect(findEvent([fitow, next], sent("2013-10-29T07:38:00+08:00"), RAIN_H)).toBe(next)
})

test("Beijing's two red warnings of December 2015 were two events", () => {
  const first = incident("first", "2015-12-10T12:00:00+08:00")
  expect(findEvent([first], sent("2015-12-19T07:00:00+08:00"), AIR_H)).toBeUndefined()
  expect(findEvent([first], sent("2015-12-11T18:00:00+08:00"), AIR_H)).toBe(first)
})

test("a hazard of a place, without hours of its own, has one incident for each place", () => {
  const leak = incident("leak", null)
  expect(findEvent([leak], sent("2026-07-31T03:00:00Z", "city/xihe/liuyin"), undefined)).toBe(leak)
  expect(findEvent([leak], sent("2026-07-31T03:00:00Z", "city/beigang"), undefined)).toBeUndefined()
})

test("the response stands as high as the highest warning in force: the chain of Fitow, step by step", () => {
  const steps: [Level[], string | undefined, string | undefined][] = [
    [["blue"], "IV", "lower-incident"],
    [["blue", "yellow"], "III", "lower-incident"],
    [["orange", "yellow"], "II", undefined],
    [["blue", "red", "orange"], "I", "raise-incident"],
    [[], undefined, undefined],
  ]
  for (const [levels, level, change] of steps) {
    const wanted = planInForce(levels, plans)
    expect([wanted?.level, changeOf({ level: "II" }, wanted)]).toEqual([level, change])
  }
})

test("a level that is not known changes nothing, and neither does a colour without a plan", () => {
  expect(planInForce([null, "blue"], plans)).toBeUndefined()
  expect(planInForce(["blue"], [plan("red", "I")])).toBeUndefined()
  expect(changeOf({ level: "I" }, undefined)).toBeUndefined()
})
