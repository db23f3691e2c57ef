import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { loadConfig, serve } from "@holdfast/server"
import { Command } from "commander"
import { buildWeb } from "../../tools/build-web.ts"
import { say, tellFailure } from "./say.ts"

export function serveCommand(): Command {
  return new Command("serve").description(say("cli:serve.about")).option("--open", say("cli:serve.open")).action(run)
}

async function run({ open }: { open?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const print = (line: string) => process.stdout.write(`${line}\n`)
  await buildWeb(() => print(say("cli:serve.building")))
  print(say("cli:serve.opening", { folder: settings.HOLDFAST_DATA }))
  const server = await serve(settings, { webFolder: fileURLToPath(new URL("../../web/dist/", import.meta.url)) })
  print(say("cli:serve.ready", { url: `${server.url}/console` }))
  print(say("cli:serve.stop"))
  if (open && process.stdout.isTTY && !process.env["CI"]) openBrowser(`${server.url}/console`)
  stopOnSignal(server.close)
}

const IMPATIENT_MS = 1_000

function stopOnSignal(close: () => Promise<void>): void {
  let stoppingSinceMs: number | undefined
  const stop = () => {
    // A terminal sends Ctrl-C to us and to our parent, who passes it on. Who asks again later does not want to wait; that loses
    // nothing that was acknowledged.
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > IMPATIENT_MS) process.exit(1)
      return
    }
    stoppingSinceMs = performance.now()
    close().then(
      () => process.stdout.write(`${say("cli:serve.stopped")}\n`, () => process.exit(0)),
      (error: unknown) => {
        tellFailure(error)
        process.exit(1)
      },
    )
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
}

function openBrowser(url: string): void {
  const [program, ...args] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform as string] ?? ["xdg-open"]
  const child = spawn(program!, [...args, url], { stdio: "ignore", detached: true })
  child.on("error", () => {})
  child.unref()
}
