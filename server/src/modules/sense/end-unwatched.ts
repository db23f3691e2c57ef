import type { WorldTransaction } from "../../platform/world/index.ts"
import type { Memory } from "./memory.ts"
import { clearSignal } from "./store/signal-store.ts"

const system = { role: "system" } as const

/**
 * Ends the signals for whose rule and area nothing is measured any more. They would stay for ever, and the next station there could
 * raise none beside them.
 */
export async function endUnwatched(tx: WorldTransaction, memory: Pick<Memory, "unwatched" | "ended">): Promise<void> {
  for (const signal of memory.unwatched) {
    const { id, rule, area, beganMs } = signal
    const endedMs = Math.max(beganMs, tx.now.getTime())
    const ended = await clearSignal(tx.db, id, { endedAt: new Date(endedMs), at: tx.now })
    const body = { rule, area, because: "not-measured" }
    const verb = ended ? "clear-signal" : "end-signal"
    tx.record({ module: "sense", verb, record: id, actor: system, retention: "permanent", body })
    memory.ended(signal, endedMs)
  }
}
