import type { Random } from "@holdfast/kernel"
import { connectAsync, type MqttClient } from "mqtt"

const ROOT = "/sensorthings/v1.1"
const BATCH_ROWS = 20
const MQTT_IN_FLIGHT = 20
const STEP_MS = 1_000
const KEYED_IN_FLIGHT = 4
/** Below the limit of reports that one address may send within an hour. */
const REPORTS_PER_RUN = 20

interface Row {
  readonly datastream: number
  readonly atMs: number
  readonly value: number
}

/** What would be stored twice if it were sent twice, but for its key. */
interface Keyed {
  readonly kind: "untimed" | "things"
  readonly name: string
  readonly path: string
  readonly body: unknown
}

/** What a city was asked to keep, and what it said that it keeps. */
export class Ledger {
  readonly notes = new Set<string>()
  readonly reports = new Set<string>()
  readonly observations = new Set<string>()
  /** The results of measurements without a time, each its own. */
  readonly untimed = new Set<string>()
  /** The names of Things. */
  readonly things = new Set<string>()
  #waiting: { readonly count: number; readonly reached: () => void } | undefined

  get acknowledged(): number {
    return this.notes.size + this.reports.size + this.observations.size + this.untimed.size + this.things.size
  }

  add(kind: "notes" | "reports" | "observations" | "untimed" | "things", ...keys: readonly string[]): void {
    for (const key of keys) this[kind].add(key)
    if (this.#waiting && this.acknowledged >= this.#waiting.count) this.#waiting.reached()
  }

  /** Waits until so many more were acknowledged. */
  more(count: number): Promise<void> {
    const wanted = this.acknowledged + count
    return new Promise((reached) => {
      this.#waiting = { count: wanted, reached }
    })
  }
}

export const keyOf = ({ datastream, atMs }: Pick<Row, "datastream" | "atMs">): string => `${datastream} ${atMs}`

export interface LoadTarget {
  readonly url: string
  readonly mqttPort: number
  readonly headers: Record<string, string>
  readonly datastreams: readonly number[]
  readonly area: string
  /** The session of somebody who may make Things. */
  readonly engineer: Record<string, string>
  /** Series that nobody else writes to, one for each that is in flight: two at one time would be one measurement. */
  readonly untimed: readonly number[]
}

/** The station of the series for measurements without a time. */
export const untimedStation = "keyed 0"

/** Makes the station once, however often it is asked for. Gives its id. */
export async function makeUntimedStation(url: string, engineer: Record<string, string>): Promise<number> {
  const described = (name: string) => ({ name, description: "Of a load" })
  const series = {
    ...{ ...described("Level"), observationType: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement" },
    unitOfMeasurement: { name: "metre", symbol: "m", definition: "ucum:m" },
    Sensor: { ...described("Probe"), encodingType: "text/html", metadata: "https://example.org/probe" },
    ObservedProperty: { ...described("Depth"), definition: "http://qudt.org/vocab/quantitykind/Depth" },
  }
  const location = { type: "Point", coordinates: [121, 30] }
  const answer = await post(
    `${url}${ROOT}/Things`,
    { ...engineer, "idempotency-key": untimedStation },
    {
      ...described(untimedStation),
      Locations: [{ ...described("Bank"), encodingType: "application/geo+json", location }],
      Datastreams: Array.from({ length: KEYED_IN_FLIGHT }, () => series),
    },
  )
  // Its links lead to the port of the server that was asked first.
  return JSON.parse(answer!.text)["@iot.id"] as number
}

/**
 * Measurements over HTTP and MQTT, notes, and residents' reports, as fast as the city answers, until it is gone. As a device
 * does, it sends measurements again that were not acknowledged; what has no time, and Things, under the same key.
 */
export class KillLoad {
  readonly ledger = new Ledger()
  readonly #random: Random
  readonly #startMs: number
  #drawn = 0
  #written = 0
  #unsure: Row[] = []
  /** What each of those in flight got no answer to. */
  readonly #unanswered: (Keyed | undefined)[] = []

  constructor(random: Random) {
    this.#random = random
    this.#startMs = Math.floor(Date.now() / 1000) * 1000 - 5 * 3_600_000
  }

  /** Runs until the server is gone or `stop` is called. */
  async run(target: LoadTarget): Promise<{ readonly done: Promise<unknown>; stop(): void }> {
    let running = true
    const device = await connectAsync(`mqtt://127.0.0.1:${target.mqttPort}`, { protocolVersion: 4, reconnectPeriod: 0 })
    device.on("error", () => {})
    const going = () => running
    const gone = new Promise<void>((resolve) => device.once("close", () => resolve()))
    const loops = [
      ...[0, 1].map(() => this.#takeIn(target, going)),
      ...Array.from({ length: MQTT_IN_FLIGHT }, () => this.#publish(device, gone, target, going)),
      this.#writeNotes(target, going),
      this.#report(target, going),
      ...target.untimed.map((datastream, place) => this.#sendKeyed({ target, datastream, place }, going)),
    ]
    return {
      done: Promise.all(loops).finally(() => device.end(true)),
      stop: () => {
        running = false
        device.end(true)
      },
    }
  }

  #rows({ datastreams }: LoadTarget, count: number): Row[] {
    const again = this.#unsure.splice(0, count)
    const fresh = Array.from({ length: count - again.length }, () => {
      const row = {
        datastream: datastreams[this.#drawn % datastreams.length]!,
        atMs: this.#startMs + Math.floor(this.#drawn / datastreams.length) * STEP_MS,
        value: this.#random.int(20) === 0 ? 2 : 0,
      }
      this.#drawn += 1
      return row
    })
    return [...again, ...fresh]
  }

  async #takeIn(target: LoadTarget, going: () => boolean): Promise<void> {
    while (going()) {
      const rows = this.#rows(target, BATCH_ROWS)
      const body = [...Map.groupBy(rows, ({ datastream }) => datastream)].map(([datastream, own]) => ({
        Datastream: { "@iot.id": datastream },
        components: ["phenomenonTime", "result"],
        dataArray: own.map(({ atMs, value }) => [new Date(atMs).toISOString(), value]),
      }))
      const answer = await post(`${target.url}${ROOT}/CreateObservations`, {}, body)
      if (answer?.status !== 201) {
        this.#unsure.push(...rows)
        return
      }
      this.ledger.add("observations", ...rows.map(keyOf))
    }
  }

  async #publish(device: MqttClient, gone: Promise<void>, target: LoadTarget, going: () => boolean): Promise<void> {
    while (going()) {
      const row = this.#rows(target, 1)[0]!
      const message = JSON.stringify({ phenomenonTime: new Date(row.atMs).toISOString(), result: row.value })
      const sent = device.publishAsync(`v1.1/Datastreams(${row.datastream})/Observations`, message, { qos: 1 })
      const kept = await Promise.race([sent.then(() => true), gone.then(() => false)]).catch(() => false)
      if (!kept) {
        this.#unsure.push(row)
        return
      }
      this.ledger.add("observations", keyOf(row))
    }
  }

  async #sendKeyed(
    { target, datastream, place }: { readonly target: LoadTarget; readonly datastream: number; readonly place: number },
    going: () => boolean,
  ): Promise<void> {
    while (going()) {
      const sent = this.#unanswered[place] ?? this.#newKeyed(datastream)
      this.#unanswered[place] = sent
      const headers = { ...target.engineer, "idempotency-key": `${sent.kind} ${sent.name}` }
      const answer = await post(`${target.url}${ROOT}${sent.path}`, headers, sent.body)
      if (answer?.status !== 201) return
      this.#unanswered[place] = undefined
      this.ledger.add(sent.kind, sent.name)
    }
  }

  #newKeyed(datastream: number): Keyed {
    const n = (this.#written += 1)
    if (n % 2 === 0)
      return { kind: "untimed", name: `${n}`, path: `/Datastreams(${datastream})/Observations`, body: { result: n } }
    const name = `keyed ${n}`
    return { kind: "things", name, path: "/Things", body: { name, description: "Of a load" } }
  }

  async #writeNotes({ url, headers }: LoadTarget, going: () => boolean): Promise<void> {
    while (going()) {
      const text = `note ${(this.#written += 1)}`
      const answer = await post(`${url}/api/journal`, headers, { text })
      if (answer?.status !== 201) return
      this.ledger.add("notes", text)
    }
  }

  async #report({ url, area }: LoadTarget, going: () => boolean): Promise<void> {
    for (let sent = 0; sent < REPORTS_PER_RUN && going(); sent += 1) {
      const description = `report ${(this.#written += 1)}`
      const answer = await fetch(`${url}/report?lang=en`, {
        method: "POST",
        body: new URLSearchParams({ area, place: "by the gate", category: "flooded-road", description }),
      }).catch(() => undefined)
      const page = await answer?.text().catch(() => undefined)
      // The code is shown once, at the end: only then was the report received.
      if (answer?.status !== 200 || !page || !/[0-9A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}/.test(page)) return
      this.ledger.add("reports", description)
    }
  }
}

/** An answer, once it is read to its end; undefined when the server is gone before. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<{ status: number; text: string } | undefined> {
  const sent = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) }
  const answer = await fetch(url, sent).catch(() => undefined)
  const text = await answer?.text().catch(() => undefined)
  return answer && text !== undefined ? { status: answer.status, text } : undefined
}
