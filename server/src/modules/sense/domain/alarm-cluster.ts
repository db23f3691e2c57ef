import { distanceM, type LonLat } from "@holdfast/geo"

/** The shortest degree of latitude, so that nothing near is passed over. */
const METRES_PER_DEGREE_MIN = 110_500

/**
 * The largest group of alarms that stand within `radiusM` of one of them. Of equal groups the one around the southernmost, then
 * westernmost: the order in which alarms came changes nothing.
 */
export function alarmCluster<T extends { readonly at: LonLat }>(alarms: readonly T[], radiusM: number): T[] {
  const sorted = alarms.toSorted((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])
  const reach = radiusM / METRES_PER_DEGREE_MIN
  let largest: T[] = []
  let first = 0
  for (const { at: middle } of sorted) {
    while (sorted[first]!.at[1] < middle[1] - reach) first += 1
    const near: T[] = []
    for (let i = first; i < sorted.length && sorted[i]!.at[1] <= middle[1] + reach; i += 1) {
      if (distanceM(middle, sorted[i]!.at) <= radiusM) near.push(sorted[i]!)
    }
    if (near.length > largest.length) largest = near
  }
  return largest
}
