import type { Warning } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import sharp from "sharp"
import { afterAll, expect, test } from "vitest"
import { Drawer } from "./drawer.ts"
import { factsOf } from "./facts.ts"
import { loadFonts } from "./fonts.ts"
import { outlineOf } from "./outline.ts"
import { drawPicture, pictureSizes } from "./picture.ts"
import { drawPoster } from "./poster.ts"

const fonts = loadFonts()
const drawer = new Drawer(2)
afterAll(() => drawer.stop())

const long = "Do not cross rivers, drive, or enter an underpass; keep away from gullies, steep slopes, and fallen lines."
function facts(lines: number, level: Warning["level"] = "red", language: "zh-CN" | "en" = "en", isLive = true) {
  const text = {
    headline: `Rain, ${"very ".repeat(lines)}heavy`,
    description: long,
    instruction: Array(lines).fill(long).join("\n"),
  }
  const warning = {
    ...{ code: "W-88", level, texts: { "zh-CN": text, en: text }, areas: [], shapes: [] },
    ...{ expires: "2026-07-31T01:05:00Z", sentAt: "2026-07-30T19:12:00Z" },
  } as unknown as Warning
  const city = { "zh-CN": "临江市", en: "Linjiang" }
  const at = { now: new Date("2026-07-30T19:20:00Z"), timeZone: "Asia/Shanghai", publicUrl: "https://linjiang.example" }
  return factsOf({ warning, language, city, isLive, ...at })
}
const textsOf = (drawing: ReturnType<typeof drawPoster>) =>
  drawing.marks.flatMap((mark) => (mark.kind === "text" && !mark.outlined ? [mark] : []))

test.each([1, 4, 8])("a poster with %i things to do says each, and nothing leaves the paper", (lines) => {
  const drawing = drawPoster(facts(lines), fonts)
  const texts = textsOf(drawing)
  for (let i = 1; i <= lines; i++) expect(texts.map(({ text }) => text)).toContain(String(i))
  for (const { text, x, y, size, weight } of texts) {
    expect(x + fonts[weight].widthOf(text) * size).toBeLessThanOrEqual(drawing.width - 40)
    expect(y).toBeLessThanOrEqual(drawing.height - 40)
  }
})

test.each(["wide", "square"] as const)("a %s picture keeps its words inside, and says of when it is", (shape) => {
  for (const lines of [1, 8]) {
    const texts = textsOf(drawPicture(facts(lines), fonts, shape))
    for (const { text, x, y, size, weight } of texts) {
      expect(x + fonts[weight].widthOf(text) * size).toBeLessThanOrEqual(pictureSizes[shape].width - 40)
      expect(y).toBeLessThanOrEqual(pictureSizes[shape].height)
    }
    expect(texts.map(({ text }) => text).join(" ")).toContain("State of Fri 31 Jul 2026, 03:20 (UTC+8)")
  }
})

test("what is not Actual has its mark across it", () => {
  const marks = (isLive: boolean) => drawPoster(facts(2, "red", "en", isLive), fonts).marks
  expect(marks(false).filter((mark) => mark.kind === "text" && mark.outlined)).toHaveLength(1)
  expect(marks(true).some((mark) => mark.kind === "text" && mark.outlined)).toBe(false)
})

test("the colon, which the font gives away broken, is two dots", () => {
  for (const { font } of Object.values(fonts)) expect(outlineOf(":", font, 10).match(/M/g)).toHaveLength(2)
})

test("pictures and posters are made away from the main thread, so many at a time", async () => {
  const wanted = [...languages.map((language) => ({ facts: facts(3, "blue", language), as: "wide" as const }))]
  const all = await Promise.allSettled([...wanted, { facts: facts(3), as: "poster" as const }].map((one) => drawer.draw(one)))
  const [chinese, english, poster] = all
  for (const one of [chinese, english])
    expect(await sharp(one?.status === "fulfilled" ? one.value : undefined).metadata()).toMatchObject({
      format: "png",
      ...pictureSizes.wide,
    })
  expect(poster).toMatchObject({ status: "rejected", reason: { code: "WARN_PICTURES_BUSY" } })
  const paper = Buffer.from(await drawer.draw({ facts: facts(3), as: "poster" }))
  expect(paper.toString("latin1", 0, 5)).toBe("%PDF-")
})
