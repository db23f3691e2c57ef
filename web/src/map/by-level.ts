import { type Level, type LonLat, levels } from "@holdfast/contracts"

interface Placed {
  /** Undefined where nothing is raised. */
  readonly level: Level | undefined
  /** Undefined for what has no place on the map; it comes last among its level. */
  readonly at: LonLat | undefined
  /** Comes before what is calm, such as an outage; behind every level. */
  readonly urgent?: boolean
}

/** The highest level first; among the same level the nearest to `from`. What is equal keeps its order. */
export function byLevelThenDistance<T extends Placed>(things: readonly T[], from: LonLat | undefined): T[] {
  return things
    .map((thing) => ({ thing, rank: rankOf(thing), distance: from && thing.at ? squaredDistance(from, thing.at) : undefined }))
    .toSorted((a, b) => b.rank - a.rank || (a.distance ?? Number.MAX_VALUE) - (b.distance ?? Number.MAX_VALUE))
    .map(({ thing }) => thing)
}

function rankOf({ level, urgent = false }: Placed): number {
  return level ? levels.indexOf(level) + 1 : urgent ? 0.5 : 0
}

/** Good for an order within one city, and for nothing else: degrees, with longitude shortened by latitude. */
function squaredDistance([lon, lat]: LonLat, [toLon, toLat]: LonLat): number {
  return ((toLon - lon) * Math.cos((lat * Math.PI) / 180)) ** 2 + (toLat - lat) ** 2
}
