import assert from "node:assert"
import type { BenchServer } from "./bench-server.ts"
import type { Gauge } from "./gauges.ts"
import { compare, type Row as TableRow } from "./measure.ts"
import type { Mosquitto } from "./mosquitto.ts"
import { MqttFlood, messagesOf } from "./mqtt-flood.ts"
import type { Storm } from "./storm.ts"
import { countStored } from "./take-in.ts"

const SEED = 20_260_801
const ROUNDS = 3

export interface MqttBenchOptions {
  readonly engine: string
  readonly connections: number
  /** Messages of one connection that wait for their PUBACK. */
  readonly inFlight: number
  readonly messages: number
  /** Who measures; with fewer connections each of them is a gateway of several. */
  readonly gauges: readonly Gauge[]
  readonly storm: Storm
}

/**
 * Measurements of many devices that signed in, with doubles told apart and rules on, each acknowledged after its durable commit,
 * against a Mosquitto that accepts the same packets from the same generator and stores nothing.
 */
export async function benchMqtt(
  server: BenchServer,
  mosquitto: Mosquitto,
  { engine, connections, inFlight, messages, gauges, storm }: MqttBenchOptions,
): Promise<TableRow> {
  const signIns = gauges.slice(0, connections)
  const open = (port: number) => MqttFlood.open(port, signIns, inFlight)
  const [ours, theirs] = [await open(server.mqttPort), await open(mosquitto.port)]
  const timed = async (flood: MqttFlood, some: ReturnType<typeof messagesOf>) => {
    const startedMs = performance.now()
    await flood.send(some)
    return (some.length * 1_000) / (performance.now() - startedMs)
  }
  let seed = SEED
  // Each gauge is always sent by the same connection.
  const fresh = () => messagesOf(storm(Math.ceil(messages / gauges.length) * gauges.length), (seed += 1))
  try {
    return await compare({
      name: `${connections} connections over MQTT, QoS 1, ${inFlight} in flight, ${engine}`,
      unit: "messages/s",
      peerName: "Mosquitto, stores nothing",
      ours: async () => {
        const some = fresh()
        const before = await countStored(server)
        const rate = await timed(ours, some)
        const good = some.filter(({ isMalformed }) => !isMalformed).length
        assert.equal((await countStored(server)) - before, good, "each good one is stored once, and no bad one")
        return rate
      },
      peer: () => timed(theirs, fresh()),
      rounds: ROUNDS,
    })
  } finally {
    ours.close()
    theirs.close()
  }
}
