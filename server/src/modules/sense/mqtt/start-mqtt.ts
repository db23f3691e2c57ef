import { AppError } from "@holdfast/kernel"
import { type Broker, startBroker } from "../../../platform/mqtt/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { SenseModule } from "../module.ts"
import { MESSAGE_MAX_BYTES } from "./message.ts"

/** Room for a topic and the header around the largest payload. */
const PACKET_MAX_BYTES = MESSAGE_MAX_BYTES + 1_024

export interface MqttOptions {
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  readonly world: World
  readonly sense: Pick<SenseModule, "acceptMessage">
  /** Who may publish; asked in every world but the demo. Without it nobody may. */
  readonly authenticate?: (name: string, password: string) => Promise<boolean>
  /** Failures that are ours. What a device did wrong ends its own connection and is not reported. */
  readonly onError: (error: unknown) => void
}

/** Takes measurements over MQTT 3.1.1. A PUBACK is sent after the commit; a message that is refused ends its connection. */
export function startMqtt(options: MqttOptions): Promise<Broker> {
  const { world, sense, authenticate } = options
  return startBroker({
    host: options.host,
    port: options.port,
    packetMaxBytes: PACKET_MAX_BYTES,
    authenticate: async (name, password) => world.kind === "demo" || ((await authenticate?.(name, password)) ?? false),
    accept: async (message) => {
      try {
        await sense.acceptMessage(message)
      } catch (error) {
        if (!(error instanceof AppError)) options.onError(error)
        throw error
      }
    },
    onError: options.onError,
  })
}
