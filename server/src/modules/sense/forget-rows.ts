import { newId } from "@holdfast/kernel"
import type { Transaction } from "kysely"
import type { World } from "../../platform/world/index.ts"

/**
 * Deletes what is due in one transaction, and says in the log how much of each went, where anything did. Gives how much went in all.
 *
 * @param drop gives the counts by what they count
 * @param about what the entry says beside them
 */
export function forgetRows(
  world: World,
  drop: (tx: Transaction<unknown>) => Promise<Readonly<Record<string, number>>>,
  { verb = "forget", about = {} }: { readonly verb?: string; readonly about?: Readonly<Record<string, string | number>> } = {},
): Promise<number> {
  return world.react(async (tx) => {
    const counts = await drop(tx.db)
    const gone = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (gone > 0) {
      const body = { ...about, ...counts }
      tx.record({ module: "sense", verb, record: newId(), actor: { role: "system" }, retention: "permanent", body })
    }
    return gone
  })
}
