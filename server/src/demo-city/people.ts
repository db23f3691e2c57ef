import { doubleArea } from "@holdfast/geo"
import type { Random } from "@holdfast/kernel"
import type { Land } from "./land.ts"
import type { Mesh } from "./mesh.ts"
import type { Seed } from "./settle.ts"

export type Cover = "built" | "park" | "forest" | "lake" | "open"

const BUILT_FROM_DENSITY = 0.26
const FOREST_FROM_M = 75

/** What each cell is covered with. */
export function coverCells(land: Land, mesh: Mesh, seeds: readonly Seed[], random: Random): Cover[] {
  return seeds.map((seed, i): Cover => {
    if (mesh.cells[i]!.length === 0) return "open"
    const density = land.density(seed.at)
    const draw = random.float()
    if (land.inLake(seed.at)) return "lake"
    if (land.heightM(seed.at) > FOREST_FROM_M) return "forest"
    const byLake = mesh.cells[i]!.some((corner) => land.inLake(mesh.corners[corner]!))
    if (byLake && draw < 0.75) return "park"
    if (density < BUILT_FROM_DENSITY) return "open"
    return draw < (seed.pair === undefined ? 0.028 : 0.2) ? "park" : "built"
  })
}

/** Shares `people` out over the cells by area and density, to the last person. */
export function shareOut(options: {
  people: number
  land: Land
  mesh: Mesh
  seeds: readonly Seed[]
  covers: readonly Cover[]
  random: Random
}): number[] {
  const { people, land, mesh, seeds, covers, random } = options
  const weights = seeds.map((seed, i) => {
    const cell = mesh.cells[i]!
    const uneven = Math.exp(random.normal(0, 0.28))
    if (cell.length === 0 || covers[i] === "lake" || covers[i] === "park") return 0
    const km2 = doubleArea(cell.map((corner) => mesh.corners[corner]!)) / 2e6
    const landShare = seed.pair === undefined ? 1 : 0.5
    return km2 * landShare * uneven * (covers[i] === "forest" ? 0.0015 : 0.012 + land.density(seed.at) ** 2.1)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let carried = 0
  let given = 0
  return weights.map((weight) => {
    carried += (weight / total) * people
    const count = Math.round(carried) - given
    given += count
    return count
  })
}
