import { Command } from "commander"
import { backupCommand } from "./backup.ts"
import { certCommand } from "./cert.ts"
import { configCommand } from "./config.ts"
import { doctorCommand } from "./doctor.ts"
import { drillCommand } from "./drill.ts"
import { importCommand } from "./import.ts"
import { initCommand } from "./init.ts"
import { packsCommand } from "./packs.ts"
import { replayCommand } from "./replay.ts"
import { restoreCommand } from "./restore.ts"
import { say, tellFailure } from "./say.ts"
import { serveCommand } from "./serve.ts"
import { sourcesCommand } from "./sources.ts"
import { upgradeCommand } from "./upgrade.ts"
import { verifyLogCommand } from "./verify-log.ts"

const program = new Command("holdfast").description(say("cli:about")).showHelpAfterError()
for (const command of [
  serveCommand(),
  initCommand(),
  doctorCommand(),
  replayCommand(),
  drillCommand(),
  packsCommand(),
  sourcesCommand(),
  importCommand(),
  verifyLogCommand(),
  configCommand(),
  backupCommand(),
  restoreCommand(),
  upgradeCommand(),
  certCommand(),
])
  program.addCommand(command)

try {
  await program.parseAsync()
} catch (error) {
  tellFailure(error)
  process.exitCode = 1
}
