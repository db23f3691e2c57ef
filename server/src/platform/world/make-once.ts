import { platformErrors } from "../errors.ts"
import { beganWith, type NewEntry } from "../log/index.ts"
import type { World, WorldTransaction } from "./world.ts"

/**
 * Makes a record under an id that its writer chose, once: when the answer is lost and it is sent again, nothing more is made.
 * Throws `PLATFORM_RECORD_EXISTS` when the id belongs to something else, or to somebody else's.
 *
 * @param entry how the record begins, which decides whether it is the same
 * @param insert gives false when the row is there already
 */
export async function makeOnce(world: World, entry: NewEntry, insert: (tx: WorldTransaction) => Promise<boolean>): Promise<void> {
  const begun = await beganWith(world.db.query, entry)
  if (begun) return
  const isNew =
    begun === undefined &&
    (await world.react(async (tx) => {
      const inserted = await insert(tx)
      if (inserted) tx.record(entry)
      return inserted
    }))
  // Of two that were sent at once, the other one may have been first.
  if (!isNew && !(await beganWith(world.db.query, entry))) throw platformErrors.RECORD_EXISTS({ record: entry.record })
}
