import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `serve:errors`. */
export const serveErrors = defineErrors("SERVE", {
  REQUEST_NOT_FOUND: { kind: "not_found", values: ["request"] },
  CODE_UNKNOWN: { kind: "not_found", values: [] },
  /** Somebody at the desk was faster, or the request is already further. */
  REQUEST_CHANGED: { kind: "conflict", values: ["state", "wanted"] },
  REQUEST_FINISHED: { kind: "conflict", values: ["state"] },
  /** The same form came twice; the first one counts. */
  FORM_SENT_BEFORE: { kind: "conflict", values: [] },
  PHOTO_UNREADABLE: { kind: "invalid", values: [] },
  PHOTOS_BUSY: { kind: "unavailable", values: ["limit"] },
  TOO_MANY_TRIES: { kind: "limit", values: ["limit"] },
  INCIDENT_NOT_FOUND: { kind: "not_found", values: ["incident"] },
})
