import { defineErrors } from "@holdfast/kernel"

/** Failures of the platform. The words stand in `packages/words` under `errors.PLATFORM_…`. */
export const platformErrors = defineErrors("PLATFORM", {
  CONFIG_INVALID: { kind: "invalid", values: ["name", "value", "rule"] },
  DATA_FOLDER_IN_USE: { kind: "conflict", values: ["folder"] },
  DATA_FOLDER_UNUSABLE: { kind: "unavailable", values: ["folder", "reason"] },
  DATA_FOLDER_FOREIGN: { kind: "conflict", values: ["folder"] },
  DATABASE_BUSY: { kind: "unavailable", values: [] },
  DATABASE_IN_USE: { kind: "conflict", values: [] },
  DATABASE_TAKEN: { kind: "conflict", values: [] },
  DATABASE_NOT_MADE: { kind: "forbidden", values: ["reason"] },
  DATABASE_UNREACHABLE: { kind: "unavailable", values: ["reason"] },
  DATABASE_TOO_OLD: { kind: "conflict", values: ["what", "found", "needed"] },
  DATABASE_NEWER: { kind: "conflict", values: ["migration"] },
  MIGRATION_CHANGED: { kind: "conflict", values: ["migration"] },
  DEMO_NOT_PUBLIC: { kind: "forbidden", values: ["host"] },
  PORT_IN_USE: { kind: "conflict", values: ["port", "name"] },
  REQUEST_INVALID: { kind: "invalid", values: ["field", "value", "rule"] },
  BODY_TOO_LARGE: { kind: "limit", values: ["limitBytes"] },
  /** What is being sent to this server by everybody fills the memory that is kept for it. */
  BODIES_BUSY: { kind: "unavailable", values: [] },
  ROUTE_NOT_FOUND: { kind: "not_found", values: ["path"] },
  RECORD_NOT_FOUND: { kind: "not_found", values: ["record"] },
  /** The id that a client chose for a new record is that of another one. */
  RECORD_EXISTS: { kind: "conflict", values: ["record"] },
  TOO_MANY_STREAMS: { kind: "limit", values: ["limit"] },
  LOG_INVALID: { kind: "conflict", values: ["count"] },
  /** What was sealed cannot be opened or added to: its key is gone, or another one. */
  SEAL_KEY_MISSING: { kind: "unavailable", values: ["file"] },
  COMMAND_FAILED: { kind: "unavailable", values: ["reason"] },
})
