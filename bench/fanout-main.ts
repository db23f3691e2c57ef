import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { startPostgres } from "../tools/services.ts"
import { benchFanout, benchReturn } from "./bench-fanout.ts"
import { startBenchServer } from "./bench-server.ts"
import { printFigures, printTable } from "./measure.ts"
import { startNchan } from "./nchan.ts"

// `node bench/fanout-main.ts [readers]`: one warning to open browsers against nchan, and all of them back after a kill.
const readers = Number(process.argv[2] ?? 10_000)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const postgres = await startPostgres()
const start = () => startBenchServer(path.join(folder, "city"), postgres?.url)
let server = await start()
const nchan = await startNchan(path.join(folder, "nchan"))
try {
  if (nchan) printTable(await benchFanout(server, nchan, { readers }))
  else process.stdout.write("nchan is not installed: not compared, which is no win.\n")
  const back = await benchReturn(server, start, { readers })
  server = back.server
  printFigures(back.figures)
} finally {
  nchan?.stop()
  await server.stop()
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
