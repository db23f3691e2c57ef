import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `respond:errors`. */
export const respondErrors = defineErrors("RESPOND", {
  INCIDENT_NOT_FOUND: { kind: "not_found", values: ["incident"] },
  INCIDENT_CLOSED: { kind: "conflict", values: ["code"] },
  TASK_NOT_FOUND: { kind: "not_found", values: ["task"] },
  /** Somebody was faster: what this person saw is no longer so. */
  TASK_CHANGED: { kind: "conflict", values: ["state", "verb"] },
})
