import type { Transaction } from "kysely"
import { deleteCallsBefore } from "./store/call-out-store.ts"
import { deleteRequestsBefore } from "./store/request-store.ts"
import { dropStandingNames } from "./store/standing-store.ts"

/** Forgets who was called, who asked another body, and who allowed what ended, before `limit`. */
export async function forgetCalls(tx: Transaction<unknown>, { limit, now }: { limit: Date; now: Date }): Promise<void> {
  await dropStandingNames(tx, { limit, now })
  await deleteCallsBefore(tx, limit)
  await deleteRequestsBefore(tx, limit)
}
