import { checkUpgrade, loadConfig, operationErrors, type UpgradeCheck } from "@holdfast/server"
import { Command } from "commander"
import { readFacts } from "./read-facts.ts"
import { say } from "./say.ts"

const NOT_READY = 2

export function upgradeCommand(): Command {
  return new Command("upgrade")
    .description(say("cli:upgrade.about"))
    .option("--check", say("cli:upgrade.check"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run({ check, json }: { check?: boolean; json?: boolean }): Promise<void> {
  // The start itself upgrades; a command of that name that did something else would be a trap.
  if (!check) throw operationErrors.UPGRADE_BY_START({})
  const { settings } = loadConfig(process.env)
  const { facts } = await readFacts(settings, { readLog: false })
  const found = checkUpgrade({ facts, dataFolder: settings.HOLDFAST_DATA, now: new Date() })
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else for (const line of describe(found)) process.stdout.write(`${line}\n`)
  if (!found.ready) process.exitCode = NOT_READY
}

function describe({ city, due, newer, changed, backupHours, backupNeeded, ready }: UpgradeCheck): string[] {
  const lines = [
    ...newer.map((migration) => say("cli:upgrade.newer", { migration })),
    ...changed.map((migration) => say("cli:upgrade.changed", { migration })),
  ]
  if (!city) lines.push(say("cli:upgrade.noCity"))
  else if (due.length === 0) lines.push(say("cli:upgrade.nothingDue"))
  else lines.push(say("cli:upgrade.due", { total: due.length }), ...due.map((migration) => `  ${migration}`))
  if (city)
    lines.push(
      backupHours === null
        ? say("cli:upgrade.noBackup")
        : say("cli:upgrade.backup", { hours: Math.round(backupHours * 10) / 10 }),
    )
  if (backupNeeded) lines.push(say("cli:upgrade.backupFirst"))
  return [...lines, say(ready ? "cli:upgrade.ready" : "cli:upgrade.notReady")]
}
