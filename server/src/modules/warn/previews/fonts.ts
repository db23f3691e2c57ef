import { readFileSync } from "node:fs"
import fontkit, { type Font } from "@pdf-lib/fontkit"
import type { Weight } from "./drawing.ts"

/** The package names its one module; the files lie beside it. */
const folder = new URL("../fonts/", import.meta.resolve("@embedpdf/fonts-sc"))
/** Noto Sans SC, SIL Open Font License 1.1: Latin and Chinese in one, so that no line mixes two. */
const files: Readonly<Record<Weight, string>> = { regular: "NotoSansHans-Regular.otf", bold: "NotoSansHans-Bold.otf" }

interface LoadedFont {
  readonly bytes: Buffer
  readonly font: Font
  /** How wide a text is at size 1. */
  widthOf(text: string): number
}
export type Fonts = Readonly<Record<Weight, LoadedFont>>

/** Reads both weights: 17 MB, about half a second; in the thread that draws, once. */
export function loadFonts(): Fonts {
  return { regular: loadFont("regular"), bold: loadFont("bold") }
}

function loadFont(weight: Weight): LoadedFont {
  const bytes = readFileSync(new URL(files[weight], folder))
  const font = fontkit.create(bytes)
  const widths = new Map<string, number>()
  return {
    bytes,
    font,
    widthOf(text) {
      const known = widths.get(text)
      if (known !== undefined) return known
      const width = font.layout(text).glyphs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) / font.unitsPerEm
      widths.set(text, width)
      return width
    },
  }
}
