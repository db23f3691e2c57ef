import path from "node:path"
import { Command } from "commander"
import { runCommand } from "./run-command.ts"
import { say } from "./say.ts"

interface Result {
  readonly valid: boolean
  readonly entries: number
  readonly erasedBodies: number
  readonly rootsChecked: number
  readonly rootsLeftOut: number
  readonly faults: readonly { kind: string; seq: number }[]
}

export function verifyLogCommand(): Command {
  return new Command("verify-log")
    .description(say("cli:verifyLog.about"))
    .option("--roots <file>", say("cli:verifyLog.roots"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run({ roots, json }: { roots?: string; json?: boolean }): Promise<void> {
  const found = (await runCommand("verify-log", roots ? { roots: path.resolve(roots) } : {}, () => {})) as unknown as Result
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else {
    const { entries, erasedBodies, rootsChecked, rootsLeftOut, faults } = found
    process.stdout.write(`${say("cli:verifyLog.read", { entries, erasedBodies, rootsChecked })}\n`)
    if (rootsLeftOut > 0) process.stdout.write(`${say("cli:verifyLog.leftOut", { count: rootsLeftOut })}\n`)
    for (const { kind, seq } of faults) process.stdout.write(`${say(`cli:verifyLog.fault.${kind}`, { seq })}\n`)
    process.stdout.write(`${say(found.valid ? "cli:verifyLog.valid" : "cli:verifyLog.invalid", { count: faults.length })}\n`)
  }
  if (!found.valid) process.exitCode = 2
}
