import path from "node:path"
import { type BackupResult, backUpAlone, loadConfig } from "@holdfast/server"
import { Command } from "commander"
import { askPassphrase } from "./ask-passphrase.ts"
import { runOnServer } from "./run-on-server.ts"
import { say } from "./say.ts"

export function backupCommand(): Command {
  return new Command("backup")
    .description(say("cli:backup.about"))
    .argument("<file>", say("cli:backup.file"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run(name: string, { json }: { json?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const file = path.resolve(name)
  const passphrase = await askPassphrase({ isNew: true })
  const tell = (table: string) => {
    if (!json) process.stderr.write(`${say("cli:backup.reading", { table })}\n`)
  }
  const command = { name: "backup", args: { file, passphrase } }
  const sent = await runOnServer(settings.HOLDFAST_DATA, command, (line) => tell((line as { table: string }).table))
  const result =
    (sent as unknown as BackupResult | undefined) ?? (await backUpAlone(settings, { file, passphrase, onProgress: tell }))
  if (json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return
  }
  const { rows, tables, files, leftOut, bytes, sha256 } = result
  const kilobytes = Math.ceil(bytes / 1000)
  process.stdout.write(`${say("cli:backup.done", { file, rows, tables, files, kilobytes })}\n`)
  for (const left of leftOut) process.stdout.write(`▲ ${say("cli:backup.leftOut", { file: left })}\n`)
  process.stdout.write(`${say("cli:backup.sha256", { sha256 })}\n${say("cli:backup.advice")}\n`)
}
