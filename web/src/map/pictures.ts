import { type Level, levels } from "@holdfast/contracts"
import type { Map as LibreMap } from "maplibre-gl"
import { barsOf, shapes } from "../ui/level-mark/shapes.ts"
import type { MapColours } from "./colours.ts"
import type { MapThing } from "./content.ts"
import type { siteSymbols } from "./style/symbol-layers.ts"

const RATIO = 2
const DISC = 24
const PATTERN = 8
const VEIL = 12

/** Glyphs on a 16 px square, one ink. Drawn for this map. */
const glyphs: Readonly<Record<Exclude<MapThing["kind"], "signals"> | (typeof siteSymbols)[number], string>> = {
  "rain-gauge": "M8 1.5C10.5 5 12.5 7.4 12.5 10a4.5 4.5 0 0 1-9 0C3.5 7.4 5.5 5 8 1.5Z",
  "river-gauge":
    "M1.5 5c2-2 4-2 6.5 0s4.5 2 6.5 0v2.4c-2 2-4 2-6.5 0s-4.5-2-6.5 0ZM1.5 10c2-2 4-2 6.5 0s4.5 2 6.5 0v2.4c-2 2-4 2-6.5 0s-4.5-2-6.5 0Z",
  "air-station": "M1.5 4h8.5v1.8h-8.5ZM1.5 7.2h13v1.8h-13ZM1.5 10.4h7v1.8h-7Z",
  "gas-alarm": "M8.5 1c.5 3 4 5 4 8.5a4.5 4.5 0 0 1-9 0C3.5 7.5 5 6.5 5.3 5 6.5 5.8 7 6.6 7 7.5 8.3 5.8 8.8 3.5 8.5 1Z",
  "smoke-alarm": "M4.5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.6-.6 3.3 3.3 0 0 1 .2 6.6Z",
  "water-level":
    "M3 1.5h2v9.2H3ZM6 2.5h3v1.6H6ZM6 6h2v1.6H6ZM1.5 12c1.8-1.6 3.6-1.6 5.4 0s3.8 1.6 7.6 0v2.2c-3.8 1.6-5.8 1.6-7.6 0s-3.6-1.6-5.4 0Z",
  "weather-station": "M7 7h2v7.5H7ZM8 1.5a3.2 3.2 0 0 1 3.2 3.2h-2A1.2 1.2 0 1 0 8 5.9v2A3.2 3.2 0 1 1 8 1.5ZM12 3.7h2.8v2H12Z",
  pump: "M8 3a5 5 0 0 1 4.9 4H15v3h-2.5A5 5 0 1 1 8 3Zm0 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
  substation: "M2 13.5V5l6-3.5L14 5v8.5h-2V6.2L8 3.8 4 6.2v7.3ZM8.9 6 5.5 10.4h2.1L7 14l3.5-4.7H8.3Z",
  station:
    "M7 8.5h2V15H7ZM8 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM3.6 2.2l1.3 1.2a4.4 4.4 0 0 0 0 6.2l-1.3 1.2a6.2 6.2 0 0 1 0-8.6ZM12.4 2.2a6.2 6.2 0 0 1 0 8.6l-1.3-1.2a4.4 4.4 0 0 0 0-6.2Z",
  outage: "M9.5 1 3 9h4l-1 6 7-8.5H9Z",
  school: "M8 2 1 5.5l7 3.5 5.3-2.7V11h1.2V5.5ZM4 8.3v3C5 12.7 6.4 13.5 8 13.5s3-.8 4-2.2v-3L8 10.4Z",
  shelter: "M8 2 1.5 8h2v6h3.3v-4h2.4v4h3.3V8h2Z",
  hospital: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z",
}

/** Gives the map its pictures: symbols, marks of levels, patterns of warning areas. */
export function addPictures(map: LibreMap, colours: MapColours): void {
  for (const kind of Object.keys(glyphs) as (keyof typeof glyphs)[]) {
    map.addImage(
      `symbol-${kind}`,
      picture(DISC, (pen) => drawSymbol(pen, glyphs[kind], colours)),
      { pixelRatio: RATIO },
    )
  }
  map.addImage(
    "symbol-cluster",
    picture(DISC + 6, (pen) => drawDisc(pen, DISC + 6, colours)),
    { pixelRatio: RATIO },
  )
  map.addImage(
    "veil",
    picture(VEIL, (pen) => drawVeil(pen, colours)),
    { pixelRatio: RATIO },
  )
  for (const level of levels) {
    map.addImage(
      `mark-${level}`,
      picture(28, (pen) => drawMark(pen, level, colours)),
      { pixelRatio: RATIO * (28 / 20) },
    )
    map.addImage(
      `pattern-${level}`,
      picture(PATTERN, (pen) => drawPattern(pen, level, colours)),
      { pixelRatio: RATIO },
    )
  }
}

type Pen = OffscreenCanvasRenderingContext2D

function picture(size: number, draw: (pen: Pen) => void): ImageData {
  const pen = new OffscreenCanvas(size * RATIO, size * RATIO).getContext("2d")
  if (!pen) throw new Error("Assertion failed: no canvas to draw on")
  pen.scale(RATIO, RATIO)
  draw(pen)
  return pen.getImageData(0, 0, size * RATIO, size * RATIO)
}

function drawDisc(pen: Pen, size: number, { map }: MapColours): void {
  pen.beginPath()
  pen.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI)
  pen.fillStyle = map.symbol
  pen.fill()
  pen.lineWidth = 1.5
  pen.strokeStyle = map["on-symbol"]
  pen.stroke()
}

function drawSymbol(pen: Pen, glyph: string, colours: MapColours): void {
  drawDisc(pen, DISC, colours)
  pen.translate(4, 4)
  pen.fillStyle = colours.map["on-symbol"]
  pen.fill(new Path2D(glyph))
}

/** A signal is measured, not public: its mark is hollow. */
function drawMark(pen: Pen, level: Level, { level: all, surface }: MapColours): void {
  const shape = new Path2D(shapes[level])
  pen.lineJoin = "round"
  pen.fillStyle = surface
  pen.fill(shape)
  pen.lineWidth = 2.6
  pen.strokeStyle = all[level].edge
  pen.stroke(shape)
  pen.fillStyle = all[level].edge
  for (const { x, y, width, height } of barsOf(level)) pen.fillRect(x, y, width, height)
}

/** Thin ink lines that fall the other way than those of a warning. */
function drawVeil(pen: Pen, { map }: MapColours): void {
  pen.strokeStyle = map.label
  pen.globalAlpha = 0.22
  pen.lineWidth = 1
  pen.beginPath()
  for (const shift of [-VEIL, 0, VEIL]) {
    pen.moveTo(shift - 1, -1)
    pen.lineTo(shift + VEIL + 1, VEIL + 1)
  }
  pen.stroke()
}

/** Blue dots, yellow thin hatch, orange dense hatch, red cross-hatch. */
function drawPattern(pen: Pen, level: Level, { level: all }: MapColours): void {
  pen.strokeStyle = all[level].edge
  pen.fillStyle = all[level].edge
  pen.lineWidth = 1
  if (level === "blue") {
    pen.beginPath()
    pen.arc(PATTERN / 2, PATTERN / 2, 1.2, 0, 2 * Math.PI)
    pen.fill()
    return
  }
  const lines = level === "orange" ? [-8, -4, 0, 4, 8] : [-8, 0, 8]
  pen.beginPath()
  for (const shift of lines) {
    pen.moveTo(shift - 1, PATTERN + 1)
    pen.lineTo(shift + PATTERN + 1, -1)
    if (level !== "red") continue
    pen.moveTo(shift - 1, -1)
    pen.lineTo(shift + PATTERN + 1, PATTERN + 1)
  }
  pen.stroke()
}
