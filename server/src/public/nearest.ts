import type { Area, Site } from "@holdfast/contracts"
import { distanceM, type LonLat, localPlane } from "@holdfast/geo"

export const bearings = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const
export type Bearing = (typeof bearings)[number]

export interface Near {
  readonly site: Site
  /** As the crow flies from the middle of the place, metres. */
  readonly distanceM: number
  readonly bearing: Bearing
}

/** The sites nearest to the middle of a place, nearest first: also across its border, because water knows none. */
export function nearest(sites: readonly Site[], { center }: Pick<Area, "center">, count: number): Near[] {
  return sites
    .map((site) => ({ site, distanceM: distanceM(center, site.at), bearing: bearingOf(center, site.at) }))
    .toSorted((a, b) => a.distanceM - b.distanceM || (a.site.id < b.site.id ? -1 : 1))
    .slice(0, count)
}

function bearingOf(from: LonLat, to: LonLat): Bearing {
  const [x, y] = localPlane(from).toPlane(to)
  const eighth = Math.round(Math.atan2(x, y) / (Math.PI / 4))
  return bearings[(eighth + bearings.length) % bearings.length]!
}
