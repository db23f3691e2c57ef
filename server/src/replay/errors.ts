import { defineErrors } from "@holdfast/kernel"

/** The words stand in `packages/words` under `packs:errors`, because a replay runs the rules of the packs. */
export const replayErrors = defineErrors("PACKS", {
  REPLAY_FILE_NOT_FOUND: { kind: "not_found", values: ["file"] },
  /** A folder, or a file of somebody else. */
  REPLAY_FILE_UNREADABLE: { kind: "invalid", values: ["file", "reason"] },
  REPLAY_HEADER_UNKNOWN: { kind: "invalid", values: ["file", "found", "known"] },
  REPLAY_LINE_INVALID: { kind: "invalid", values: ["file", "line", "column", "value", "form"] },
  /** Such as the 30th of February. */
  REPLAY_DAY_UNKNOWN: { kind: "invalid", values: ["file", "line", "value"] },
  REPLAY_OFFSET_NOT_HOURS: { kind: "invalid", values: ["file", "line", "value"] },
  REPLAY_LINES_DIFFER: { kind: "conflict", values: ["file", "line", "first", "station", "time"] },
  REPLAY_FILE_CUT: { kind: "invalid", values: ["file", "line"] },
  REPLAY_FILE_EMPTY: { kind: "invalid", values: ["file"] },
  REPLAY_TOO_LARGE: { kind: "limit", values: ["file", "line", "limit", "what"] },
  REPLAY_NOT_WRITABLE: { kind: "invalid", values: ["file", "folder"] },
  REPLAY_OPTION_UNKNOWN: { kind: "invalid", values: ["name", "value", "known"] },
})
