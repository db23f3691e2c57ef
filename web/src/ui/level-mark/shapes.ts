import type { Level } from "@holdfast/contracts"

/** Geometry of the marks on a 28 px square, as the interface language fixes it. */
export const shapes: Readonly<Record<Level, string>> = {
  blue: "M14 1.5a12.5 12.5 0 1 1 0 25a12.5 12.5 0 1 1 0-25Z",
  yellow: "M14 2.6 26.6 25.4H1.4Z",
  orange: "M14 1.2 26.8 14 14 26.8 1.2 14Z",
  red: "M4 2.5h20a1.5 1.5 0 0 1 1.5 1.5v20a1.5 1.5 0 0 1-1.5 1.5H4a1.5 1.5 0 0 1-1.5-1.5V4A1.5 1.5 0 0 1 4 2.5Z",
}

/** Where the bars stand: the wider a shape is at its foot, the lower. */
const footY: Readonly<Record<Level, number>> = { blue: 18, yellow: 22.4, orange: 18.4, red: 19.2 }
const barCount: Readonly<Record<Level, number>> = { blue: 1, yellow: 2, orange: 3, red: 4 }
const WIDTH = 2.6
const GAP = 1.7
const LONE_HEIGHT = 8

export interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Rising bars, centred: one for blue, four for red. */
export function barsOf(level: Level): Bar[] {
  const count = barCount[level]
  const left = 14 - (count * WIDTH + (count - 1) * GAP) / 2
  return Array.from({ length: count }, (_, index) => {
    const height = count === 1 ? LONE_HEIGHT : 4 + 2 * index
    return { x: left + index * (WIDTH + GAP), y: footY[level] - height, width: WIDTH, height }
  })
}
