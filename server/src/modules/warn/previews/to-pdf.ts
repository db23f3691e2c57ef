import { degrees, PDFDocument, type PDFPage, rgb } from "pdf-lib"
import type { Drawing, Mark } from "./drawing.ts"
import type { Fonts } from "./fonts.ts"
import { outlineOf } from "./outline.ts"

interface Paper {
  readonly title: string
  readonly language: string
}

/** The drawing as one page of PDF, for printing. Its letters are outlines; to be read aloud there is the page of the warning. */
export async function toPdf(drawing: Drawing, fonts: Fonts, { title, language }: Paper): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle(title, { showInWindowTitleBar: true })
  document.setLanguage(language)
  const page = document.addPage([drawing.width, drawing.height])
  for (const mark of drawing.marks) {
    if (mark.kind === "path") drawPath(page, mark)
    else drawText(page, mark, fonts)
  }
  return document.save()
}

function drawPath(page: PDFPage, { path, x, y, scale, fill, stroke, strokeWidth }: Extract<Mark, { kind: "path" }>): void {
  page.drawSvgPath(path, {
    x,
    y: page.getHeight() - y,
    scale,
    ...(fill && { color: colorOf(fill) }),
    ...(stroke && { borderColor: colorOf(stroke), borderWidth: strokeWidth ?? 1 }),
  })
}

function drawText(
  page: PDFPage,
  { text, x, y, size, weight, color, outlined }: Extract<Mark, { kind: "text" }>,
  fonts: Fonts,
): void {
  const paint = outlined
    ? { borderColor: colorOf(color), borderWidth: size / 60, rotate: degrees(outlined.angle) }
    : { color: colorOf(color) }
  page.drawSvgPath(outlineOf(text, fonts[weight].font, size), { x, y: page.getHeight() - y, ...paint })
}

function colorOf(hex: string) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  return rgb(red!, green!, blue!)
}
