import type { Channels, PlainLetter } from "../channels/index.ts"
import { subscribeErrors } from "./errors.ts"

const TIMEOUT_MS = 30_000

/**
 * How a letter is sent that asks whether an address is right; undefined while no e-mail goes out. Throws `SUBSCRIBE_LETTER_NOT_SENT`
 * when the mail server takes it not at this moment; for an address that it refuses nothing is said, so that nobody can try addresses.
 */
export function letterSender(channels: Pick<Channels, "ways"> | undefined): ((letter: PlainLetter) => Promise<void>) | undefined {
  const email = channels?.ways().find(({ plugIn }) => plugIn.sendLetter)?.plugIn
  if (!email?.sendLetter) return undefined
  return async (letter) => {
    const { result } = await email.sendLetter!(letter, AbortSignal.timeout(TIMEOUT_MS))
    if (result === "retry") throw subscribeErrors.LETTER_NOT_SENT({})
  }
}
