import { type Broker, startBroker } from "../../../platform/mqtt/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { hasRight } from "../devices/index.ts"
import type { SenseModule } from "../module.ts"
import type { Sender } from "./inlet.ts"
import { MESSAGE_MAX_BYTES } from "./read-message.ts"

/** Room for a topic and the header around the largest payload. */
const PACKET_MAX_BYTES = MESSAGE_MAX_BYTES + 1_024

export interface MqttOptions {
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** The same over TLS. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string } | undefined
  readonly world: Pick<World, "kind">
  readonly sense: Pick<SenseModule, "door" | "mqtt">
  /** Failures that are ours. What a device did wrong is not reported. */
  readonly onError: (error: unknown) => void
}

/**
 * Takes measurements over MQTT 3.1.1 and tells what changes. Devices sign in with name and secret; only the demo takes them without.
 * A PUBACK is sent after the commit. A credential that ends takes its connections with it.
 */
export async function startMqtt(options: MqttOptions): Promise<Broker<Sender>> {
  const { world, sense, onError } = options
  const { door, mqtt } = sense
  const broker = await startBroker<Sender>({
    ...{ host: options.host, port: options.port, tls: options.tls, packetMaxBytes: PACKET_MAX_BYTES, onError },
    authenticate: async ({ name, password, address }) => {
      if (world.kind === "demo" && name === "") return { device: undefined }
      const device = await door.find(name, password, address)
      return device && { device }
    },
    accept: mqtt.inlet.accept,
    subscribe: async (topic, { device }) => (!device || hasRight(device, "read")) && mqtt.updates.watch(topic),
    forgotten: (topic) => mqtt.updates.forget(topic),
  })
  const end = door.onShut((id) => broker.end(({ device }) => device?.id === id))
  const unplug = mqtt.plug(broker)
  return {
    ...broker,
    close: async () => {
      end()
      unplug()
      await broker.close()
    },
  }
}
