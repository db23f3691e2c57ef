import { defineErrors } from "@holdfast/kernel"

/** Why a drawn area is refused. The words stand in `packages/words` under `areas:errors.AREAS_…`. */
export const areasErrors = defineErrors("AREAS", {
  NONE: { kind: "invalid", values: [] },
  UNREADABLE: { kind: "invalid", values: ["value", "reason"] },
  NO_POLYGON: { kind: "invalid", values: ["value"] },
  POSITION: { kind: "invalid", values: ["field", "value"] },
  SWAPPED: { kind: "invalid", values: ["field", "value", "turned"] },
  ELSEWHERE: { kind: "invalid", values: ["value", "distanceKm"] },
  TOO_MANY_SHAPES: { kind: "invalid", values: ["count", "limit"] },
  TOO_MANY_POSITIONS: { kind: "invalid", values: ["count", "limit"] },
  TANGLED: { kind: "invalid", values: ["limit"] },
  TOO_SMALL: { kind: "invalid", values: ["areaM2", "limitM2"] },
  TOO_WIDE: { kind: "invalid", values: ["widthKm", "limitKm"] },
  NOT_SOUND: { kind: "invalid", values: ["value"] },
  PLACE_NOT_FOUND: { kind: "not_found", values: ["place"] },
  LINE_NOT_FOUND: { kind: "not_found", values: ["line"] },
})
