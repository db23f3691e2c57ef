import { fileURLToPath } from "node:url"
import { AppError } from "@holdfast/kernel"
import {
  chartLines,
  loadConfig,
  loadPacks,
  type ReplayReport,
  replay,
  replayPage,
  requireWritable,
  writeReport,
} from "@holdfast/server"
import { wordsIn } from "@holdfast/words"
import { Command } from "commander"
import { language, say, tellFailure } from "./say.ts"

const PACKS = fileURLToPath(new URL("../../packs/", import.meta.url))

interface Options {
  readonly json?: string
  readonly html?: string
  readonly standard?: string
  readonly plan?: string
  readonly basis?: string
  readonly jurisdiction?: string
}

export function replayCommand(): Command {
  return new Command("replay")
    .description(say("packs:replay.about"))
    .argument("<file>", say("packs:replay.file"))
    .option("--json <file>", say("packs:replay.json"))
    .option("--html <file>", say("packs:replay.html"))
    .option("--standard <name>", say("packs:replay.standard"))
    .option("--plan <id>", say("packs:replay.plan"))
    .option("--basis <name>", say("packs:replay.basis"))
    .option("--jurisdiction <name>", say("packs:replay.jurisdiction"))
    .action(run)
}

async function run(file: string, { json, html, ...options }: Options): Promise<void> {
  const { settings } = loadConfig(process.env)
  for (const file of [json, html]) if (file) requireWritable(file)
  const report = await replay({
    file,
    settings,
    packs: loadPacks(PACKS, language),
    options,
    onError: fail,
    onNotMade: tellFailure,
    onProgress: process.stderr.isTTY ? showDays() : undefined,
  })
  if (json) writeReport(json, `${JSON.stringify(report, null, 2)}\n`)
  if (html) writeReport(html, replayPage(report, language))
  if (process.stderr.isTTY) process.stderr.write("\n")
  tell(report)
  for (const file of [json, html]) if (file) print(say("packs:replay.written", { file }))
}

/** A replay whose world failed has nothing to say. */
function fail(error: unknown): never {
  tellFailure(error)
  process.exit(error instanceof AppError ? 1 : 70)
}

function tell(report: ReplayReport): void {
  const { rows, repeated, outOfOrder, missingValues: missing } = report.read
  print(say("packs:replay.read", { rows, stations: report.stations.length, repeated, outOfOrder, missing }))
  for (const line of chartLines(report, wordsIn(language))) print(line)
  print(say("packs:replay.raised", { signals: report.signals.length, warnings: report.warnings.length }))
  for (const { sent, ended, level, area } of report.warnings)
    print(say("packs:replay.warning", { sent, ended: ended ?? say("packs:replay.goesOn"), level: word(level), area }))
  if (report.kind === "air")
    for (const { from, until, level } of report.issued) print(say("packs:replay.issued", { from, until, level: word(level) }))
}

function word(level: ReplayReport["warnings"][number]["level"]): string {
  return say(`packs:replay.level.${level}`)
}

function showDays(): ({ end }: { readonly end: Date }) => void {
  let shown = ""
  return ({ end }) => {
    const until = end.toISOString().slice(0, 10)
    if (until !== shown) process.stderr.write(`\r${say("packs:replay.progress", { until })}`)
    shown = until
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
