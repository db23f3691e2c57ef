import { defineErrors } from "@holdfast/kernel"

/** Failures of this module. The words stand in `packages/words` under `serve:errors`. */
export const serveErrors = defineErrors("SERVE", {
  REQUEST_NOT_FOUND: { kind: "not_found", values: ["request"] },
  CODE_UNKNOWN: { kind: "not_found", values: [] },
  /** Somebody at the desk was faster, or the request is already further. */
  REQUEST_CHANGED: { kind: "conflict", values: ["state", "wanted"] },
  REQUEST_FINISHED: { kind: "conflict", values: ["state"] },
  /** The form of a report that its reporter deleted came once more; it stays deleted. */
  REQUEST_WITHDRAWN: { kind: "conflict", values: [] },
  /** The hidden answers of the form were changed on the way, or were made by another server. */
  FORM_DAMAGED: { kind: "invalid", values: [] },
  /** The photo waited for its hour and is gone; the other answers are not. */
  PHOTO_DRAFT_OVER: { kind: "invalid", values: [] },
  PHOTO_HEIC: { kind: "invalid", values: [] },
  PHOTO_UNREADABLE: { kind: "invalid", values: [] },
  PHOTOS_BUSY: { kind: "unavailable", values: ["limit"] },
  TOO_MANY_TRIES: { kind: "limit", values: ["limit"] },
  INCIDENT_NOT_FOUND: { kind: "not_found", values: ["incident"] },
})
