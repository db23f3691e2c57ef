import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `places:errors.PLACES_…`. */
export const placesErrors = defineErrors("PLACES", {
  AREA_NOT_FOUND: { kind: "not_found", values: ["area"] },
  TILE_NOT_FOUND: { kind: "not_found", values: ["tile"] },
  NO_TERRAIN: { kind: "not_found", values: [] },
  NOT_EMPTY: { kind: "conflict", values: ["count"] },
  CRS_UNKNOWN: { kind: "invalid", values: ["value", "known"] },
  FILE_UNREADABLE: { kind: "invalid", values: ["file", "reason"] },
  FILE_TOO_LARGE: { kind: "limit", values: ["sizeMb", "limitMb"] },
  FORMAT_UNKNOWN: { kind: "invalid", values: ["file", "known"] },
  TOO_MANY_ROWS: { kind: "limit", values: ["count", "limit"] },
  TOO_MANY_AREAS: { kind: "limit", values: ["count", "limit"] },
})
