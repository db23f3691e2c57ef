import type { LonLat } from "./lon-lat.ts"

/** Coordinate systems in which Chinese data comes. There is no "unknown": a city must not be warned 500 m beside the danger. */
export const coordinateSystems = ["wgs84", "cgcs2000", "gcj02", "bd09"] as const
export type CoordinateSystem = (typeof coordinateSystems)[number]

/** Krasovsky 1940, on which the shift of GCJ-02 is defined. */
const SEMI_MAJOR_M = 6_378_245
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
const BD_TURN = (Math.PI * 3000) / 180
const ROUNDS = 12

/**
 * To WGS 84. CGCS2000 differs from it by centimetres and is taken as it is. GCJ-02 and BD-09 shift by 100 to 700 m inside China;
 * their shift is undone by iteration, to less than a millimetre.
 */
export function toWgs84(at: LonLat, from: CoordinateSystem): LonLat {
  if (from === "gcj02") return undo(at, wgs84ToGcj02)
  if (from === "bd09") return undo(undo(at, gcj02ToBd09), wgs84ToGcj02)
  return at
}

function undo(at: LonLat, shift: (at: LonLat) => LonLat): LonLat {
  let guess = at
  for (let round = 0; round < ROUNDS; round += 1) {
    const [lon, lat] = shift(guess)
    guess = [guess[0] + at[0] - lon, guess[1] + at[1] - lat]
  }
  return guess
}

/** The shift of GCJ-02; nothing outside the box around China in which it is used. */
export function wgs84ToGcj02([lon, lat]: LonLat): LonLat {
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return [lon, lat]
  const [x, y] = [lon - 105, lat - 35]
  const sin = (value: number) => Math.sin(value * Math.PI)
  const both = (20 * sin(6 * x) + 20 * sin(2 * x)) * (2 / 3)
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    both +
    (20 * sin(y) + 40 * sin(y / 3)) * (2 / 3) +
    (160 * sin(y / 12) + 320 * sin(y / 30)) * (2 / 3)
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    both +
    (20 * sin(x) + 40 * sin(x / 3)) * (2 / 3) +
    (150 * sin(x / 12) + 300 * sin(x / 30)) * (2 / 3)
  const radians = (lat * Math.PI) / 180
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2
  const meridianM = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / magic ** 1.5
  const parallelM = (SEMI_MAJOR_M / Math.sqrt(magic)) * Math.cos(radians)
  return [lon + (east * 180) / (parallelM * Math.PI), lat + (north * 180) / (meridianM * Math.PI)]
}

export function gcj02ToBd09([lon, lat]: LonLat): LonLat {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BD_TURN)
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD_TURN)
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006]
}
