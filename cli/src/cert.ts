import os from "node:os"
import path from "node:path"
import { AUTHORITY_PATH, loadConfig, makeCertificates, type Settings } from "@holdfast/server"
import { Command } from "commander"
import { say } from "./say.ts"

export function certCommand(): Command {
  return new Command("cert")
    .description(say("cli:cert.about"))
    .option("--host <names>", say("cli:cert.host"))
    .option("--json", say("cli:json"))
    .action(run)
}

async function run({ host, json }: { host?: string; json?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const folder = path.resolve(settings.HOLDFAST_DATA, "tls")
  const hosts = host ? host.split(",").filter(Boolean) : ownHosts(settings)
  const made = makeCertificates({ folder, hosts, now: new Date() })
  if (json) {
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
    return
  }
  const until = made.validUntil.toISOString().slice(0, 10)
  const lines = [
    say("cli:cert.made", { hosts: made.hosts.join(", "), until }),
    say("cli:cert.settings", { file: path.resolve(settings.HOLDFAST_DATA, "holdfast.yaml") }),
    `  HOLDFAST_TLS_CERT: ${made.certificate}`,
    `  HOLDFAST_TLS_KEY: ${made.key}`,
    `  HOLDFAST_PUBLIC_URL: https://${publicHost(made.hosts[0]!)}:${settings.PORT}`,
    say(made.newAuthority ? "cli:cert.trust" : "cli:cert.sameAuthority", { path: AUTHORITY_PATH, file: made.authority }),
    say("cli:cert.fingerprint", { fingerprint: made.fingerprint }),
  ]
  for (const line of lines) process.stdout.write(`${line}\n`)
}

/** What this machine is called and reached by: the name in the public address, its own name, and its addresses in the office. */
function ownHosts(settings: Settings): string[] {
  const named = settings.HOLDFAST_PUBLIC_URL ? [new URL(settings.HOLDFAST_PUBLIC_URL).hostname.replace(/^\[|\]$/g, "")] : []
  const addresses = Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address)
  return [...named, os.hostname(), ...addresses]
}

function publicHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host
}
