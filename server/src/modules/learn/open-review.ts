import { newId } from "@holdfast/kernel"
import { type Following, followLog, type World } from "../../platform/world/index.ts"
import { insertReview } from "./store/review-store.ts"

/** Each incident that closes gets its review, once: the last record of its thread. So does at once what one person sent alone. */
export function openReviews(world: World, onError: (error: unknown) => void): Promise<Following> {
  return followLog(world, {
    name: "learn.reviews",
    wants: ({ module, verb }) =>
      (module === "respond" && verb === "close-incident") || (module === "warn" && verb === "send-alone"),
    handle: async (tx, { record: incident }) => {
      const id = newId()
      if (!(await insertReview(tx.db, { id, incident, at: tx.now }))) return
      tx.record({
        module: "learn",
        verb: "review",
        record: id,
        because: { edge: "open", record: incident },
        actor: { role: "system" },
        retention: "permanent",
        body: {},
      })
    },
    onError,
  })
}
