import { type Drawing, rectangle } from "./drawing.ts"
import type { Facts } from "./facts.ts"
import type { Fonts } from "./fonts.ts"
import { levelColors } from "./level-shape.ts"
import { Pen } from "./pen.ts"

/** A4 in points, and its margins of 15 mm. */
const A4 = { width: 595.28, height: 841.89 } as const
const MARGIN = 42.5
const WIDTH = A4.width - 2 * MARGIN
/** 30 mm, so that a phone reads it from two steps away. */
const QR_SIDE = 85
const FOOT_Y = A4.height - MARGIN - QR_SIDE
/** Letters become smaller in such steps until all of it fits: what to do is never cut. */
const STEPS = [1.3, 1.2, 1.1, 1, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.54, 0.48, 0.42, 0.36, 0.3]

/** A poster on A4: level, what to do, where, until when, and the way to what is true now. Black on white, readable after a fax. */
export function drawPoster(facts: Facts, fonts: Fonts): Drawing {
  const tries = STEPS.map((scale) => () => drawAt(facts, fonts, scale))
  const [smallest] = STEPS.slice(-1)
  for (const attempt of tries) {
    const { pen, bottom } = attempt()
    if (bottom <= FOOT_Y - 12) return { ...A4, marks: pen.marks }
  }
  return { ...A4, marks: drawAt(facts, fonts, smallest!).pen.marks }
}

function drawAt(facts: Facts, fonts: Fonts, scale: number): { pen: Pen; bottom: number } {
  const pen = new Pen(fonts)
  const { edge, tint } = levelColors[facts.level]
  const at = (y: number, inset = 0) => ({ x: MARGIN + inset, y, width: WIDTH - inset })
  pen.write(`${facts.city} · ${facts.title}`, at(MARGIN), { size: 13, weight: "bold" })
  const codeWidth = pen.widthOf(facts.code, 13)
  pen.write(facts.code, { x: A4.width - MARGIN - codeWidth, y: MARGIN, width: codeWidth + 1 }, { size: 13 })
  const boxY = MARGIN + 26
  const boxHeight = 92
  pen.path(rectangle(WIDTH, boxHeight), { x: MARGIN, y: boxY }, { fill: tint, stroke: edge, strokeWidth: 2.5 })
  pen.level(facts, { x: MARGIN + 14, y: boxY + 13, side: 66 }, "hollow")
  pen.write(facts.levelWord, { x: MARGIN + 96, y: boxY + 22, width: WIDTH - 106 }, { size: 36, weight: "bold" })
  let y = boxY + boxHeight + 18
  y = pen.write(facts.headline, at(y), { size: 38 * scale, weight: "bold", leading: 1.22 }) + 14 * scale
  for (const [i, line] of facts.todo.entries()) {
    const size = (i === 0 ? 32 : 27) * scale
    pen.write(`${i + 1}`, at(y), { size, weight: "bold", color: edge })
    y = pen.write(line, at(y, size * 1.1), { size, weight: i === 0 ? "bold" : "regular", leading: 1.28 }) + 7 * scale
  }
  y += 8 * scale
  pen.path(`M0 0H${WIDTH}`, { x: MARGIN, y }, { stroke: "#12181B", strokeWidth: 1 })
  y = pen.write(facts.where, at(y + 10 * scale), { size: 20 * scale, weight: "bold" })
  y = pen.write(facts.until, at(y + 2 * scale), { size: 20 * scale, weight: "bold" })
  y = pen.write(facts.what, at(y + 6 * scale), { size: Math.max(11, 15 * scale) })
  drawFoot(facts, pen)
  if (facts.drill) pen.watermark(facts.drill, A4)
  return { pen, bottom: y }
}

function drawFoot(facts: Facts, pen: Pen): void {
  pen.path(`M0 0H${WIDTH}`, { x: MARGIN, y: FOOT_Y - 8 }, { stroke: "#12181B", strokeWidth: 1 })
  pen.code(facts.address, { x: MARGIN, y: FOOT_Y, side: QR_SIDE })
  const box = (y: number) => ({ x: MARGIN + QR_SIDE + 14, y, width: WIDTH - QR_SIDE - 14 })
  let y = pen.write(facts.nowHint, box(FOOT_Y), { size: 11 })
  y = pen.write(facts.address, box(y), { size: 14, weight: "bold" })
  y = pen.write(`${facts.asOf} · ${facts.sent}`, box(y + 3), { size: 10.5 })
  pen.write(facts.calls, box(y + 2), { size: 10.5 })
}
