export interface Message {
  readonly topic: string
  /** Valid until the call that it was given to returns. */
  readonly payload: Uint8Array
}

/** Keeps a message. `done` without an error acknowledges it; with one the connection of its sender ends. */
export type Accept<P> = (message: Message, principal: P, done: (error?: unknown) => void) => void
