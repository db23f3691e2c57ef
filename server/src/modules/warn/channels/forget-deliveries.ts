import type { World } from "../../../platform/world/index.ts"
import { deleteDeliveries } from "./store/delivery-store.ts"
import { countOrder } from "./store/figures-store.ts"
import { keepFigures, listOver } from "./store/order-store.ts"

/** Long enough to answer who asks why a message did not come. */
const KEPT_MS = 30 * 24 * 3_600_000
const BATCH = 10_000

/** Of messages that ran out a month ago only the counts stay. Gives how many deliveries went. */
export async function forgetDeliveries({ db }: World, now: Date): Promise<number> {
  let gone = 0
  for (const number of await listOver(db.query, new Date(now.getTime() - KEPT_MS))) {
    await keepFigures(db.query, number, await countOrder(db.query, number))
    for (;;) {
      const deleted = await deleteDeliveries(db.query, number, BATCH)
      gone += deleted
      if (deleted < BATCH) break
    }
  }
  return gone
}
