import type { WorldTransaction } from "../../../platform/world/index.ts"
import { clearSignal } from "../store/signal-store.ts"
import { isChainInForce } from "./store/alert-store.ts"
import { listOpenOf } from "./store/outside-signal-store.ts"

const system = { role: "system" } as const

/** When nothing of a chain holds any more, the signals that were raised from it are over. */
export async function endChain(tx: WorldTransaction, chain: string): Promise<void> {
  if (await isChainInForce(tx.db, chain)) return
  for (const { id, rule, area } of await listOpenOf(tx.db, chain)) {
    const ended = await clearSignal(tx.db, id, { endedAt: tx.now, at: tx.now })
    const verb = ended ? "clear-signal" : "end-signal"
    tx.record({ module: "sense", verb, record: id, actor: system, retention: "permanent", body: { rule, area } })
  }
}
