import { defineErrors } from "@holdfast/kernel"

/** Failures of subscriptions. The words stand in `packages/words` under `subscribe:errors`. */
export const subscribeErrors = defineErrors("SUBSCRIBE", {
  /** The link is of none that there is: ended, run out, or never made. */
  CODE_UNKNOWN: { kind: "not_found", values: [] },
  AREA_UNKNOWN: { kind: "invalid", values: ["area"] },
  HAZARD_UNKNOWN: { kind: "invalid", values: ["hazard"] },
  EMAIL_INVALID: { kind: "invalid", values: [] },
  /** No channel of this kind is switched on. */
  NOT_OFFERED: { kind: "conflict", values: ["via"] },
  /** The mail server is away. */
  LETTER_NOT_SENT: { kind: "unavailable", values: [] },
  FORM_DAMAGED: { kind: "invalid", values: [] },
  TOO_MANY_TRIES: { kind: "limit", values: ["limit"] },
})
