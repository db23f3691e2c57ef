import assert from "node:assert"
import { connectAsync, type MqttClient } from "mqtt"
import type { BenchServer } from "./bench-server.ts"
import { signIn } from "./gauges.ts"

/** Metres, below every limit and above the highest. */
const [CALM, FLOOD] = [0.5, 6]

/** A river gauge that goes up and down, and a browser that hears the signals of it. Times are milliseconds from `publish` on. */
export class Probe {
  readonly #listener: Listener
  readonly #topic: string
  readonly #gauge: MqttClient

  private constructor(listener: Listener, topic: string, gauge: MqttClient) {
    this.#listener = listener
    this.#topic = topic
    this.#gauge = gauge
  }

  static async open({ url, mqttPort }: BenchServer): Promise<Probe> {
    const topic = `v1.1/Datastreams(${await riverGauge(url)})/Observations`
    const gauge = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { protocolVersion: 4 })
    return new Probe(await Listener.open(url), topic, gauge)
  }

  /** Until the signal is heard. */
  raise(): Promise<number> {
    return this.#say(FLOOD, "raise-signal")
  }

  /** Until the end of the signal is heard. */
  clear(): Promise<number> {
    return this.#say(CALM, "clear-signal")
  }

  async close(): Promise<void> {
    this.#listener.close()
    await this.#gauge.endAsync()
  }

  async #say(result: number, verb: string): Promise<number> {
    const heard = this.#listener.next(verb)
    const startedMs = performance.now()
    this.#gauge.publish(this.#topic, JSON.stringify({ phenomenonTime: new Date().toISOString(), result }), { qos: 1 })
    return (await heard) - startedMs
  }
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
    const answer = await fetch(`${url}/api/live`, {
      headers: { cookie: await signIn(url, "duty-officer") },
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
