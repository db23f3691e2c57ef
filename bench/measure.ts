import os from "node:os"

/** One line of the table: ours against a peer or a limit that ran in the same process run, several times, in turns. */
export interface Row {
  readonly name: string
  readonly unit: string
  readonly ours: readonly number[]
  readonly peer: readonly number[]
  readonly peerName: string
}

const ROUNDS = 5

/** Runs both sides in turns, so that a machine that slows down slows both. Each side gives its rate. */
export async function compare(options: {
  name: string
  unit: string
  peerName: string
  ours: () => Promise<number>
  peer: () => Promise<number>
  rounds?: number
}): Promise<Row> {
  const ours: number[] = []
  const peer: number[] = []
  await options.ours()
  await options.peer()
  for (let round = 0; round < (options.rounds ?? ROUNDS); round += 1) {
    ours.push(await options.ours())
    peer.push(await options.peer())
    const said = `${figure(ours.slice(-1))} ${options.unit}, ${options.peerName}: ${figure(peer.slice(-1))}`
    process.stderr.write(`${options.name}: ${said}\n`)
  }
  return { name: options.name, unit: options.unit, peerName: options.peerName, ours, peer }
}

export function printTable(rows: readonly Row[]): void {
  const line = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`)
  const cpu = os.cpus()[0]?.model ?? "unknown"
  process.stdout.write(`\n${os.cpus().length} × ${cpu}, Node ${process.version}, ${os.type()} ${os.release()}\n\n`)
  line(["bench", "ours (median, spread)", "against (median, spread)", "ratio"])
  line(["---", "---", "---", "---"])
  for (const { name, unit, ours, peer, peerName } of rows) {
    line([name, `${figure(ours)} ${unit}`, `${peerName}: ${figure(peer)} ${unit}`, (median(ours) / median(peer)).toFixed(2)])
  }
}

/** A figure that stands alone, because nothing else does the same. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly values: readonly number[]
  readonly decimals: number
}

export function printFigures(figures: readonly Figure[]): void {
  process.stdout.write("\n| figure | median, spread |\n| --- | --- |\n")
  for (const { name, unit, values, decimals } of figures)
    process.stdout.write(`| ${name} | ${figure(values, decimals)} ${unit} |\n`)
}

function figure(values: readonly number[], decimals = 0): string {
  const middle = median(values)
  const spread = values.length > 1 ? ` ±${Math.round((100 * (Math.max(...values) - Math.min(...values))) / 2 / middle)} %` : ""
  return `${middle.toLocaleString("en", { maximumFractionDigits: decimals })}${spread}`
}

/** The value below which so large a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
