import type { Json } from "@holdfast/kernel"
import type { Bus, Listener } from "./bus.ts"

/** The bus of a single process. A listener that throws does not keep the news from the others. */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  publish(subject: string, payload: Json): void {
    for (const listener of this.#listeners.get(subject) ?? []) {
      try {
        listener(payload)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  subscribe(subject: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(subject) ?? new Set()
    this.#listeners.set(subject, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    this.#listeners.clear()
  }
}
