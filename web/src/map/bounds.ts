import type { Area } from "@holdfast/contracts"

/** West, south, east, north of all of these together; undefined for none. */
export function boundsOf(areas: readonly Pick<Area, "bounds">[]): Area["bounds"] | undefined {
  if (areas.length === 0) return undefined
  return areas
    .map(({ bounds }) => bounds)
    .reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])])
}
