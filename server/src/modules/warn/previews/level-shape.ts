import type { Level } from "@holdfast/contracts"

/** On a square of 28, as on every face: the shape and its rising bars say the level without colour. */
export const LEVEL_SIDE = 28
export const levelShapes: Readonly<Record<Level, string>> = {
  blue: "M14 2A12 12 0 1 1 14 26A12 12 0 1 1 14 2Z",
  yellow: "M14 2.5L26.5 25.5H1.5Z",
  orange: "M14 1.5L26.5 14L14 26.5L1.5 14Z",
  red: "M2 2H26V26H2Z",
}
const heights: Readonly<Record<Level, readonly number[]>> = {
  blue: [8],
  yellow: [4, 6],
  orange: [4, 6, 8],
  red: [4, 6, 8, 10],
}
/** Where the bars stand: the widest part of each shape. */
const feet: Readonly<Record<Level, number>> = { blue: 18, yellow: 23, orange: 18.5, red: 19 }
const BAR = { width: 2.6, gap: 1.7 } as const

/** The bars of a level, left to right; as many as its rank. */
export function barsOf(
  level: Level,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] {
  const { width, gap } = BAR
  const count = heights[level].length
  const left = LEVEL_SIDE / 2 - (count * width + (count - 1) * gap) / 2
  return heights[level].map((height, i) => ({
    x: Math.round((left + i * (width + gap)) * 100) / 100,
    y: feet[level] - height,
    width,
    height,
  }))
}

/** The same as one path. */
export function levelBars(level: Level): string {
  return barsOf(level)
    .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`)
    .join("")
}

/** `solid`, `on`, `edge` of the colour tokens in their light form; paper and pictures know no dark one. */
export const levelColors: Readonly<
  Record<Level, { readonly solid: string; readonly on: string; readonly edge: string; readonly tint: string }>
> = {
  blue: { solid: "#7AB6FF", on: "#04162E", edge: "#0F4A99", tint: "#E4EEFB" },
  yellow: { solid: "#FFD400", on: "#1A1500", edge: "#665000", tint: "#FFF6CC" },
  orange: { solid: "#F27F0C", on: "#1D0E00", edge: "#8A4000", tint: "#FFE8D2" },
  red: { solid: "#C4122F", on: "#FFFFFF", edge: "#A00D26", tint: "#FCE4E7" },
}
