import { type ChildProcess, spawn } from "node:child_process"
import { Resolver } from "node:dns/promises"
import { once } from "node:events"
import fs from "node:fs"
import https from "node:https"
import os from "node:os"
import path from "node:path"
import { findFreePort } from "../src/platform/http/index.ts"
import { makeCertificates } from "../src/platform/tls/index.ts"

const HOST = "127.0.0.1"

/** An ACME authority for tests (Let's Encrypt's Pebble), and a name service where every name is this machine. */
export interface Pebble {
  readonly directory: string
  /** Where it looks for proofs: its port 80. */
  readonly proofPort: number
  /** A PEM file with the authority of its own web address, which a client has to trust. */
  readonly trust: string
  /** What the certificates that it gives are signed by; new in each start. */
  root(): Promise<string>
  stop(): Promise<void>
}

/** False where Pebble is not installed, unless this run requires it: then the start fails. */
export function hasPebble(): boolean {
  if ((process.env["HOLDFAST_REQUIRE"] ?? "").split(",").includes("pebble")) return true
  const folders = (process.env["PATH"] ?? "").split(path.delimiter)
  return ["pebble", "pebble-challtestsrv"].every((name) => folders.some((folder) => fs.existsSync(path.join(folder, name))))
}

export async function startPebble(): Promise<Pebble> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-pebble-"))
  const own = makeCertificates({ folder, hosts: ["pebble.example"], now: new Date() })
  const [port, managementPort, proofPort, tlsPort, dnsPort, dnsControlPort] = await freePorts(6)
  const config = {
    pebble: {
      listenAddress: `${HOST}:${port}`,
      managementListenAddress: `${HOST}:${managementPort}`,
      certificate: own.certificate,
      privateKey: own.key,
      httpPort: proofPort,
      tlsPort,
    },
  }
  const configFile = path.join(folder, "pebble.json")
  fs.writeFileSync(configFile, JSON.stringify(config))
  const names = spawn(
    "pebble-challtestsrv",
    ["-defaultIPv4", HOST, "-defaultIPv6", "", "-dns01", `${HOST}:${dnsPort}`, "-management", `${HOST}:${dnsControlPort}`].concat(
      ["-http01", "", "-https01", "", "-tlsalpn01", ""],
    ),
    { stdio: "ignore" },
  )
  // It refuses some nonces on purpose, as real authorities do now and then; that is left on.
  const authority = spawn("pebble", ["-config", configFile, "-dnsserver", `${HOST}:${dnsPort}`], {
    stdio: "ignore",
    env: { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_AUTHZREUSE: "0" },
  })
  const directory = `https://${HOST}:${port}/dir`
  const ca = fs.readFileSync(own.authority)
  const resolver = new Resolver()
  resolver.setServers([`${HOST}:${dnsPort}`])
  await untilAnswering(names, () => resolver.resolve4("any.example"))
  await untilAnswering(authority, () => get(directory, ca))
  return {
    directory,
    proofPort: proofPort!,
    trust: own.authority,
    root: () => get(`https://${HOST}:${managementPort}/roots/0`, ca),
    stop: async () => {
      for (const child of [authority, names]) {
        if (child.exitCode !== null) continue
        child.kill("SIGKILL")
        await once(child, "exit")
      }
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await findFreePort(HOST))
  return [...ports]
}

async function untilAnswering(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`)
    const answered = await ask().catch(() => undefined)
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function get(url: string, ca: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { ca, agent: false }, (response) => {
        let text = ""
        response.setEncoding("utf8").on("data", (piece: string) => (text += piece))
        response.on("end", () => resolve(text))
      })
      .on("error", reject)
  })
}
