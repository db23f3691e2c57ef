import type { Area } from "@holdfast/contracts"

/** What this module asks of `places`. */
export interface Places {
  /** Throws `PLACES_AREA_NOT_FOUND`. */
  getArea(id: string): Area
}
