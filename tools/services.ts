import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { setTimeout } from "node:timers/promises"
import { findFreePort } from "../server/src/platform/http/index.ts"

const LOOK_MS = 50

/** Servers of the machine that tests use when they are there. Each is started for the run alone, on a free port of 127.0.0.1. */
export interface Service {
  readonly url: string
  stop(): void
}

export interface PostgresService extends Service {
  /** Stops it as an engineer does, which ends every session, and starts it again on the same data and port. */
  restart(): Promise<void>
}

/** A PostgreSQL of its own, with its data in a temporary folder; undefined when none is installed. */
export async function startPostgres(): Promise<PostgresService | undefined> {
  const binaries = findPostgres()
  if (!binaries) return undefined
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-postgres-"))
  const user = unprivilegedUser()
  if (user) fs.chownSync(folder, user.uid, user.gid)
  const run = { ...user, cwd: folder, stdio: "ignore" as const }
  const data = path.join(folder, "data")
  execFileSync(
    path.join(binaries, "initdb"),
    ["-D", data, "-U", "holdfast", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
    run,
  )
  const port = await findFreePort("127.0.0.1")
  const start = async () => {
    const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]
    const child = spawn(path.join(binaries, "postgres"), ["-D", data, "-p", String(port), "-k", folder, ...settings], run)
    await answering(port, child)
    // It listens before it lets anybody in.
    const asked = ["-h", "127.0.0.1", "-p", String(port), "-t", "0"]
    while (spawnSync(path.join(binaries, "pg_isready"), asked).status !== 0) await setTimeout(LOOK_MS)
    return child
  }
  let server = await start()
  return {
    url: `postgres://holdfast@127.0.0.1:${port}/postgres`,
    restart: async () => {
      server.kill("SIGINT")
      await once(server, "exit")
      server = await start()
    },
    stop: () => {
      server.kill("SIGKILL")
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A NATS server; undefined when none is installed. */
export async function startNats(): Promise<Service | undefined> {
  const program = findProgram("nats-server")
  if (!program) return undefined
  const port = await findFreePort("127.0.0.1")
  const server = spawn(program, ["-a", "127.0.0.1", "-p", String(port)], { stdio: "ignore" })
  await answering(port, server)
  return { url: `nats://127.0.0.1:${port}`, stop: () => server.kill("SIGKILL") }
}

export function findChromium(): string | undefined {
  return (
    process.env["HOLDFAST_TEST_CHROMIUM"] ??
    findProgram("chromium") ??
    findProgram("chromium-browser") ??
    findProgram("google-chrome")
  )
}

function findPostgres(): string | undefined {
  const base = "/usr/lib/postgresql"
  const versions = fs.existsSync(base) ? fs.readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : []
  const installed = versions
    .map((version) => path.join(base, version, "bin"))
    .find((folder) => fs.existsSync(path.join(folder, "initdb")))
  return installed ?? (findProgram("initdb") && path.dirname(findProgram("initdb")!))
}

function findProgram(name: string): string | undefined {
  const folders = `${process.env["PATH"]}${path.delimiter}/usr/sbin${path.delimiter}/usr/local/sbin`.split(path.delimiter)
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file))
}

/** PostgreSQL refuses to run as root; then it runs as whoever owns nothing. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => /^(postgres|nobody):/.test(entry))
  const [, , uid, gid] = line!.split(":")
  return { uid: Number(uid), gid: Number(gid) }
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server on port ${port} ended with ${child.exitCode}.`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => (socket.end(), resolve(true)))
      socket.on("error", () => resolve(false))
    })
    if (open) return
    await setTimeout(LOOK_MS)
  }
}
