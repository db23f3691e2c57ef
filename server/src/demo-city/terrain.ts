import type { LocalPlane } from "@holdfast/geo"
import type { Land } from "./land.ts"
import type { PlannedTerrain } from "./plan.ts"

const COLUMNS = 330
const ROWS = 286
const REACH_M = [30_000, 26_000] as const

/** The heights around the city on a grid of about 180 m. */
export function measureTerrain(land: Land, plane: LocalPlane): PlannedTerrain {
  const [west, south] = plane.toLonLat([-REACH_M[0], -REACH_M[1]])
  const [east, north] = plane.toLonLat(REACH_M)
  const heightsM = new Int16Array(COLUMNS * ROWS)
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = -REACH_M[0] + (2 * REACH_M[0] * (column + 0.5)) / COLUMNS
      const y = REACH_M[1] - (2 * REACH_M[1] * (row + 0.5)) / ROWS
      heightsM[row * COLUMNS + column] = Math.round(land.heightM([x, y]))
    }
  return { bounds: [west, south, east, north], columns: COLUMNS, rows: ROWS, heightsM }
}
