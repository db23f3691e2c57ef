import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { countAnswersUntil, dropAnswersUntil } from "./store/answer-store.ts"

const KEPT_MS = 24 * 60 * 60_000

/** An answer is given again only when it was kept after this. */
export function answersSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_MS)
}

/** Deletes the answers that nobody gets again. */
export async function forgetAnswers(world: World, now: Date): Promise<void> {
  const limit = answersSince(now)
  if ((await countAnswersUntil(world.db.query, limit)) === 0) return
  await world.transact(async (tx) => {
    const answers = await dropAnswersUntil(tx.db, limit)
    tx.record({
      ...{ module: "sense", verb: "forget", record: newId(), actor: { role: "system" } },
      ...{ retention: "permanent", body: { answers } },
    })
  })
}
