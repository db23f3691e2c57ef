import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { allMigrations } from "../server/src/migrations.ts"
import { type Engine, findMigratedTemplate, openPglite, openPostgres } from "../server/src/platform/db/index.ts"
import { startPostgres } from "../tools/services.ts"
import { benchCap } from "./bench-cap.ts"
import { benchCommits } from "./bench-commits.ts"
import { benchIngest } from "./bench-ingest.ts"
import { benchReach } from "./bench-reach.ts"
import { benchRead } from "./bench-read.ts"
import { startBenchServer } from "./bench-server.ts"
import { type Figure, printFigures, printTable, type Row } from "./measure.ts"

const WARM_STARTS = 2
/** A tenth of a large country; `bench/reach-main.ts` takes all of it. */
const REACHED = { subscriptions: 500_000, areas: 5_000, cells: 100_000, questions: 40 }

/** A fifth of what `bench/cap-main.ts` takes. */
const CAP_MESSAGES = 2_000

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-"))
const postgres = await startPostgres()
const rows: Row[] = []
const figures: Figure[] = []
try {
  await benchEngine("pglite", openEmpty)
  const address = postgres?.url
  if (address) await benchEngine("postgres", () => openPostgres(address), address)
  const reach = await benchReach(REACHED)
  rows.push(...reach.rows)
  figures.push(...reach.figures)
  const cap = await benchCap(CAP_MESSAGES)
  rows.push(...cap.rows)
  figures.push(...cap.figures)
  printTable(rows)
  printFigures(figures)
  if (!postgres) process.stdout.write("\nNo PostgreSQL is installed here: its half is not measured.\n")
} finally {
  postgres?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}

/** Everything on one engine. The bare side has a database of its own, or a table of its own on the same server. */
async function benchEngine(name: Engine["kind"], openPeer: () => Promise<Engine>, databaseUrl?: string): Promise<void> {
  const data = path.join(folder, name)
  const say = (what: string) => process.stderr.write(`${name}: ${what}\n`)
  say("making a city")
  let server = await startBenchServer(data, databaseUrl)
  const starts: number[] = []
  const memory: number[] = []
  try {
    say("starting it again")
    for (let start = 0; start < WARM_STARTS; start += 1) {
      await server.stop()
      server = await startBenchServer(data, databaseUrl)
      starts.push(server.startSeconds)
      const residentMb = server.residentMb()
      if (residentMb !== undefined) memory.push(residentMb)
    }
    const peer = await openPeer()
    say("taking in measurements")
    try {
      rows.push(...(await benchIngest(server, peer)))
    } finally {
      await peer.close()
    }
    say("reading")
    rows.push(...(await benchRead(server, name)))
  } finally {
    await server.stop()
  }
  say("committing")
  const engine = await openPeer()
  rows.push(...(await benchCommits(engine, path.join(folder, `${name}-commits`))))
  figures.push({ name: `start of an existing city, ${name}`, unit: "s", values: starts, decimals: 1 })
  if (memory.length > 0) figures.push({ name: `memory after start, ${name}`, unit: "MB", values: memory, decimals: 0 })
}

/** A PGlite of its own, in a folder that is new. */
async function openEmpty(): Promise<Engine> {
  const onDiskFailure = (reason: string): never => {
    throw new Error(`The disk failed: ${reason}`)
  }
  const template = await findMigratedTemplate(allMigrations, onDiskFailure)
  return openPglite({
    folder: path.join(fs.mkdtempSync(path.join(folder, "peer-")), "pglite"),
    ...(template ? { template } : {}),
    onDiskFailure,
  })
}
