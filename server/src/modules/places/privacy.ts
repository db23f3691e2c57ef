import type { PrivacyManifest } from "../../platform/privacy/index.ts"

/** Places hold counts of residents by area, at least a block at a time, and nothing about any one of them. */
export const placesPrivacy: PrivacyManifest = {
  "places.area": { id: "none", kind: "none", parent: "none", name_zh: "none", name_en: "none", population: "none", geom: "none" },
  "places.site": { id: "none", kind: "none", area: "none", name_zh: "none", name_en: "none", capacity: "none", geom: "none" },
  "places.feature": { id: "none", layer: "none", kind: "none", name_zh: "none", name_en: "none", geom: "none" },
  "places.terrain": {
    id: "none",
    west: "none",
    south: "none",
    east: "none",
    north: "none",
    column_count: "none",
    row_count: "none",
    heights: "none",
  },
}
