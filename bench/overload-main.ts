import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { startPostgres } from "../tools/services.ts"
import { benchOverload } from "./bench-overload.ts"
import { startBenchServer } from "./bench-server.ts"
import { makeGauges } from "./gauges.ts"
import { printFigures } from "./measure.ts"

// `node bench/overload-main.ts [minutes] [devices] [engine]`: ten times what the server carries, and what becomes of it.
const [minutes = 10, devices = 5_000] = process.argv.slice(2, 4).map(Number)
const engine = process.argv[4] ?? "postgres"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const postgres = engine === "postgres" ? await startPostgres() : undefined
try {
  if (engine === "postgres" && !postgres) throw new Error("PostgreSQL is not installed here")
  const say = (what: string) => process.stderr.write(`${engine}: ${what}\n`)
  const start = () => startBenchServer(path.join(folder, engine), postgres?.url)
  say("making a city")
  const first = await start()
  const gauges = await makeGauges(first, devices)
  await first.stop()
  // What a city costs that was made before: making one takes memory that is not given back.
  const server = await start()
  try {
    printFigures(await benchOverload(server, { minutes, gauges: gauges.bound, say }))
  } finally {
    await server.stop()
  }
} finally {
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
