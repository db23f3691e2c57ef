import type { Area, Site } from "@holdfast/contracts"

/** What this module asks of `places`. */
export interface Places {
  /** Throws `PLACES_AREA_NOT_FOUND`. */
  getArea(id: string): Area
  listAreas(kind?: Area["kind"]): Area[]
  listSites(filter: { kinds?: string[] }): Promise<Site[]>
}
