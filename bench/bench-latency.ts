import assert from "node:assert"
import { setTimeout as wait } from "node:timers/promises"
import { connectAsync } from "mqtt"
import type { BenchServer } from "./bench-server.ts"
import type { Gauge } from "./gauges.ts"
import type { Figure } from "./measure.ts"
import { MqttFlood, messagesOf } from "./mqtt-flood.ts"
import type { Storm } from "./storm.ts"

const SEED = 20_260_803
const PROBES = 200
const PROBE_EVERY_MS = 100
/** Metres, below every limit and above the highest. */
const [CALM, FLOOD] = [0.5, 6]

/**
 * From publishing a measurement to the signal that it raises, as a browser hears it by server-sent events, while other devices send
 * `rate` measurements a second. A river goes up and down; the storm around it is dry, so that no other signal is raised.
 */
export async function benchLatency(
  server: BenchServer,
  gauges: readonly Gauge[],
  { engine, rate, storm }: { readonly engine: string; readonly rate: number; readonly storm: Storm },
): Promise<Figure[]> {
  const flood = await MqttFlood.open(server.mqttPort, gauges)
  const listener = await Listener.open(server.url)
  const river = await riverGauge(server.url)
  const probe = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, { protocolVersion: 4 })
  const sayAndTime = async (result: number, verb: string) => {
    const heard = listener.next(verb)
    const startedMs = performance.now()
    const topic = `v1.1/Datastreams(${river})/Observations`
    probe.publish(topic, JSON.stringify({ phenomenonTime: new Date().toISOString(), result }), { qos: 1 })
    return (await heard) - startedMs
  }
  let isDone = false
  let sent = 0
  const dry = () => storm(gauges.length).map((row) => ({ ...row, value: 0 }))
  const startedMs = performance.now()
  const flooding = (async () => {
    while (!isDone) {
      const messages = messagesOf(dry(), SEED + sent)
      await flood.send(messages)
      sent += messages.length
      await wait(Math.max(0, (sent * 1_000) / rate - (performance.now() - startedMs)))
    }
  })()
  const latencies: number[] = []
  try {
    for (let i = 0; i < PROBES; i += 1) {
      latencies.push(await sayAndTime(FLOOD, "raise-signal"))
      await wait(PROBE_EVERY_MS)
      await sayAndTime(CALM, "clear-signal")
    }
  } finally {
    isDone = true
    await flooding
    listener.close()
    await probe.endAsync()
    flood.close()
  }
  const seconds = (performance.now() - startedMs) / 1_000
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => [sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!]
  return [
    { name: `measurements beside it, ${engine}`, unit: "per s", values: [sent / seconds], decimals: 0 },
    { name: `published → signal heard, p50, ${engine}`, unit: "ms", values: at(0.5), decimals: 1 },
    { name: `published → signal heard, p99, ${engine}`, unit: "ms", values: at(0.99), decimals: 1 },
  ]
}

async function riverGauge(url: string): Promise<number> {
  const filter = encodeURIComponent("ObservedProperty/definition eq 'urn:holdfast:property:river-stage'")
  const answer = await fetch(`${url}/sensorthings/v1.1/Datastreams?$filter=${filter}&$top=1`)
  const { value } = (await answer.json()) as { value: { "@iot.id": number }[] }
  assert(value[0], "the city has a river gauge")
  return value[0]["@iot.id"]
}

/** A browser's stream of news. */
class Listener {
  #waiting = new Map<string, (atMs: number) => void>()
  readonly #abort = new AbortController()

  static async open(url: string): Promise<Listener> {
    const listener = new Listener()
    const session = await fetch(`${url}/api/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ role: "duty-officer" }),
    })
    const answer = await fetch(`${url}/api/live`, {
      headers: { cookie: session.headers.getSetCookie()[0]!.split(";")[0]! },
      signal: listener.#abort.signal,
    })
    void listener.#read(answer.body!).catch(() => {})
    return listener
  }

  /** When the next news of a verb is heard. */
  next(verb: string): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(verb, resolve))
  }

  close(): void {
    this.#abort.abort()
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of body) {
      for (const [, verb] of Buffer.from(chunk)
        .toString()
        .matchAll(/"verb":"([a-z-]+)"/g)) {
        this.#waiting.get(verb!)?.(performance.now())
        this.#waiting.delete(verb!)
      }
    }
  }
}
