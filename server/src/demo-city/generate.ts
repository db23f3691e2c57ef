import { type LocalPlane, localPlane } from "@holdfast/geo"
import { Random } from "@holdfast/kernel"
import { buildTree, TOWN_BELOW_PER_KM2 } from "./areas.ts"
import { drawBaseMap } from "./base-map.ts"
import { layLand } from "./land.ts"
import { layMesh, type Mesh, type Side, straighten } from "./mesh.ts"
import { coverCells, shareOut } from "./people.ts"
import type { CityPlan } from "./plan.ts"
import { layRoads } from "./roads.ts"
import { laySeeds, layStreets, type Seed, type Street } from "./settle.ts"
import { placeSites } from "./sites.ts"
import { placeSmokeAlarms } from "./smoke-alarms.ts"
import { placeStations } from "./stations.ts"
import { measureTerrain } from "./terrain.ts"

/** An invented city where none of this name lies. */
const origin = [118.62, 30.74] as const
export interface DemoOptions {
  readonly seed: number
  /** Residents, shared out to the last one. */
  readonly people: number
}

/**
 * Makes up a city from a seed: land and water first, then streets, cells along them, roads along the cells, people, and what they
 * need. The same options give the same city on every machine.
 */
export function generateCity({ seed, people }: DemoOptions): CityPlan {
  const random = new Random(seed)
  const plane: LocalPlane = localPlane(origin)
  const land = layLand(random.fork("land"))
  const { streets, districtAt } = layStreets(land, random.fork("streets"))
  const seeds = laySeeds(land, streets, districtAt, random.fork("cells"))
  const mesh = layMesh(seeds)
  const roads = layRoads({ land, mesh, seeds, streets, random: random.fork("roads") })
  const borders = bordersOf(mesh, seeds, streets)
  straighten(mesh, borders.street, 2)
  straighten(mesh, borders.district, 4)
  straighten(mesh, borders.city, 8)
  straighten(mesh, roads.sides.main, 3)
  straighten(mesh, roads.sides.trunk, 8)

  const covers = coverCells(land, mesh, seeds, random.fork("cover"))
  const population = shareOut({ people, land, mesh, seeds, covers, random: random.fork("people") })
  const density = streets.map(({ at }) => land.density(at) * 5_000)
  const { areas, cellOf } = buildTree({
    plane,
    mesh,
    seeds,
    streets,
    population,
    isTown: (street) => density[street]! < TOWN_BELOW_PER_KM2,
  })
  const placed = { plane, mesh, seeds, streets, cellOf }
  const sites = placeSites(placed, roads, random.fork("sites"))
  return {
    areas,
    sites,
    features: drawBaseMap({ land, plane, mesh, seeds, streets, covers, roads, random: random.fork("lanes") }),
    terrain: measureTerrain(land, plane),
    stations: [
      ...placeStations(placed, land, random.fork("stations")),
      ...placeSmokeAlarms({ sites, areas }, random.fork("smoke-alarms")),
    ],
  }
}

/** Sides that part streets, districts, and the city from what lies around it. */
function bordersOf(
  mesh: Mesh,
  seeds: readonly Seed[],
  streets: readonly Street[],
): Record<"street" | "district" | "city", Side[]> {
  const street = (side: Side) => [seeds[side.left]!.street, seeds[side.right]!.street] as const
  return {
    street: mesh.sides.filter((side) => street(side)[0] !== street(side)[1]),
    district: mesh.sides.filter((side) => {
      const [a, b] = street(side).map((number) => streets[number]?.district ?? -1)
      return a !== b
    }),
    city: mesh.sides.filter((side) => street(side).includes(-1)),
  }
}
