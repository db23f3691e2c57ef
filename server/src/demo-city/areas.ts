import { dissolve, type LocalPlane, type MultiPolygon } from "@holdfast/geo"
import type { Mesh } from "./mesh.ts"
import { bilingual, cityName, districtPlaces } from "./names.ts"
import { type PlannedArea, rounded } from "./plan.ts"
import type { Seed, Street } from "./settle.ts"

/** Streets that are less densely lived in are towns (镇). */
export const TOWN_BELOW_PER_KM2 = 1_100

export interface Tree {
  readonly areas: readonly PlannedArea[]
  /** The area of each cell by seed. */
  readonly cellOf: readonly (PlannedArea | undefined)[]
}

/** The area tree, each level dissolved from the cells below, so that all share their borders exactly. */
export function buildTree(options: {
  plane: LocalPlane
  mesh: Mesh
  seeds: readonly Seed[]
  streets: readonly Street[]
  population: readonly number[]
  isTown(street: number): boolean
}): Tree {
  const { plane, mesh, seeds, streets, population, isTown } = options
  const positions = mesh.corners.map((at) => rounded(plane.toLonLat(at)))
  const outline = (members: readonly number[]): MultiPolygon =>
    dissolve(
      members.map((i) => mesh.cells[i]!),
      mesh.corners,
    ).map((loops) => loops.map((loop) => [...loop, loop[0]!].map((corner) => positions[corner]!)))
  const people = (members: readonly number[]) => members.reduce((sum, i) => sum + population[i]!, 0)
  const members = seeds.flatMap((seed, i) => (seed.street >= 0 ? [i] : []))
  const cityId = cityName.slug
  const areas: PlannedArea[] = [
    {
      id: cityId,
      kind: "city",
      parent: null,
      name: bilingual(`${cityName.zh}市`, cityName.en),
      population: people(members),
      geometry: outline(members),
    },
  ]
  const cellOf: (PlannedArea | undefined)[] = seeds.map(() => undefined)
  for (const [number, { name }] of districtPlaces.entries()) {
    const inDistrict = members.filter((i) => streets[seeds[i]!.street]!.district === number)
    const districtId = `${cityId}/${name.slug}`
    areas.push({
      id: districtId,
      kind: "district",
      parent: cityId,
      name: bilingual(`${name.zh}区`, `${name.en} District`),
      population: people(inDistrict),
      geometry: outline(inDistrict),
    })
    for (const [s, street] of streets.entries()) {
      const inStreet = inDistrict.filter((i) => seeds[i]!.street === s)
      if (inStreet.length === 0) continue
      const streetId = `${districtId}/${street.name.slug}`
      areas.push({
        id: streetId,
        kind: "street",
        parent: districtId,
        name: isTown(s)
          ? bilingual(`${street.name.zh}镇`, `${street.name.en} Town`)
          : bilingual(`${street.name.zh}街道`, `${street.name.en} Subdistrict`),
        population: people(inStreet),
        geometry: outline(inStreet),
      })
      for (const [k, i] of inStreet.entries()) {
        const number = String(k + 1).padStart(3, "0")
        const cell: PlannedArea = {
          id: `${streetId}/${number}`,
          kind: "cell",
          parent: streetId,
          name: bilingual(`${street.name.zh}第${k + 1}网格`, `${street.name.en} grid ${k + 1}`),
          population: population[i]!,
          geometry: outline([i]),
        }
        cellOf[i] = cell
        areas.push(cell)
      }
    }
  }
  return { areas, cellOf }
}
