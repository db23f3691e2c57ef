import { defineErrors } from "@holdfast/kernel"

/** Failures of certificates. An engineer meets them on the command line, so the words stand with the others under `cli:errors`. */
export const tlsErrors = defineErrors("CLI", {
  TLS_PAIR_INCOMPLETE: { kind: "invalid", values: ["name"] },
  TLS_UNREADABLE: { kind: "unavailable", values: ["name", "file", "reason"] },
  TLS_KEY_MISMATCH: { kind: "invalid", values: ["certificate", "key"] },
  TLS_HOST_INVALID: { kind: "invalid", values: ["host"] },
})
