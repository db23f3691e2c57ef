import assert from "node:assert"
import type { Engine } from "../server/src/platform/db/index.ts"
import type { BenchServer } from "./bench-server.ts"
import { compare, type Row as TableRow } from "./measure.ts"
import { openRawTable } from "./raw-table.ts"
import { type Row, stormOf } from "./storm.ts"
import { countStored, openDevices, rainDatastreams, readyAsDataArrays } from "./take-in.ts"

/** The few stations of a city measure for so long in all rounds together. */
const SPAN_MIN = 40
const SEED = 20_260_731
const HTTP_ROWS = 20_000
const MQTT_ROWS = 8_000
const ROUNDS = 3

/** Makes rows ready before time counts. */
type Ready = (rows: readonly Row[]) => () => Promise<unknown>

/** Measurements into the real server, with rules and durable commits, against the same rows into a bare table. */
export async function benchIngest(server: BenchServer, engine: Engine): Promise<TableRow[]> {
  const storm = stormOf(await rainDatastreams(server), SEED, SPAN_MIN)
  const raw = await openRawTable(engine)
  const devices = await openDevices(server)
  const peerName = engine.bulk === "copy" ? "bare COPY" : "bare insert of lists"

  const side = async (rows: readonly Row[], ready: Ready, count: () => Promise<number>) => {
    const before = await count()
    const send = ready(rows)
    const startedMs = performance.now()
    await send()
    const seconds = (performance.now() - startedMs) / 1000
    assert.equal((await count()) - before, rows.length, "every row is stored, and no row twice")
    return rows.length / seconds
  }
  const against = async (name: string, size: number, ready: Ready) => {
    let rows: readonly Row[] = []
    const ours = () => {
      rows = storm(size)
      return side(rows, ready, () => countStored(server))
    }
    const peer = () => side(rows, (some) => () => raw.insert(some), raw.count)
    return compare({ name: `${name}, ${engine.kind}`, unit: "rows/s", peerName, ours, peer, rounds: ROUNDS })
  }
  try {
    const http = await against("measurements over HTTP", HTTP_ROWS, (rows) => readyAsDataArrays(server, rows, HTTP_ROWS / 4))
    const mqtt = await against("measurements over MQTT, QoS 1", MQTT_ROWS, (rows) => () => devices.publish(rows))
    return [http, mqtt]
  } finally {
    await devices.close()
    await raw.drop()
  }
}
