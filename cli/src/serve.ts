import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { loadConfig } from "@holdfast/server/config"
import { serve } from "@holdfast/server/serve"
import { Command } from "commander"
import { buildWeb } from "../../tools/build-web.ts"
import { say } from "./say.ts"
import { stopOnSignal } from "./stop-on-signal.ts"

export function serveCommand(): Command {
  return new Command("serve").description(say("cli:serve.about")).option("--open", say("cli:serve.open")).action(run)
}

async function run({ open }: { open?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const print = (line: string) => process.stdout.write(`${line}\n`)
  await buildWeb(() => print(say("cli:serve.building")))
  print(say("cli:serve.opening", { folder: settings.HOLDFAST_DATA }))
  const server = await serve(settings, { webFolder: fileURLToPath(new URL("../../web/dist/", import.meta.url)) })
  print(say("cli:serve.ready", { url: server.firstPage }))
  print(say("cli:serve.stop"))
  if (open && process.stdout.isTTY && !process.env["CI"]) openBrowser(server.firstPage)
  stopOnSignal(server.close)
}

function openBrowser(url: string): void {
  const [program, ...args] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform as string] ?? ["xdg-open"]
  const child = spawn(program!, [...args, url], { stdio: "ignore", detached: true })
  child.on("error", () => {})
  child.unref()
}
