import path from "node:path"
import { loadConfig } from "@holdfast/server"
import { Command } from "commander"
import { runOnServer } from "./run-on-server.ts"
import { say } from "./say.ts"

/** `holdfast publish DIR`: the running server writes its public pages there once; with HOLDFAST_PUBLISH_DIR it does so after each change. */
export function publishCommand(): Command {
  return new Command("publish")
    .description(say("public:publish.about"))
    .argument("<folder>", say("public:publish.folder"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run(folder: string, { json }: { json?: boolean }): Promise<void> {
  const { HOLDFAST_DATA } = loadConfig(process.env).settings
  const args = { folder: /^https?:\/\//.test(folder) ? folder : path.resolve(folder) }
  const done = await runOnServer(HOLDFAST_DATA, { name: "publish", args }, () => {})
  if (done === undefined) {
    process.stderr.write(`${say("public:publish.notRunning", { folder: HOLDFAST_DATA })}\n`)
    process.exitCode = 2
    return
  }
  const { files, written } = done as { files: number; written: number }
  process.stdout.write(json ? `${JSON.stringify(done)}\n` : `${say("public:publish.done", { files, written })}\n`)
}
