import type { World } from "../../platform/world/index.ts"
import { forgetRows } from "./forget-rows.ts"
import { dropAnswersUntil } from "./store/answer-store.ts"

const KEPT_MS = 24 * 60 * 60_000

/** An answer is given again only when it was kept after this. */
export function answersSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_MS)
}

/** Deletes the answers that nobody gets again. */
export async function forgetAnswers(world: World, now: Date): Promise<void> {
  await forgetRows(world, async (tx) => ({ answers: await dropAnswersUntil(tx, answersSince(now)) }))
}
