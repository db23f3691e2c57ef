import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { startPostgres } from "../tools/services.ts"
import { benchMqtt } from "./bench-mqtt.ts"
import { startBenchServer } from "./bench-server.ts"
import { printTable, type Row } from "./measure.ts"
import { startMosquitto } from "./mosquitto.ts"

// `node bench/mqtt-main.ts [connections] [messages] [engine]`: devices over MQTT, on both engines or one.
const [connections = 1_000, messages = 100_000] = process.argv.slice(2, 4).map(Number)
const only = process.argv[4]
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const mosquitto = await startMosquitto(folder)
const postgres = await startPostgres()
const rows: Row[] = []
try {
  if (!mosquitto) throw new Error("No mosquitto is installed here.")
  const engines: [string, string | undefined][] = postgres
    ? [
        ["postgres", postgres.url],
        ["pglite", undefined],
      ]
    : [["pglite", undefined]]
  for (const [engine, url] of engines.filter(([name]) => only === undefined || name === only)) {
    process.stderr.write(`${engine}: making a city\n`)
    const server = await startBenchServer(path.join(folder, engine), url)
    try {
      process.stderr.write(`${engine}: ${connections} devices\n`)
      rows.push(await benchMqtt(server, mosquitto, { engine, connections, messages }))
    } finally {
      await server.stop()
    }
  }
  printTable(rows)
} finally {
  mosquitto?.stop()
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
