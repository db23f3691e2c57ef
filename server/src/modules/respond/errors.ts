import { defineErrors } from "@holdfast/kernel"

export const respondErrors = defineErrors("RESPOND", {
  NOT_ON_DUTY: { kind: "unauthenticated", values: [] },
})
