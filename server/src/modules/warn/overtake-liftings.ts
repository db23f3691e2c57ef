import type { DiscardReason } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { advance } from "./advance.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { lockUnsentLiftings, updateWarning } from "./store/warning-store.ts"

/**
 * A warning ended in another way than by its lifting: what was written to lift it ends with it, or it would wait for ever for an
 * approval that can no longer be given.
 */
export async function overtakeLiftings(
  tx: WorldTransaction,
  actor: Actor,
  ended: StoredWarning,
  why: Exclude<DiscardReason, "author">,
): Promise<void> {
  for (const lifting of await lockUnsentLiftings(tx.db, ended.id)) {
    const state = advance(lifting, "overtake")
    await updateWarning(tx.db, { ...lifting, state, endedAt: tx.now, discarded: why })
    tx.record({
      module: "warn",
      verb: "overtake",
      record: lifting.id,
      because: { edge: "open", record: ended.id },
      actor,
      retention: "staff-action",
      body: { code: lifting.code, ended: ended.code, why },
    })
  }
}
