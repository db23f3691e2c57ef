import fs from "node:fs"
import path from "node:path"
import mqtt from "mqtt"
import type { Mapping } from "./domain/mapping.ts"
import type { Source } from "./source.ts"
import { codeOf, notStored, SourceFailed } from "./source-failed.ts"

const RECONNECT_FIRST_MS = 1_000
const RECONNECT_MOST_MS = 60_000
const RETRY_MS = 1_000
const CONNECT_TIMEOUT_MS = 15_000
/** Larger messages are neither measurements nor an alert; they are refused and acknowledged, or they would come for ever. */
const MESSAGE_MAX_BYTES = 1024 * 1024

type BrokerMapping = Extract<Mapping, { kind: "mqtt-client" }>

/**
 * Joins an outside broker as a client: MQTT 3.1.1 with a session that outlives the connection, QoS 1. A message is acknowledged to
 * the broker only after our commit, and the next one is read only then, so the queue is the broker's own and nothing is lost when
 * either side ends. Comes back after 1, 2, 4 … 60 seconds.
 */
export function joinBroker(source: Source, mapping: BrokerMapping): { readonly stop: () => Promise<void> } {
  const client = mqtt.connect(mapping.url, {
    clientId: `holdfast-${mapping.name}`,
    clean: false,
    protocolVersion: 4,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: RECONNECT_FIRST_MS,
    resubscribe: false,
    ...(mapping.user !== undefined && { username: mapping.user }),
    ...(mapping.password_file !== undefined && { password: readPassword(mapping.password_file) }),
  })
  let waitMs = RECONNECT_FIRST_MS
  let stopped = false
  client.handleMessage = (packet, done) => {
    const sent = Buffer.from(packet.payload)
    const bytes = sent.length > MESSAGE_MAX_BYTES ? Buffer.alloc(0) : sent
    const attempt = () => {
      source.take({ topic: packet.topic, bytes }).then(
        () => done(),
        (error: unknown) => {
          source.fail(notStored(error))
          // Held, not given up: without an acknowledgement the broker keeps it, also when we end now.
          if (!stopped) setTimeout(attempt, RETRY_MS).unref()
        },
      )
    }
    attempt()
  }
  client.on("connect", () => {
    waitMs = RECONNECT_FIRST_MS
    client.options.reconnectPeriod = waitMs
    client.subscribe([...mapping.topics], { qos: 1 }, (error, granted) => {
      if (error) source.fail(error)
      else if (granted?.some(({ qos }) => qos > 2)) source.fail(new SourceFailed("broker-topics", {}))
      else source.connected()
    })
  })
  client.on("close", () => {
    if (stopped) return
    waitMs = Math.min(RECONNECT_MOST_MS, waitMs * 2)
    client.options.reconnectPeriod = waitMs
    if (source.status.state === "connected") source.fail(new SourceFailed("broker-gone", {}))
  })
  // The one error of the library without a code that a broker causes.
  const isSilent = (error: Error) => error.message === "connack timeout"
  client.on("error", (error) => source.fail(isSilent(error) ? new SourceFailed("timed-out", {}) : error))
  return {
    stop: async () => {
      stopped = true
      await client.endAsync(true)
    },
  }
}

function readPassword(file: string): string {
  try {
    return fs.readFileSync(file, "utf8").trim()
  } catch (error) {
    throw new SourceFailed("password-file", { file: path.basename(file), code: codeOf(error) }, error)
  }
}
