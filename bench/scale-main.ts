import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fillScale, sizeOfDatabase, waitForRollUps } from "../server/test/scale-fill.ts"
import { startPostgres } from "../tools/services.ts"
import { startBenchServer } from "./bench-server.ts"
import { measureReads, type Reads } from "./scale-reads.ts"

/**
 * How a city answers when it has very many measurements: the same questions over HTTP at each size, each on a PostgreSQL of its own.
 *
 *     node bench/scale-main.ts [millions of measurements, such as 10,100] [series]
 */
const sizes = (process.argv[2] ?? "10").split(",").map((millions) => Number(millions) * 1_000_000)
const series = Number(process.argv[3] ?? 10_000)
/** A row with its indexes, and room for the log of the database. */
const BYTES_PER_OBSERVATION = 260
const say = (what: string) => process.stderr.write(`${what}\n`)

const found: { readonly observations: number; readonly reads: readonly Reads[] }[] = []
for (const observations of sizes) {
  const free = fs.statfsSync(os.tmpdir())
  if (free.bavail * free.bsize < observations * BYTES_PER_OBSERVATION) {
    process.stdout.write(`Not run: ${observations.toLocaleString("en")} measurements need more disk than there is.\n`)
    continue
  }
  found.push({ observations, reads: await measureSize(observations) })
}
printReads()

async function measureSize(observations: number): Promise<readonly Reads[]> {
  const postgres = await startPostgres()
  if (!postgres) throw new Error("This needs an installed PostgreSQL.")
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-scale-"))
  try {
    await (await startBenchServer(folder, postgres.url)).stop()
    const until = new Date()
    const filledMs = performance.now()
    const firstSeries = await fillScale(postgres.url, { series, observations, until })
    say(
      `${observations.toLocaleString("en")} filled in ${seconds(performance.now() - filledMs)} s, ${await sizeOfDatabase(postgres.url)}`,
    )
    const server = await startBenchServer(folder, postgres.url)
    try {
      say(`started in ${server.startSeconds.toFixed(1)} s with ${Math.round(server.residentMb() ?? 0)} MB`)
      say(`rolled up in ${(await waitForRollUps(postgres.url, until)).toFixed(0)} s, then ${await sizeOfDatabase(postgres.url)}`)
      return await measureReads(server, { firstSeries, series, until })
    } finally {
      await server.stop()
    }
  } finally {
    postgres.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function printReads(): void {
  const line = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`)
  const [small] = found
  if (!small) return
  process.stdout.write(`\n${os.cpus().length} × ${os.cpus()[0]?.model ?? "unknown"}, ${series.toLocaleString("en")} series\n\n`)
  const large = found.slice(1)
  line([
    "read over HTTP",
    ...found.map(({ observations }) => `${observations / 1_000_000} M: p50, p99`),
    ...large.map(({ observations }) => `p99 of ${observations / 1_000_000} M ÷ ${small.observations / 1_000_000} M`),
  ])
  line(["---", ...found.map(() => "---"), ...large.map(() => "---")])
  for (const [i, { name, times }] of small.reads.entries()) {
    line([
      name,
      ...found.map(({ reads }) => `${share(reads[i]!.times, 0.5).toFixed(1)} ms, ${share(reads[i]!.times, 0.99).toFixed(1)} ms`),
      ...large.map(({ reads }) => (share(reads[i]!.times, 0.99) / share(times, 0.99)).toFixed(2)),
    ])
  }
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(0)
}
