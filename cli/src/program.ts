import { Command } from "commander"
import { say, tellFailure } from "./say.ts"

/** Each command and what it takes to know it: only the one that was asked for is loaded, or all, to list them. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serveCommand(),
  init: async () => (await import("./init.ts")).initCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  replay: async () => (await import("./replay.ts")).replayCommand(),
  drill: async () => (await import("./drill.ts")).drillCommand(),
  packs: async () => (await import("./packs.ts")).packsCommand(),
  sources: async () => (await import("./sources.ts")).sourcesCommand(),
  import: async () => (await import("./import.ts")).importCommand(),
  "verify-log": async () => (await import("./verify-log.ts")).verifyLogCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  backup: async () => (await import("./backup.ts")).backupCommand(),
  restore: async () => (await import("./restore.ts")).restoreCommand(),
  upgrade: async () => (await import("./upgrade.ts")).upgradeCommand(),
  publish: async () => (await import("./publish.ts")).publishCommand(),
  cap: async () => (await import("./cap.ts")).capCommand(),
  cert: async () => (await import("./cert.ts")).certCommand(),
}

const program = new Command("holdfast").description(say("cli:about")).showHelpAfterError()
const asked = commands[process.argv[2] ?? ""]
for (const load of asked ? [asked] : Object.values(commands)) program.addCommand(await load())

try {
  await program.parseAsync()
} catch (error) {
  tellFailure(error)
  process.exitCode = 1
}
