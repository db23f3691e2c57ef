import { once } from "node:events"
import fs from "node:fs"
import http from "node:http"
import path from "node:path"
import type { Json } from "@holdfast/kernel"

/** Runs one command of the command line inside the server; `report` gives a line of progress, `gone` says that nobody waits any more. */
export type CommandRunner = (name: string, args: Json, report: (line: Json) => void, gone: AbortSignal) => Promise<Json>

const BODY_MAX_BYTES = 64 * 1024
/** The system's limit for the path of a socket, less its closing zero. */
const SOCKET_PATH_MAX_BYTES = 107

export type CommandLine =
  | { readonly kind: "progress"; readonly line: Json }
  | { readonly kind: "done"; readonly result: Json }
  | FailedLine
interface FailedLine {
  readonly kind: "failed"
  readonly code: string
  readonly values: Record<string, string | number>
  readonly errorKind: string
}

/** The address of the socket in a data folder; as a path from here where that is shorter. */
export function socketPath(folder: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\holdfast-${path.resolve(folder).replaceAll(/[^A-Za-z0-9]/g, "-")}`
  const absolute = path.resolve(folder, "holdfast.sock")
  const relative = path.relative(process.cwd(), absolute)
  return Buffer.byteLength(absolute) > SOCKET_PATH_MAX_BYTES && relative.length < absolute.length ? relative : absolute
}

/** Opens the door in the data folder through which commands reach the running server. Only who may read the folder gets in. */
export async function listenForCommands(folder: string, run: CommandRunner): Promise<{ close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    void answer(request, response, run)
  })
  const address = socketPath(folder)
  fs.rmSync(address, { force: true })
  server.listen(address)
  await once(server, "listening")
  if (process.platform !== "win32") fs.chmodSync(address, 0o600)
  return {
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse, run: CommandRunner): Promise<void> {
  const write = (line: CommandLine) => response.write(`${JSON.stringify(line)}\n`)
  const gone = new AbortController()
  response.once("close", () => gone.abort())
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > BODY_MAX_BYTES) throw new Error("The command is too long.")
      chunks.push(chunk)
    }
    const { name, args } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { name: string; args: Json }
    write({ kind: "done", result: await run(name, args, (line) => write({ kind: "progress", line }), gone.signal) })
  } catch (error) {
    write(toFailedLine(error))
  }
  response.end()
}

function toFailedLine(error: unknown): FailedLine {
  if (error instanceof Error && error.name === "AppError") {
    const { code, values, kind } = error as Error & { code: string; values: Record<string, string | number>; kind: string }
    return { kind: "failed", code, values, errorKind: kind }
  }
  return {
    kind: "failed",
    code: "PLATFORM_COMMAND_FAILED",
    values: { reason: (error as Error).message },
    errorKind: "unavailable",
  }
}

/** Sends a command to the server that runs on this data folder; undefined when none does. Rejects when `gone` says that nobody waits. */
export async function sendCommand(
  folder: string,
  command: { name: string; args: Json },
  onLine: (line: CommandLine) => void,
  gone?: AbortSignal,
): Promise<"sent" | undefined> {
  const request = http.request({ socketPath: socketPath(folder), method: "POST", path: "/", ...(gone && { signal: gone }) })
  request.end(JSON.stringify(command))
  const connected = await Promise.race([
    once(request, "response").then(([response]) => response as http.IncomingMessage),
    once(request, "error").then(() => undefined),
  ]).catch(() => undefined)
  if (!connected) return undefined
  let rest = ""
  connected.setEncoding("utf8")
  for await (const chunk of connected as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop()!
    for (const line of lines) onLine(JSON.parse(line) as CommandLine)
  }
  return "sent"
}
