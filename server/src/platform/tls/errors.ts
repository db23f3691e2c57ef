import { defineErrors } from "@holdfast/kernel"

/** Failures of certificates. An engineer meets them on the command line, so the words stand with the others under `cli:errors`. */
export const tlsErrors = defineErrors("CLI", {
  TLS_PAIR_INCOMPLETE: { kind: "invalid", values: ["name"] },
  TLS_UNREADABLE: { kind: "unavailable", values: ["name", "file", "reason"] },
  TLS_KEY_MISMATCH: { kind: "invalid", values: ["certificate", "key"] },
  TLS_HOST_INVALID: { kind: "invalid", values: ["host"] },
  TLS_UNWRITABLE: { kind: "unavailable", values: ["folder", "reason"] },
  ACME_TERMS: { kind: "invalid", values: ["directory"] },
  ACME_NEEDS_NAME: { kind: "invalid", values: ["url"] },
  ACME_BESIDE_FILES: { kind: "conflict", values: [] },
  ACME_PORT: { kind: "unavailable", values: ["host", "port", "reason"] },
  ACME_FAILED: { kind: "unavailable", values: ["host", "directory", "port", "reason"] },
})
