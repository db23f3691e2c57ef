import fs from "node:fs"
import path from "node:path"
import { type CapProblem, type CapProfile, type CapTrusted, capLimits, capProfiles } from "@holdfast/cap"
import { Command, Option } from "commander"
import { judge, type Report, type SignatureReport } from "./cap/judge.ts"
import { readInput } from "./cap/read-input.ts"
import { say } from "./say.ts"

interface Options {
  readonly profile?: CapProfile
  readonly trust?: readonly string[]
  readonly json?: boolean
}

export function capCommand(): Command {
  return new Command("cap").description(say("cap:about")).addCommand(
    new Command("check")
      .description(say("cap:check"))
      .argument("<file>", say("cap:file"))
      .addOption(new Option("--profile <profile>", say("cap:profile")).choices(capProfiles))
      .option("--trust <pem...>", say("cap:trust"))
      .option("--json", say("cli:json"))
      .action(run),
  )
}

async function run(file: string, { profile, trust = [], json }: Options): Promise<void> {
  const bytes = await open(file, () => readInput(file, capLimits.bytes))
  if (!bytes) return
  const trusted: CapTrusted[] = []
  for (const pem of trust) {
    const text = await open(pem, async () => fs.readFileSync(pem, "utf8"))
    if (text === undefined) return
    trusted.push({ name: path.basename(pem), pem: text })
  }
  const { report, problems } = await judge(bytes, { profile, trusted })
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : tell(report, problems))
  if (report.verdict !== "accept") process.exitCode = 1
}

/** What was read; undefined after saying that it cannot be. */
async function open<T>(file: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error
    process.stderr.write(`${say("cap:unreadable", { file, reason: error.message })}\n`)
    process.exitCode = 1
    return undefined
  }
}

function tell(report: Report, problems: readonly CapProblem[]): string {
  const { verdict, kind, alerts, links } = report
  const lines = [
    say(`cap:verdicts.${verdict}`),
    say("cap:holds", { kind: say(`cap:kinds.${kind}`), alerts: alerts.length, links: links.length }),
  ]
  for (const { path: place, identifier, signature } of alerts)
    lines.push(say("cap:alert", { place, identifier: identifier ?? say("cap:nameless"), signature: tellSignature(signature) }))
  for (const { code, severity, path: place, found } of problems) {
    const values = { found }
    lines.push("", `${place}  ${code} (${say(`cap:severities.${severity}`)})`)
    lines.push(`  ${say(`cap:problems.${code}.message`, values)}`, `  ${say(`cap:problems.${code}.mend`, values)}`)
  }
  return `${lines.join("\n")}\n`
}

function tellSignature(signature: SignatureReport): string {
  if (signature.verdict === "signed-by") return say("cap:signatures.signed-by", { signer: signature.signer })
  if (signature.verdict === "invalid") return say("cap:signatures.invalid", { reason: say(`cap:reasons.${signature.reason}`) })
  return say(`cap:signatures.${signature.verdict}`)
}
