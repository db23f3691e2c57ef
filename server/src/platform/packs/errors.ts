import { defineErrors } from "@holdfast/kernel"

/** The words stand in `packages/words` under `packs:errors`. */
export const packsErrors = defineErrors("PACKS", {
  INVALID: { kind: "invalid", values: ["file", "line", "rule", "mend"] },
  FOLDER_NOT_FOUND: { kind: "not_found", values: ["folder"] },
})
