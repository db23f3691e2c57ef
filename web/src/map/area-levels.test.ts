import { expect, test } from "vitest"
import { areaLevels } from "./area-levels.ts"

const area = (id: string) => ({ id, name: { "zh-CN": id, en: id } })
const districts = [area("city/a"), area("city/b")]

test("an area has the highest level of all that lies on it", () => {
  const found = areaLevels(
    [
      { level: "red", areas: [area("city/a")] },
      { level: "blue", areas: [area("city/a"), area("city/a/street")] },
    ],
    districts,
  )
  expect([...found.district]).toEqual([["city/a", "red"]])
  expect([...found.street]).toEqual([["city/a/street", "blue"]])
})

test("the whole city is all its districts", () => {
  expect([...areaLevels([{ level: "yellow", areas: [area("city")] }], districts).district.keys()]).toEqual(["city/a", "city/b"])
})
