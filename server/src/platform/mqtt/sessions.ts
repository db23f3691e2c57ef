import { Readable } from "node:stream"
import type { Client } from "aedes"

/** What is kept together for clients who are away: one for each, for each topic that it heard, for each message that it began. */
const AWAY_MAX = 50_000
/** Messages of QoS 2 that one client began and did not end. */
const BEGUN_MAX = 1_000

type Id = Pick<Client, "id">

interface Session {
  readonly topics: Set<string>
  /** Ids of messages of QoS 2 that were taken and are not released, so that sent again they are not taken again. */
  readonly begun: Set<number>
}

/**
 * What outlives a connection (MQTT 3.1.1, 4.1), where the broker looks for it. All updates have QoS 0, so nothing waits for somebody who
 * is away, and nothing is retained: a session is its topics and the messages that it began. The broker's own memory keeps more of each,
 * and all of them for ever; here those that are away the longest are given up when there are too many, and begin anew.
 */
export class Sessions {
  readonly #here = new Map<string, Session & { readonly client: Id; readonly isClean: boolean }>()
  /** Who went first stands first. */
  readonly #away = new Map<string, Session>()
  readonly #mayKeep: (client: Client, topic: string) => boolean
  #awayCount = 0

  /** @param mayKeep whether a client hears a topic, or waits for its answer */
  constructor(mayKeep: (client: Client, topic: string) => boolean) {
    this.#mayKeep = mayKeep
  }

  /** Whether there is one that outlives its connection. */
  has(clientId: string): boolean {
    return this.#away.has(clientId) || this.#here.get(clientId)?.isClean === false
  }

  /** Of a connection that is the broker's from now on. */
  connected(client: Id, isClean: boolean): void {
    const here = this.#here.get(client.id)
    const kept = here?.isClean ? undefined : (here ?? this.#forget(client.id))
    const { topics, begun } = (!isClean && kept) || { topics: new Set<string>(), begun: new Set<number>() }
    this.#here.set(client.id, { topics, begun, client, isClean })
  }

  disconnected(client: Id): void {
    const session = this.#here.get(client.id)
    // Another connection may have taken it over.
    if (session?.client !== client) return
    this.#here.delete(client.id)
    if (session.isClean) return
    this.#away.set(client.id, session)
    this.#awayCount += countOf(session)
    for (const id of this.#away.keys()) {
      if (this.#awayCount <= AWAY_MAX) return
      this.#forget(id)
    }
  }

  #forget(clientId: string): Session | undefined {
    const session = this.#away.get(clientId)
    if (session) this.#awayCount -= countOf(session)
    this.#away.delete(clientId)
    return session
  }

  // What the broker asks, by the names that it uses.

  async setup(): Promise<void> {}

  async addSubscriptions(client: Client, given: readonly { readonly topic: string }[]): Promise<void> {
    for (const { topic } of given) if (this.#mayKeep(client, topic)) this.#here.get(client.id)?.topics.add(topic)
  }

  async removeSubscriptions(client: Id, topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.#here.get(client.id)?.topics.delete(topic)
  }

  async subscriptionsByClient({ id }: Id): Promise<{ topic: string; qos: 0 }[]> {
    const session = this.#here.get(id) ?? this.#away.get(id)
    return [...(session?.topics ?? [])].map((topic) => ({ topic, qos: 0 }))
  }

  /** A clean one begins: what was is gone when its connection is there. */
  async cleanSubscriptions(): Promise<void> {}

  async cleanIncoming(client: Id): Promise<void> {
    this.#here.get(client.id)?.begun.clear()
  }

  async incomingStorePacket(client: Id, { messageId }: { readonly messageId: number }): Promise<void> {
    const begun = this.#here.get(client.id)?.begun
    if (!begun || begun.size >= BEGUN_MAX) throw new Error("too many messages without an end")
    begun.add(messageId)
  }

  async incomingGetPacket<P extends { readonly messageId: number }>(client: Id, packet: P): Promise<P> {
    if (!this.#here.get(client.id)?.begun.has(packet.messageId)) throw new Error("no such packet")
    return packet
  }

  async incomingDelPacket(client: Id, { messageId }: { readonly messageId: number }): Promise<void> {
    if (!this.#here.get(client.id)?.begun.delete(messageId)) throw new Error("no such packet")
  }

  /** A last will is with its connection; another broker that could send it is not there. */
  async putWill(): Promise<void> {}
  async delWill(): Promise<void> {}
  streamWill(): Readable {
    return Readable.from([])
  }

  async storeRetained(): Promise<void> {}
  createRetainedStreamCombi(): Readable {
    return Readable.from([])
  }

  /** Whom a message waits for. */
  async subscriptionsByTopic(): Promise<[]> {
    return []
  }
  async outgoingEnqueue(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  async outgoingClearMessageId(): Promise<void> {}
  outgoingStream(): Readable {
    return Readable.from([])
  }
  async outgoingUpdate(): Promise<void> {
    throw new Error("no such packet")
  }
}

function countOf({ topics, begun }: Session): number {
  return 1 + topics.size + begun.size
}
