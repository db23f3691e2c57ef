import type { Area, LonLat, OutsideShape } from "@holdfast/contracts"

/**
 * Where the text of an alert of others stands: at its epicentre, else in the middle of what of it lies within `here`, so that the text
 * of an alert for a whole province stands where this city is.
 *
 * @param here the bounds of the areas of this city that it touches
 */
export function textPlace(shape: OutsideShape, here: Area["bounds"] | undefined): LonLat {
  if (shape.type === "Point") return shape.coordinates
  const corners = shape.coordinates.flat(2)
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
  const own = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const
  const [west, south, east, north] = here
    ? [Math.max(own[0], here[0]), Math.max(own[1], here[1]), Math.min(own[2], here[2]), Math.min(own[3], here[3])]
    : own
  return [(west + east) / 2, (south + north) / 2]
}
