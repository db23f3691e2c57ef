import { newId } from "@holdfast/kernel"
import { retentionDays } from "../../platform/log/index.ts"
import { forgetCalls } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { dropCorrectionNames } from "./store/correction-store.ts"
import { deleteUnsent, dropNames } from "./store/warning-store.ts"

const DAY_MS = 86_400_000

/**
 * Makes roles of the names behind what ended three years ago, and deletes drafts that are as old and were never sent. What was
 * said in public stays, and the CAP messages hold no names. Gives how many warnings it touched.
 */
export async function forget({ world, pictures }: Pick<WarnContext, "world" | "pictures">, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - retentionDays["staff-action"] * DAY_MS)
  await pictures.removeUnnamed(now)
  return world.react(async (tx) => {
    const named = await dropNames(tx.db, { limit, now })
    const drafts = await deleteUnsent(tx.db, limit)
    await dropCorrectionNames(tx.db, { limit, now })
    await forgetCalls(tx.db, { limit, now })
    if (named + drafts > 0) {
      tx.record({
        module: "warn",
        verb: "forget",
        record: newId(),
        actor: { role: "system" },
        retention: "permanent",
        body: { named, drafts },
      })
    }
    return named + drafts
  })
}
