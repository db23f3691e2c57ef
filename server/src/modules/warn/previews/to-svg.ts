import type { Drawing, Mark } from "./drawing.ts"
import type { Fonts } from "./fonts.ts"
import { outlineOf } from "./outline.ts"

/** The drawing as SVG with every letter as a path, so that it looks the same on each machine. */
export function toSvg({ width, height, marks }: Drawing, fonts: Fonts): string {
  const body = marks.map((mark) => (mark.kind === "path" ? pathOf(mark) : textOf(mark, fonts)))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body.join("")}</svg>`
}

function pathOf({ path, x, y, scale, fill, stroke, strokeWidth }: Extract<Mark, { kind: "path" }>): string {
  const paint = `fill="${fill ?? "none"}"${stroke ? ` stroke="${stroke}" stroke-width="${strokeWidth ?? 1}"` : ""}`
  return `<path transform="translate(${x} ${y}) scale(${scale})" d="${path}" ${paint}/>`
}

function textOf({ text, x, y, size, weight, color, outlined }: Extract<Mark, { kind: "text" }>, fonts: Fonts): string {
  const path = outlineOf(text, fonts[weight].font, size)
  if (!outlined) return `<path transform="translate(${x} ${y})" d="${path}" fill="${color}"/>`
  return `<path transform="translate(${x} ${y}) rotate(${-outlined.angle})" d="${path}" fill="none" stroke="${color}" stroke-width="${size / 60}"/>`
}
