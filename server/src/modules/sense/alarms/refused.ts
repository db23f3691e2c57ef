import type { Level } from "@holdfast/contracts"
import type { Transaction } from "kysely"
import { senseErrors } from "../errors.ts"
import { listSignalsById } from "../store/signal-store.ts"

/** Why nothing was done to a signal: it is of another level than the one that somebody saw, or it is no more what they act on. */
export async function refused(
  tx: Transaction<unknown>,
  id: string,
  { level, otherwise }: { readonly level: Level; readonly otherwise: "SIGNAL_NOT_OPEN" | "SIGNAL_OVER" },
): Promise<Error> {
  const [signal] = await listSignalsById(tx, [id])
  if (!signal) return senseErrors.SIGNAL_NOT_FOUND({ signal: id })
  const { code, state } = signal
  return state !== "cleared" && signal.level !== level ? senseErrors.SIGNAL_ROSE({ code }) : senseErrors[otherwise]({ code })
}
