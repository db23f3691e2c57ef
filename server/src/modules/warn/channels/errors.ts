import { defineErrors } from "@holdfast/kernel"

/** Failures of the channels. The words stand in `packages/words` under `channels:errors.CHANNELS_…`. */
export const channelErrors = defineErrors("CHANNELS", {
  NOT_FOUND: { kind: "not_found", values: ["channel"] },
  ORDER_NOT_FOUND: { kind: "not_found", values: ["order"] },
  /** A drill, or a replay: nothing leaves it. */
  NONE_HERE: { kind: "conflict", values: [] },
  KIND_UNKNOWN: { kind: "invalid", values: ["kind"] },
  SETTING: { kind: "invalid", values: ["setting", "kind"] },
  OFF: { kind: "conflict", values: ["channel"] },
  /** The message has run out, or something took its place. */
  OVER: { kind: "conflict", values: ["code"] },
  NOT_BY_HAND: { kind: "invalid", values: ["channel"] },
  TOLD_LATER: { kind: "invalid", values: ["at", "now"] },
})
