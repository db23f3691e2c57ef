import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `places:errors.PLACES_…`. */
export const placesErrors = defineErrors("PLACES", {
  AREA_NOT_FOUND: { kind: "not_found", values: ["area"] },
  TILE_NOT_FOUND: { kind: "not_found", values: ["tile"] },
  NO_TERRAIN: { kind: "not_found", values: [] },
  NO_BASEMAP: { kind: "not_found", values: [] },
  BASEMAP_UNREADABLE: { kind: "invalid", values: ["file", "reason"] },
  BASEMAP_NOT_PMTILES: { kind: "invalid", values: ["file"] },
  BASEMAP_CUT_OFF: { kind: "invalid", values: ["file", "bytes", "neededBytes"] },
  BASEMAP_TILES_UNKNOWN: { kind: "invalid", values: ["file", "found"] },
  BASEMAP_LAYERS_UNKNOWN: { kind: "invalid", values: ["file", "found", "known"] },
  NOT_EMPTY: { kind: "conflict", values: ["count"] },
  CRS_UNKNOWN: { kind: "invalid", values: ["value", "known"] },
  FILE_UNREADABLE: { kind: "invalid", values: ["file", "reason"] },
  FILE_TOO_LARGE: { kind: "limit", values: ["sizeMb", "limitMb"] },
  FORMAT_UNKNOWN: { kind: "invalid", values: ["file", "known"] },
  TOO_MANY_ROWS: { kind: "limit", values: ["count", "limit"] },
  TOO_MANY_AREAS: { kind: "limit", values: ["count", "limit"] },
})
