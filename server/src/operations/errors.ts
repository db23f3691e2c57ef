import { defineErrors } from "@holdfast/kernel"

/** Failures of the engineer's commands. The words stand in `packages/words` under `cli:errors.CLI_…`. */
export const operationErrors = defineErrors("CLI", {
  PASSPHRASE_MISSING: { kind: "invalid", values: ["name"] },
  PASSPHRASE_SHORT: { kind: "invalid", values: ["min"] },
  PASSPHRASE_DIFFERS: { kind: "invalid", values: [] },
  PASSPHRASE_WRONG: { kind: "forbidden", values: ["file"] },
  BACKUP_EXISTS: { kind: "conflict", values: ["file"] },
  BACKUP_UNWRITABLE: { kind: "unavailable", values: ["file", "reason"] },
  BACKUP_UNREADABLE: { kind: "unavailable", values: ["file", "reason"] },
  BACKUP_FOREIGN: { kind: "invalid", values: ["file"] },
  BACKUP_DAMAGED: { kind: "invalid", values: ["file", "byte"] },
  BACKUP_NEWER: { kind: "conflict", values: ["migration"] },
  BACKUP_NOTHING: { kind: "not_found", values: ["folder"] },
  RESTORE_NOT_EMPTY: { kind: "conflict", values: ["place"] },
  CHECK_NO_ROOM: { kind: "unavailable", values: ["folder", "reason"] },
  RESTORE_FAILED: { kind: "unavailable", values: ["reason"] },
  UPGRADE_BY_START: { kind: "invalid", values: [] },
})
