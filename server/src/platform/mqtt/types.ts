/** What was published. The same object and bytes are used again for the next message: nothing of it may be kept. */
export interface Message {
  readonly topic: string
  /** The payload lies in here, from `start` to before `end`. */
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
}

/** Who waits for an answer to messages. */
export interface Waiter {
  /** Without an error a message is acknowledged; with one the connection ends. `token` is the one that came with it. */
  settled(token: number, error?: unknown): void
}

/** Keeps a message, and settles it once, now or later. */
export type Accept<P> = (message: Message, principal: P, waiter: Waiter, token: number) => void
