import type { Json } from "@holdfast/kernel"

export type Listener = (payload: Json) => void

/**
 * News between parts: at most once, in the order of publishing per subject. Nothing may depend on it alone; who needs every
 * entry reads the log by position and takes the bus as a hint that there is more.
 */
export interface Bus {
  publish(subject: string, payload: Json): void
  /** Gives a function that ends the subscription. */
  subscribe(subject: string, listener: Listener): () => void
  /** Waits until all that was published before has left this process. */
  flush(): Promise<void>
  close(): Promise<void>
}
