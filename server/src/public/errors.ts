import { defineErrors } from "@holdfast/kernel"

/** Failures of the public pages. The words stand in `packages/words` under `public:errors`. */
export const publicErrors = defineErrors("PUBLIC", {
  /** The object store took or gave a file not. */
  PUBLISH_REFUSED: { kind: "unavailable", values: ["status", "address"] },
  /** An address of an object store without the keys that go with it. */
  PUBLISH_KEYS_MISSING: { kind: "invalid", values: ["address"] },
})
