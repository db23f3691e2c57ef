import type { StoredWarning } from "../domain/warning.ts"
import { warnErrors } from "../errors.ts"
import { unansweredFrom } from "./domain/ladder.ts"

const MINUTE_MS = 60_000

/** Throws `WARN_STILL_CALLED` while an approver who was called has time to answer. What waits was answered by nobody. */
export function assertUnanswered({ code, submittedAt }: StoredWarning, now: Date): void {
  const leftMs = unansweredFrom(submittedAt!).getTime() - now.getTime()
  if (leftMs > 0) throw warnErrors.STILL_CALLED({ code, minutes: Math.ceil(leftMs / MINUTE_MS) })
}
