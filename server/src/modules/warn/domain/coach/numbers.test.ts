import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { readNumbers } from "./numbers.ts"
import { chineseValue, englishValue } from "./numerals.ts"

const valuesIn = (text: string, language: "zh-CN" | "en") =>
  new Set(
    readNumbers(text, language)
      .filter(({ soft }) => !soft)
      .map(({ value }) => value),
  )

test("numbers are read in one form from both languages", () => {
  expect(valuesIn("约41.2万人,2026年7月31日 周五 8:00,1,240 个,PM2.5", "zh-CN")).toEqual(
    new Set(["412000", "2026", "7", "31", "08:00", "1240", "2.5"]),
  )
  expect(valuesIn("about 412,000 people, Fri 31 Jul 2026, 08:00, you may call 119", "en")).toEqual(
    new Set(["412000", "31", "7", "2026", "08:00", "119"]),
  )
})

test("numerals of any size are read back", () => {
  const random = new Random(20_261_122)
  const chinese = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
  for (let i = 0; i < 200; i++) {
    const [thousands, hundreds, tens, ones] = [1, 2, 3, 4].map(() => 1 + random.int(9))
    const value = thousands! * 1_000 + hundreds! * 100 + tens! * 10 + ones!
    expect(chineseValue(`${chinese[thousands!]}千${chinese[hundreds!]}百${chinese[tens!]}十${chinese[ones!]}`)).toBe(value)
    expect(chineseValue(`${chinese[thousands!]}万${chinese[hundreds!]}千`)).toBe(thousands! * 10_000 + hundreds! * 1_000)
  }
  expect([englishValue("two hundred and ten"), englishValue("twenty-five"), englishValue("three thousand four hundred")]).toEqual(
    [210, 25, 3_400],
  )
})
