import type { WarnContext } from "../context.ts"
import { takeEnding } from "./store/ending-store.ts"

/** Tells authors that a warning of theirs ends soon, so that it is extended, lifted, or let run out on purpose. */
export function sweepEndings({ world }: Pick<WarnContext, "world">, now: Date): Promise<void> {
  return world.react(async (tx) => {
    for (const { id, code } of await takeEnding(tx.db, now))
      tx.record({
        module: "warn",
        verb: "ends-soon",
        record: id,
        actor: { role: "system" },
        retention: "staff-action",
        body: { code },
      })
  })
}
