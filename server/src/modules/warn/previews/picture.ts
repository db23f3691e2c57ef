import { type Drawing, rectangle } from "./drawing.ts"
import type { Facts } from "./facts.ts"
import type { Fonts } from "./fonts.ts"
import { levelColors } from "./level-shape.ts"
import { Pen } from "./pen.ts"

/** As links are shown when they are passed on, and as albums show pictures. */
export const pictureSizes = { wide: { width: 1_200, height: 630 }, square: { width: 1_080, height: 1_080 } } as const
export type PictureShape = keyof typeof pictureSizes

const STEPS = [1.6, 1.45, 1.3, 1.2, 1.1, 1, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55, 0.48, 0.4]

/**
 * A picture to pass on: level, the first thing to do, where, until when. It will be looked at when it is no longer true, so that it
 * says of when it is and where to see what is true now.
 */
export function drawPicture(facts: Facts, fonts: Fonts, shape: PictureShape): Drawing {
  const size = pictureSizes[shape]
  for (const scale of STEPS) {
    // What does not fit is left out from the end; the first thing to do always stands there.
    for (let lines = scale > 0.6 ? facts.todo.length : 1; lines >= 1; lines--) {
      const { pen, room } = drawAt(facts, fonts, { shape, scale, lines })
      if (room >= 0) return { ...size, marks: pen.marks }
      if (scale > 0.7 && lines < facts.todo.length) break
    }
  }
  return { ...size, marks: drawAt(facts, fonts, { shape, scale: STEPS.at(-1)!, lines: 1 }).pen.marks }
}

interface Fit {
  readonly shape: PictureShape
  readonly scale: number
  readonly lines: number
}

function drawAt(facts: Facts, fonts: Fonts, { shape, scale, lines }: Fit): { pen: Pen; room: number } {
  const pen = new Pen(fonts)
  const { width, height } = pictureSizes[shape]
  const { solid, on, edge } = levelColors[facts.level]
  const margin = 48
  const band = shape === "wide" ? 112 : 140
  const inner = width - 2 * margin
  pen.path(rectangle(width, height), { x: 0, y: 0 }, { fill: "#FFFFFF" })
  pen.path(rectangle(width, band), { x: 0, y: 0 }, { fill: solid })
  const side = band - 28
  pen.level(facts, { x: margin, y: 14, side }, "filled")
  pen.write(
    facts.levelWord,
    { x: margin + side + 24, y: band / 2 - 32, width: inner - side - 24 },
    { size: 46, weight: "bold", color: on },
  )
  const cityWidth = pen.widthOf(facts.city, 26)
  pen.write(facts.city, { x: width - margin - cityWidth, y: band / 2 - 18, width: cityWidth + 1 }, { size: 26, color: on })
  const qr = shape === "wide" ? 132 : 168
  const footY = height - margin + 12 - qr
  let y = pen.write(
    facts.headline,
    { x: margin, y: band + 22, width: inner },
    { size: 50 * scale, weight: "bold", leading: 1.22 },
  )
  y += 10 * scale
  for (const [i, line] of facts.todo.slice(0, lines).entries()) {
    const style = { size: (i === 0 ? 42 : 34) * scale, weight: i === 0 ? "bold" : "regular", leading: 1.28 } as const
    y = pen.write(line, { x: margin, y, width: inner }, { ...style, ...(i === 0 && { color: edge }) }) + 6 * scale
  }
  const footWidth = inner - qr - 24
  const textSize = shape === "wide" ? 25 : 28
  let footTop = footY
  footTop = pen.write(facts.where, { x: margin, y: footTop, width: footWidth }, { size: textSize, weight: "bold", leading: 1.2 })
  footTop = pen.write(facts.until, { x: margin, y: footTop, width: footWidth }, { size: textSize, weight: "bold", leading: 1.2 })
  footTop = pen.write(
    `${facts.asOf} · ${facts.code}`,
    { x: margin, y: footTop + 6, width: footWidth },
    { size: textSize - 5, color: "#3F4B52", leading: 1.2 },
  )
  footTop = pen.write(
    facts.address,
    { x: margin, y: footTop, width: footWidth },
    { size: textSize - 5, color: "#3F4B52", leading: 1.2 },
  )
  pen.code(facts.address, { x: width - margin - qr, y: footY, side: qr })
  if (facts.drill) pen.watermark(facts.drill, { width, height })
  return { pen, room: Math.min(footY - 8 - y, height - 12 - footTop) }
}
