import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { startPostgres } from "../tools/services.ts"
import { benchBatches } from "./bench-batches.ts"
import { benchLatency } from "./bench-latency.ts"
import { benchMqtt } from "./bench-mqtt.ts"
import { type BenchServer, startBenchServer } from "./bench-server.ts"
import { makeGauges } from "./gauges.ts"
import { type Figure, printFigures, printTable, type Row } from "./measure.ts"
import { startMosquitto } from "./mosquitto.ts"
import { stormOf } from "./storm.ts"
import { startVictoria } from "./victoria.ts"

// `node bench/sense-main.ts [devices] [messages] [engine]`: measurements from many devices, in batches, and how soon they are heard;
// on both engines or one. A peer that is not installed is not run, which is no win.
const [devices = 5_000, messages = 100_000] = process.argv.slice(2, 4).map(Number)
const only = process.argv[4]
const GATEWAYS = 20
const SEED = 20_260_801
/** A3 of the performance goals: beside so many measurements a second. */
const BESIDE_PER_S = 50_000

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const rows: Row[] = []
const figures: Figure[] = []
const postgres = await startPostgres()
try {
  const engines: [string, string | undefined][] = [["pglite", undefined]]
  if (postgres) engines.unshift(["postgres", postgres.url])
  for (const [engine, url] of engines.filter(([name]) => only === undefined || name === only)) {
    const say = (what: string) => process.stderr.write(`${engine}: ${what}\n`)
    say("making a city")
    const server = await startBenchServer(path.join(folder, engine), url)
    try {
      await benchEngine(engine, server, say)
    } finally {
      await server.stop()
    }
  }
  printTable(rows)
  printFigures(figures)
} finally {
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}

async function benchEngine(engine: string, server: BenchServer, say: (what: string) => void): Promise<void> {
  say("making gauges")
  const gauges = await makeGauges(server, devices)
  // One storm for all of it: the same measurement twice would be a double.
  const storm = stormOf(
    gauges.bound.map(({ datastream }) => datastream),
    SEED,
  )
  await against("mosquitto", startMosquitto, async (mosquitto) => {
    say(`${devices} devices`)
    rows.push(
      await benchMqtt(server, mosquitto, { engine, connections: devices, inFlight: 4, messages, gauges: gauges.bound, storm }),
    )
    say(`${GATEWAYS} gateways`)
    rows.push(
      await benchMqtt(server, mosquitto, {
        engine,
        connections: GATEWAYS,
        inFlight: 1_000,
        messages,
        gauges: gauges.unbound,
        storm,
      }),
    )
  })
  await against("victoria-metrics", startVictoria, async (victoria) => {
    say("batches")
    rows.push(...(await benchBatches(server, victoria, { engine, storm })))
  })
  say("how soon a signal is heard")
  figures.push(...(await benchLatency(server, gauges.bound, { engine, rate: BESIDE_PER_S, storm })))
  const residentMb = server.residentMb()
  if (residentMb) figures.push({ name: `memory at the end, ${engine}`, unit: "MB", values: [residentMb], decimals: 0 })
}

async function against<T extends { stop(): void }>(
  name: string,
  start: (folder: string) => Promise<T | undefined>,
  run: (peer: T) => Promise<void>,
): Promise<void> {
  const peer = await start(folder)
  if (!peer) return void process.stderr.write(`${name} is not installed here: not run\n`)
  try {
    await run(peer)
  } finally {
    peer.stop()
  }
}
