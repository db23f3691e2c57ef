import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const cli = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url))

export interface ServerProcess {
  readonly url: string
  readonly output: () => string
  readonly process: ChildProcess
  /** Stops it in the ordinary way and gives its exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

/** Starts the real server as its own process on a free port. Rejects with its output when it ends before it is ready. */
export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
  return startProcess(["serve"], environment)
}

export interface DrillProcessOptions {
  readonly speed: 0 | 1 | 60 | 600
  /** Invented people play all roles. */
  readonly play: boolean
}

/** Starts a drill as its own process on a free port, with a city and a storm of its own. */
export async function startDrillProcess(
  environment: Record<string, string>,
  { speed, play }: DrillProcessOptions,
): Promise<ServerProcess> {
  return startProcess(["drill", "start", "--speed", String(speed), ...(play ? ["--play"] : [])], environment)
}

async function startProcess(args: readonly string[], environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: "0", MQTT_PORT: "0", HOLDFAST_LANGUAGE: "en", ...environment },
  })
  let output = ""
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += String(chunk)
      const found = /running: (http:\/\/[\d.:]+)/.exec(output)
      if (found) resolve(found[1]!)
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.on("exit", () => reject(new Error(output)))
  })
  return {
    url,
    process: child,
    output: () => output,
    stop: async () => {
      // One that was killed is over already.
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill("SIGTERM")
      const [code] = (await once(child, "exit")) as [number | null]
      return code
    },
    kill: async () => {
      child.kill("SIGKILL")
      await once(child, "exit")
    },
  }
}

/** Runs one command of the command line and gives what it printed and its exit code. */
export async function runCli(args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOLDFAST_LANGUAGE: "en", ...environment },
  })
  let output = ""
  child.stdout.on("data", (chunk: Buffer) => (output += String(chunk)))
  child.stderr.on("data", (chunk: Buffer) => (output += String(chunk)))
  const [code] = (await once(child, "close")) as [number]
  return { code, output }
}
