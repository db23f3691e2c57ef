import type { Json } from "@holdfast/kernel"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import type { Bus, Listener } from "./bus.ts"

const SUBJECT_PREFIX = "holdfast."

/**
 * The bus over NATS, for more than one process. It carries copies only: promises hang on the database's commit, because NATS
 * answers before it syncs.
 *
 * @param world keeps the worlds apart on one server
 */
export async function openNatsBus(options: { servers: string; world: string; onError: (error: unknown) => void }): Promise<Bus> {
  const connection = await connect({ servers: options.servers, name: `holdfast-${options.world}`, maxReconnectAttempts: -1 })
  return new NatsBus(connection, `${SUBJECT_PREFIX}${options.world}.`, options.onError)
}

class NatsBus implements Bus {
  readonly #connection: NatsConnection
  readonly #prefix: string
  readonly #onError: (error: unknown) => void

  constructor(connection: NatsConnection, prefix: string, onError: (error: unknown) => void) {
    this.#connection = connection
    this.#prefix = prefix
    this.#onError = onError
  }

  publish(subject: string, payload: Json): void {
    this.#connection.publish(this.#prefix + subject, JSON.stringify(payload))
  }

  subscribe(subject: string, listener: Listener): () => void {
    const subscription = this.#connection.subscribe(this.#prefix + subject, {
      callback: (error, message) => {
        try {
          if (error) throw error
          listener(message.json<Json>())
        } catch (failure) {
          this.#onError(failure)
        }
      },
    })
    return () => subscription.unsubscribe()
  }

  flush(): Promise<void> {
    return this.#connection.flush()
  }

  async close(): Promise<void> {
    await this.#connection.drain()
  }
}
