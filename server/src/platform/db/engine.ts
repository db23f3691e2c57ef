import type { Pool } from "pg"

/**
 * One of the two databases behind the seam. Both speak through the same driver and dialect; code asks for a capability, never
 * for a brand.
 */
export interface Engine {
  readonly kind: "pglite" | "postgres"
  readonly pool: Pool
  /** How many rows travel at once: `copy` uses COPY FROM STDIN, which the embedded engine does not survive. */
  readonly bulk: "copy" | "unnest"
  /** More than one connection, so that readers go on beside a long transaction. */
  readonly concurrent: boolean
  readonly stats: () => EngineStats
  /** Only the embedded engine, which cannot cancel: how long a call of the transaction that is open may take; undefined for the usual. */
  readonly limitCalls?: (limitMs: number | undefined) => void
  close(): Promise<void>
}

export interface EngineStats {
  /** Times the embedded database was reopened because a statement outran its limit. */
  readonly reopened: number
  readonly checkpoints: number
  readonly vacuums: number
  /** Upkeep that failed; anything but 0 wants an engineer. */
  readonly failures: number
}
