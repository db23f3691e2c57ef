import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `recover:errors`. */
export const recoverErrors = defineErrors("RECOVER", {
  OUTAGE_NOT_FOUND: { kind: "not_found", values: ["outage"] },
  OUTAGE_RESTORED: { kind: "conflict", values: ["code"] },
  /** Only an outage whose households are all back can be confirmed. */
  HOUSEHOLDS_LEFT: { kind: "conflict", values: ["code", "households"] },
})
