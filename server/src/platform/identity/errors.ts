import { defineErrors } from "@holdfast/kernel"

export const identityErrors = defineErrors("IDENTITY", {
  SIGN_IN: { kind: "unauthenticated", values: [] },
  NOT_PERMITTED: { kind: "forbidden", values: ["role", "action"] },
})
