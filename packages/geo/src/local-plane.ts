import type { LonLat } from "./lon-lat.ts"

const METRES_PER_DEGREE = 111_195.08

/** A flat map around a point, in metres east and north. Good to a few parts in a thousand within 50 km. */
export interface LocalPlane {
  toPlane(at: LonLat): [eastM: number, northM: number]
  toLonLat(at: readonly [eastM: number, northM: number]): [number, number]
}

export function localPlane(origin: LonLat): LocalPlane {
  const perLon = METRES_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180)
  return {
    toPlane: ([lon, lat]) => [(lon - origin[0]) * perLon, (lat - origin[1]) * METRES_PER_DEGREE],
    toLonLat: ([east, north]) => [origin[0] + east / perLon, origin[1] + north / METRES_PER_DEGREE],
  }
}
