import type { CapVerdict } from "@holdfast/cap"
import type { OutsideProblem } from "@holdfast/contracts"

/** Octets of one message that are kept; one of 900 kB is the largest in the field. */
export const ORIGINAL_MAX_BYTES = 1_000_000

/** A message as it came. */
export interface Original {
  /** The message alone, as it stood in what came. */
  readonly octets: Uint8Array
  /** All that came: the message itself, or the feed or envelope around it. */
  readonly document: Uint8Array
  readonly verdict: CapVerdict
  /** What was read around. */
  readonly problems: readonly OutsideProblem[]
}

/** What is set aside, because it could not be taken. */
export interface SetAside {
  readonly reason: QuarantineReason
  readonly octets: Uint8Array
  readonly verdict: CapVerdict
  readonly problems: readonly OutsideProblem[]
  readonly sender: string | null
  readonly identifier: string | null
}

/** Why a message waits for a person; the words stand under `sources:refusal`. */
export const quarantineReasons = [
  "not-a-feed",
  "not-an-alert",
  "no-words",
  "too-large",
  "defects",
  "signature",
  "envelope",
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]
