import { identityErrors } from "./errors.ts"

/** Node hashes on the same four threads on which it reads and writes files; two hashes leave two threads for everything else. */
const AT_ONCE = 2
/** Guesses that may wait: about a second of hashing. More would only be answered after their senders have given up. */
const GUESSES_WAITING_MAX = 40

/** *own*: for a new secret of who has proven themselves, which goes first. *guess*: for what anybody may send. */
export type HashFor = "own" | "guess"

let running = 0
const waiting: Readonly<Record<HashFor, (() => void)[]>> = { own: [], guess: [] }

/** Runs a slow hash when it is its turn; one gate for the whole process, as its threads are. Throws `IDENTITY_BUSY`. */
export async function hashInTurn<T>(purpose: HashFor, hash: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1
  else {
    const queue = waiting[purpose]
    if (purpose === "guess" && queue.length >= GUESSES_WAITING_MAX) throw identityErrors.BUSY({})
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  try {
    return await hash()
  } finally {
    const next = waiting.own.shift() ?? waiting.guess.shift()
    // The place is handed on as it is: nobody who comes now can take it in between.
    if (next) next()
    else running -= 1
  }
}
