import { expect, test } from "vitest"
import { readEvents } from "./event-rows.ts"

const read = (...rows: readonly string[]) =>
  readEvents(
    rows.map((row, i) => ({ line: i + 1, fields: row.split(",") })),
    (id) => id.startsWith("linjiang"),
  )

test("takes times with their offset, in minutes too, and a level or none", () => {
  const { events, bad } = read(
    "until,level,area,from",
    "2025-07-01T08:00+08:00,Red,linjiang/xihe,2025-07-01 03:05+08:00",
    "2025-07-02T08:00:00Z,,linjiang,2025-07-02T03:05:00Z",
  )
  expect(bad).toEqual([])
  expect(events).toEqual([
    { area: "linjiang/xihe", from: "2025-06-30T19:05:00.000Z", until: "2025-07-01T00:00:00.000Z", level: "red" },
    { area: "linjiang", from: "2025-07-02T03:05:00.000Z", until: "2025-07-02T08:00:00.000Z" },
  ])
})

test("names each bad row with line, column, value, and rule, and keeps the others", () => {
  const z = "2025-07-02T08:00:00Z"
  const { events, bad } = read(
    "area,from,until,level",
    `nowhere,${z},${z},`,
    `linjiang,2025-07-02 08:00,${z},`,
    `linjiang,${z},${z},`,
    `linjiang,2025-07-02T07:00:00Z,${z},purple`,
    `linjiang,,${z},`,
    `linjiang,2025-07-02T07:00:00Z,${z}`,
  )
  expect(events).toHaveLength(1)
  expect(bad.map(({ line, column, rule }) => [line, column, rule])).toEqual([
    [2, "area", "area"],
    [3, "from", "time"],
    [4, "until", "order"],
    [5, "level", "level"],
    [6, "from", "required"],
  ])
  expect(read("area,from").bad).toMatchObject([{ line: 1, column: "until", rule: "columns" }])
})
