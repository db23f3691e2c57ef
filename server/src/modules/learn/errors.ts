import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `learn:errors`. */
export const learnErrors = defineErrors("LEARN", {
  NOT_AN_INCIDENT: { kind: "not_found", values: ["record"] },
  SPAN: { kind: "invalid", values: ["days", "limit"] },
})
