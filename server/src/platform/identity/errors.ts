import { defineErrors } from "@holdfast/kernel"

export const identityErrors = defineErrors("IDENTITY", {
  SIGN_IN: { kind: "unauthenticated", values: [] },
  NOT_PERMITTED: { kind: "forbidden", values: ["role", "action"] },
  CREDENTIALS_WRONG: { kind: "unauthenticated", values: [] },
  TOO_MANY_ATTEMPTS: { kind: "limit", values: ["minutes"] },
  FOREIGN_ORIGIN: { kind: "forbidden", values: [] },
  PASSKEY_REFUSED: { kind: "unauthenticated", values: [] },
  PASSKEY_NEEDS_NAME: { kind: "unavailable", values: ["address"] },
  SESSION_NOT_FOUND: { kind: "not_found", values: ["session"] },
  ACCOUNT_NOT_FOUND: { kind: "not_found", values: ["account"] },
  ACCOUNT_EXISTS: { kind: "conflict", values: ["account"] },
  ACCOUNT_INVALID: { kind: "invalid", values: ["account"] },
  ACCOUNT_OWN: { kind: "conflict", values: ["account"] },
  PASSWORD_SHORT: { kind: "invalid", values: ["limit"] },
  KIND_MISMATCH: { kind: "conflict", values: ["kind", "city"] },
  CITY_EXISTS: { kind: "conflict", values: ["city"] },
})
