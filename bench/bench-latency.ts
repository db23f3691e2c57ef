import { setTimeout as wait } from "node:timers/promises"
import type { BenchServer } from "./bench-server.ts"
import type { Gauge } from "./gauges.ts"
import { type Figure, quantile } from "./measure.ts"
import { MqttFlood, messagesOf } from "./mqtt-flood.ts"
import { Probe } from "./probe.ts"
import type { Storm } from "./storm.ts"

const SEED = 20_260_803
const PROBES = 200
/** Where each is late there are fewer. */
const PROBING_MS = 40_000
const PROBE_EVERY_MS = 100
/** The devices do not all measure at one moment: so many parts of them do, one after another. */
const PARTS = 20

/**
 * From publishing a measurement to the signal that it raises, as a browser hears it by server-sent events, while other devices send
 * `rate` measurements a second. A river goes up and down; the storm around it is dry, so that no other signal is raised.
 */
export async function benchLatency(
  server: BenchServer,
  gauges: readonly Gauge[],
  { engine, rate, storm }: { readonly engine: string; readonly rate: number; readonly storm: Storm },
): Promise<Figure[]> {
  const size = Math.ceil(gauges.length / PARTS)
  const floods: MqttFlood[] = []
  for (let start = 0; start < gauges.length; start += size)
    floods.push(await MqttFlood.open(server.mqttPort, gauges.slice(start, start + size), 4))
  const probe = await Probe.open(server)
  let isDone = false
  let sent = 0
  const dry = () => storm(gauges.length).map((row) => ({ ...row, value: 0 }))
  const startedMs = performance.now()
  const flooding = (async () => {
    const sending = floods.map(() => Promise.resolve())
    let offered = 0
    while (!isDone) {
      const rows = dry()
      for (const [i, flood] of floods.entries()) {
        const messages = messagesOf(rows.slice(i * size, (i + 1) * size), SEED + offered)
        await sending[i]
        sending[i] = flood.send(messages).then(() => void (sent += messages.length))
        offered += messages.length
        await wait(Math.max(0, (offered * 1_000) / rate - (performance.now() - startedMs)))
      }
    }
    await Promise.all(sending)
  })()
  const latencies: number[] = []
  try {
    for (let i = 0; i < PROBES && performance.now() - startedMs < PROBING_MS; i += 1) {
      latencies.push(await probe.raise())
      await wait(PROBE_EVERY_MS)
      await probe.clear()
    }
  } finally {
    isDone = true
    await flooding
    await probe.close()
    for (const flood of floods) flood.close()
  }
  const seconds = (performance.now() - startedMs) / 1_000
  const at = (share: number) => [quantile(latencies, share)]
  return [
    { name: `measurements beside it, ${engine}`, unit: "per s", values: [sent / seconds], decimals: 0 },
    { name: `published → signal heard, p50, ${engine}`, unit: "ms", values: at(0.5), decimals: 1 },
    { name: `published → signal heard, p99, ${engine}`, unit: "ms", values: at(0.99), decimals: 1 },
  ]
}
