import path from "node:path"
import { checkBackup, loadConfig, type RestoreResult, restoreAlone } from "@holdfast/server"
import { Command } from "commander"
import { askPassphrase } from "./ask-passphrase.ts"
import { say } from "./say.ts"

/** The log that was restored does not verify: everything is in its place, but somebody changed it before the backup. */
const LOG_INVALID = 2

export function restoreCommand(): Command {
  return new Command("restore")
    .description(say("cli:restore.about"))
    .argument("<file>", say("cli:restore.file"))
    .option("--check", say("cli:restore.check"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run(name: string, { check, json }: { check?: boolean; json?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const file = path.resolve(name)
  const passphrase = await askPassphrase({ isNew: false })
  const onProgress = (table: string) => {
    if (!json) process.stderr.write(`${say("cli:restore.writing", { table })}\n`)
  }
  const options = { file, passphrase, onProgress }
  const result = check ? await checkBackup(options) : await restoreAlone(settings, options)
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else tell(result, check ? say("cli:restore.checked") : say("cli:restore.done", { folder: settings.HOLDFAST_DATA }))
  if (!result.log.valid) process.exitCode = LOG_INVALID
}

function tell({ at, rows, tables, files, erased, endedSessions, log }: RestoreResult, last: string): void {
  process.stdout.write(`${say("cli:restore.found", { at, rows, tables, files })}\n`)
  if (erased > 0) process.stdout.write(`${say("cli:restore.erased", { count: erased })}\n`)
  if (endedSessions > 0) process.stdout.write(`${say("cli:restore.sessions", { count: endedSessions })}\n`)
  for (const { kind, seq } of log.faults) process.stdout.write(`${say(`cli:verifyLog.fault.${kind}`, { seq })}\n`)
  process.stdout.write(`${say(log.valid ? "cli:verifyLog.valid" : "cli:verifyLog.invalid", { count: log.faults.length })}\n`)
  process.stdout.write(`${last}\n`)
}
