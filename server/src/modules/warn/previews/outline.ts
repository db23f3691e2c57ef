import type { Fonts } from "./fonts.ts"

type Font = Fonts["regular"]["font"]
const COLON = 0x3a
const SEMICOLON = 0x3b
const STOP = 0x2e

/**
 * A line of text as SVG path data at its size, y downwards from the baseline. Paper gets its letters as outlines too: a subset of this
 * font, as the PDF library cuts it, is shown by no viewer.
 */
export function outlineOf(text: string, font: Font, size: number): string {
  const scale = size / font.unitsPerEm
  const colon = font.glyphForCodePoint(COLON).id
  let advance = 0
  const parts: string[] = []
  for (const glyph of font.layout(text).glyphs) {
    parts.push(glyph.id === colon ? outlineOfColon(font, advance, scale) : outlineOfGlyph(glyph, { x: advance, y: 0 }, scale))
    advance += glyph.advanceWidth
  }
  return parts.join("")
}

type Glyph = ReturnType<Font["glyphForCodePoint"]>

/** @param at where its origin stands, in units of the font, y upwards */
function outlineOfGlyph(glyph: Glyph, at: { readonly x: number; readonly y: number }, scale: number): string {
  // Its path has absolute positions only, so that x and y take turns.
  let isX = false
  return glyph.path.toSVG().replaceAll(/-?\d+(?:\.\d+)?/g, (figure) => {
    isX = !isX
    const value = Number(figure)
    return `${((isX ? at.x + value : -(at.y + value)) * scale).toFixed(2)} `
  })
}

/**
 * The colon of this font is read wrongly: a dot and a half are missing, as in no other of its Latin and common Chinese glyphs. It is two
 * full stops, the upper one as high as that of the semicolon.
 */
function outlineOfColon(font: Font, x: number, scale: number): string {
  const dot = font.glyphForCodePoint(STOP)
  const raised = font.glyphForCodePoint(SEMICOLON).path.bbox.maxY - dot.path.bbox.maxY
  return outlineOfGlyph(dot, { x, y: 0 }, scale) + outlineOfGlyph(dot, { x, y: raised }, scale)
}
