import { defineErrors } from "@holdfast/kernel"

/** Failures of the warning module. The words stand in `packages/words` under `warn:errors.WARN_…`. */
export const warnErrors = defineErrors("WARN", {
  NOT_FOUND: { kind: "not_found", values: ["warning"] },
  PACK_NOT_FOUND: { kind: "invalid", values: ["hazard"] },
  STATE: { kind: "conflict", values: ["code", "state", "event"] },
  MUSTS: { kind: "invalid", values: ["code", "count", "musts"] },
  OWN_WARNING: { kind: "forbidden", values: ["code"] },
  NOT_AUTHOR: { kind: "forbidden", values: ["code"] },
  NO_ACCOUNT: { kind: "forbidden", values: [] },
  TOO_LATE: { kind: "conflict", values: ["code", "minutes"] },
  CHARACTER: { kind: "invalid", values: ["character", "text"] },
  NOT_SENDABLE: { kind: "invalid", values: ["code", "reason"] },
  OVERTAKEN: { kind: "conflict", values: ["code", "why"] },
  CHANGED: { kind: "conflict", values: ["code"] },
  DRAFT_CHANGED: { kind: "conflict", values: ["code"] },
  LIFTING_FIXED: { kind: "conflict", values: ["code"] },
  LIFTING_WAITS: { kind: "conflict", values: ["code", "lifting"] },
  MESSAGE_NOT_FOUND: { kind: "not_found", values: ["identifier"] },
})
