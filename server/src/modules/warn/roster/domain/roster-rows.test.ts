import { expect, test } from "vitest"
import { readRoster } from "./roster-rows.ts"

const columns = ["area", "post", "from_level", "place", "name", "phone", "email"]
const row = ["linjiang/xihe", "街道办主任", "yellow", "1", "演练甲", "+86 138 0013 8000", ""]
const read = (...rows: string[][]) =>
  readRoster(
    [columns, ...rows].map((cells, i) => ({ line: i + 1, cells })),
    {
      knowsArea: (area) => area.startsWith("linjiang"),
      mayChange: (area) => area.startsWith("linjiang/xihe"),
      language: "zh-CN",
    },
  )
const changed = (column: string, value: string) => row.map((cell, i) => (columns[i] === column ? value : cell))

test("a good row", () => {
  expect(read(row, changed("from_level", "RED").with(3, "2"))).toMatchObject({
    good: [
      { area: "linjiang/xihe", fromLevel: "yellow", place: 1, language: "zh-CN", phone: "+86 138 0013 8000", email: "" },
      { fromLevel: "red", place: 2 },
    ],
    bad: [],
  })
})

test.each([
  ["area", "", "required"],
  ["area", "beigang", "area-unknown"],
  ["area", "linjiang/donghu", "area-not-yours"],
  ["post", "官".repeat(81), "too-long"],
  ["from_level", "purple", "level"],
  ["place", "0", "place"],
  ["place", "first", "place"],
  ["name", "", "required"],
  ["phone", "call me", "phone"],
  ["phone", "", "reach"],
  ["email", "wang", "email"],
])("%s %j", (column, value, rule) => {
  expect(read(changed(column, value))).toMatchObject({ good: [], bad: [{ line: 2, column, rule }] })
})

test("a post with two first people, a row with too many cells, and a table without the columns", () => {
  expect(read(row, row).bad).toMatchObject([{ line: 3, column: "place", rule: "twice" }])
  expect(read([...row, "x"]).bad).toMatchObject([{ rule: "fields" }])
  expect(
    readRoster([{ line: 1, cells: ["area"] }], { knowsArea: () => true, mayChange: () => true, language: "en" }).bad,
  ).toEqual([{ line: 1, column: "post, from_level, place, name, phone, email", value: "area", rule: "columns" }])
})
