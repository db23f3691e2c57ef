import { Command } from "commander"
import { configCommand } from "./config.ts"
import { say, tellFailure } from "./say.ts"
import { serveCommand } from "./serve.ts"
import { verifyLogCommand } from "./verify-log.ts"

const program = new Command("holdfast")
  .description(say("cli:about"))
  .showHelpAfterError()
  .addCommand(serveCommand())
  .addCommand(configCommand())
  .addCommand(verifyLogCommand())

try {
  await program.parseAsync()
} catch (error) {
  tellFailure(error)
  process.exitCode = 1
}
