import type { AlertRefusal, NewAlert } from "./new-alert.ts"
import type { SetAside } from "./original.ts"

/** Alerts in one answer; a country has some hundred in force. */
export const ALERTS_MAX = 2_000

/** Where a message stands that a feed only names. */
export interface AlertLink {
  readonly href: string
  readonly updated: string
}

export interface ReadAlerts {
  readonly alerts: readonly NewAlert[]
  readonly refused: readonly AlertRefusal[]
  readonly links: readonly AlertLink[]
  /** What waits for a person; each is refused as well. */
  readonly setAside: readonly SetAside[]
}
