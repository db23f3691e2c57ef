import { defineErrors } from "@holdfast/kernel"

/** Failures of the roster. The words stand in `packages/words` under `roster:errors.ROSTER_…`. */
export const rosterErrors = defineErrors("ROSTER", {
  AREA_NOT_FOUND: { kind: "not_found", values: ["area"] },
  PERSON_NOT_FOUND: { kind: "not_found", values: [] },
  PLACE_TAKEN: { kind: "conflict", values: ["post", "place"] },
  /** In a drill nobody real is called. */
  INVENTED_ONLY: { kind: "conflict", values: [] },
  CALL_NOT_FOUND: { kind: "not_found", values: [] },
  CALL_CLOSED: { kind: "conflict", values: ["post"] },
  ANSWERED_LATER: { kind: "invalid", values: ["at", "now"] },
})
