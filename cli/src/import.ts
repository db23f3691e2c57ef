import path from "node:path"
import { Command, Option } from "commander"
import { runCommand } from "./run-command.ts"
import { say } from "./say.ts"

interface Report {
  readonly rows: number
  readonly changed: number
  readonly good: number
  readonly bad: number
  readonly badRows: readonly { line: number; field: string; value: string; rule: string }[]
}

export function importCommand(): Command {
  return new Command("import")
    .description(say("places:import.about"))
    .argument("<file>", say("places:import.file"))
    .addOption(new Option("--kind <kind>", say("places:import.kind")).choices(["areas", "sites"]).makeOptionMandatory())
    .requiredOption("--crs <system>", say("places:import.crs"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run(file: string, { kind, crs, json }: { kind: string; crs: string; json?: boolean }): Promise<void> {
  const report = (await runCommand("import", { file: path.resolve(file), kind, crs }, () => {})) as unknown as Report
  const badRows = report.badRows.map((row) => ({
    ...row,
    rule: say(`places:import.rules.${row.rule}`),
    mend: say(`places:import.mends.${row.rule}`),
  }))
  if (json) process.stdout.write(`${JSON.stringify({ ...report, badRows }, null, 2)}\n`)
  else {
    const { rows, good, bad, changed } = report
    process.stdout.write(`${say("places:import.done", { rows, good, bad, changed })}\n`)
    for (const row of badRows) process.stdout.write(`${say("places:import.line", row)}\n`)
    if (bad > badRows.length) process.stdout.write(`${say("places:import.more", { count: bad - badRows.length })}\n`)
  }
  if (report.bad > 0) process.exitCode = 2
}
