import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { startPostgres } from "../tools/services.ts"
import { benchSend } from "./bench-send.ts"
import { printFigures } from "./measure.ts"

// `node bench/send-main.ts [subscriptions] [warnings]`: from an approval until the send order is on disk; at full size when nothing is said.
const [subscriptions = 10_000_000, warnings = 200] = process.argv.slice(2).map(Number)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const postgres = await startPostgres()
try {
  if (postgres) printFigures(await benchSend(path.join(folder, "city"), postgres.url, { subscriptions, warnings }))
  else process.stdout.write("No PostgreSQL is installed here: not measured.\n")
} finally {
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
