import { expect, test } from "vitest"
import { notRung, ring } from "./ladder.ts"

const now = new Date("2026-07-30T19:12:00Z")

test.each([
  [1, [1, 1, 1, 1, 1]],
  [2, [1, 1, 2, 2, 1]],
  [3, [1, 1, 2, 2, 3]],
])("of %i people each is asked twice in turn, and after the last one the first one again", (people, places) => {
  let rung = notRung
  const asked = places.map(() => (rung = ring(rung, people, now)).place)
  expect(asked).toEqual(places)
})

test("somebody who left the roster while they were asked is followed by the first", () => {
  expect(ring({ place: 3, tries: 1 }, 1, now)).toMatchObject({ place: 1, tries: 1 })
})

test("it is looked at again after three minutes", () => {
  expect(ring(notRung, 1, now).dueAt).toEqual(new Date("2026-07-30T19:15:00Z"))
})
