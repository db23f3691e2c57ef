import type { Client } from "aedes"
import { publishFrame } from "./frames.ts"

/** Bytes that may wait for one subscriber. Who reads slower than things happen is cut, and reads anew after it comes back. */
const WAITING_MAX_BYTES = 1024 * 1024
/** Topics of one client, and clients and topics together. */
const TOPICS_PER_CLIENT_MAX = 200
const SUBSCRIPTIONS_MAX = 100_000

/** Who hears what. Exact topics: what is published is told apart by whoever publishes, not by patterns. */
export class Subscriptions {
  /** By topic, and whether a client hears it already. */
  readonly #clients = new Map<string, Map<Client, boolean>>()
  readonly #topics = new Map<Client, Set<string>>()
  readonly #onForgotten: (topic: string) => void
  #count = 0

  /** @param onForgotten called with a topic that nobody hears any more */
  constructor(onForgotten: (topic: string) => void) {
    this.#onForgotten = onForgotten
  }

  /** Takes a place, and hears nothing before `open`. False past the limits. */
  ask(client: Client, topic: string): boolean {
    const topics = this.#topics.get(client) ?? new Set()
    if (topics.has(topic)) return true
    if (topics.size >= TOPICS_PER_CLIENT_MAX || this.#count >= SUBSCRIPTIONS_MAX) return false
    this.#topics.set(client, topics.add(topic))
    const clients = this.#clients.get(topic)
    if (clients) clients.set(client, false)
    else this.#clients.set(topic, new Map([[client, false]]))
    this.#count += 1
    return true
  }

  /** What was asked is heard from now on. False for who is gone or took it back meanwhile. */
  open(client: Client, topic: string): boolean {
    const clients = this.#clients.get(topic)
    if (clients?.has(client)) {
      clients.set(client, true)
      return true
    }
    // Whoever publishes may have begun after the last one left.
    if (!clients) this.#onForgotten(topic)
    return false
  }

  /** Also while it only asked. */
  has(client: Client, topic: string): boolean {
    return this.#topics.get(client)?.has(topic) ?? false
  }

  remove(client: Client, topics: Iterable<string> = this.#topics.get(client) ?? []): void {
    const own = this.#topics.get(client)
    for (const topic of [...topics]) {
      if (!own?.delete(topic)) continue
      this.#count -= 1
      const clients = this.#clients.get(topic)!
      clients.delete(client)
      if (clients.size > 0) continue
      this.#clients.delete(topic)
      this.#onForgotten(topic)
    }
    if (own?.size === 0) this.#topics.delete(client)
  }

  /** Ends the connections of those who hear a topic. */
  cut(topic: string): void {
    for (const { conn } of this.#hearers(topic)) conn.destroy()
  }

  publish(topic: string, payload: string): void {
    const hearers = this.#hearers(topic)
    if (hearers.length === 0) return
    const frame = publishFrame(topic, Buffer.from(payload))
    for (const { conn } of hearers) {
      const { writableLength } = conn as typeof conn & { writableLength: number }
      if (writableLength > WAITING_MAX_BYTES) conn.destroy()
      else conn.write(frame)
    }
  }

  #hearers(topic: string): Client[] {
    return [...(this.#clients.get(topic) ?? [])].flatMap(([client, isHearing]) => (isHearing ? [client] : []))
  }
}
