import { create as makeQr } from "qrcode"
import type { Mark, Weight } from "./drawing.ts"
import type { Facts } from "./facts.ts"
import type { Fonts } from "./fonts.ts"
import { LEVEL_SIDE, levelBars, levelColors, levelShapes } from "./level-shape.ts"
import { wrap } from "./wrap.ts"

interface TextStyle {
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
  /** Height of a line against the size. */
  readonly leading?: number
}

const INK = "#12181B"
const LEADING = 1.32
/** Where the baseline of the first line lies under the top of its box, against the size. */
const ASCENT = 0.98

/** Writes from top to bottom and collects the marks. */
export class Pen {
  readonly marks: Mark[] = []
  readonly #fonts: Fonts

  constructor(fonts: Fonts) {
    this.#fonts = fonts
  }

  /** Writes a paragraph; gives the y below it. */
  write(text: string, box: { readonly x: number; readonly y: number; readonly width: number }, style: TextStyle): number {
    const { size, weight = "regular", color = INK, leading = LEADING } = style
    const { widthOf } = this.#fonts[weight]
    const lines = wrap(text, box.width / size, widthOf)
    lines.forEach((line, i) => {
      this.marks.push({ kind: "text", text: line, x: box.x, y: box.y + size * ASCENT + i * size * leading, size, weight, color })
    })
    return box.y + lines.length * size * leading
  }

  widthOf(text: string, size: number, weight: Weight = "regular"): number {
    return this.#fonts[weight].widthOf(text) * size
  }

  path(
    path: string,
    at: { readonly x: number; readonly y: number; readonly scale?: number },
    paint: Pick<Extract<Mark, { kind: "path" }>, "fill" | "stroke" | "strokeWidth">,
  ): void {
    this.marks.push({ kind: "path", path, x: at.x, y: at.y, scale: at.scale ?? 1, ...paint })
  }

  /** Shape and bars; *hollow* for paper, which may be copied or faxed. */
  level(
    { level }: Pick<Facts, "level">,
    at: { readonly x: number; readonly y: number; readonly side: number },
    form: "hollow" | "filled",
  ): void {
    const { solid, on, edge } = levelColors[level]
    const scale = at.side / LEVEL_SIDE
    const filled = form === "filled"
    this.path(levelShapes[level], { ...at, scale }, { fill: filled ? solid : "#FFFFFF", stroke: edge, strokeWidth: 2 })
    this.path(levelBars(level), { ...at, scale }, { fill: filled ? on : edge })
  }

  /** The address as a square code with its quiet zone. */
  code(address: string, at: { readonly x: number; readonly y: number; readonly side: number }): void {
    const { modules } = makeQr(address, { errorCorrectionLevel: "M" })
    const { size, data } = modules
    const squares: string[] = []
    data.forEach((dark, i) => {
      if (dark) squares.push(`M${i % size} ${Math.floor(i / size)}h1v1h-1Z`)
    })
    this.path(`M0 0H${at.side}V${at.side}H0Z`, at, { fill: "#FFFFFF" })
    const quiet = at.side * 0.04
    this.path(squares.join(""), { x: at.x + quiet, y: at.y + quiet, scale: (at.side - 2 * quiet) / size }, { fill: "#000000" })
  }

  /** Across everything, outlined, so that what lies under it stays readable. */
  watermark(text: string, { width, height }: { readonly width: number; readonly height: number }): void {
    const angle = Math.atan2(height, width) * 0.8
    const size = Math.min((Math.hypot(width, height) * 0.62) / this.#fonts.bold.widthOf(text), height * 0.3)
    const length = this.widthOf(text, size, "bold")
    const x = width / 2 - (length / 2) * Math.cos(angle) + size * 0.35 * Math.sin(angle)
    const y = height / 2 + (length / 2) * Math.sin(angle) + size * 0.35 * Math.cos(angle)
    this.marks.push({
      kind: "text",
      text,
      x,
      y,
      size,
      weight: "bold",
      color: "#6F2BA6",
      outlined: { angle: (angle * 180) / Math.PI },
    })
  }
}
