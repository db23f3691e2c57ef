import fs from "node:fs"
import { createInterface, type Interface } from "node:readline/promises"
import { Writable } from "node:stream"
import { AppError } from "@holdfast/kernel"
import { Command } from "commander"
import { runCommand } from "./run-command.ts"
import { language, say } from "./say.ts"

interface Given {
  readonly nameZh?: string
  readonly nameEn?: string
  readonly admin?: string
  readonly passwordFile?: string
}
interface Result {
  readonly account: string
  readonly password: string
  readonly totpUri: string
  readonly recoveryCodes: readonly string[]
  readonly qr: string
}

/** `holdfast init`: makes a live city. Asks in a terminal for what no option says. */
export function initCommand(): Command {
  return new Command("init")
    .description(say("identity:init.about"))
    .option("--name-zh <name>", say("identity:init.nameZh"))
    .option("--name-en <name>", say("identity:init.nameEn"))
    .option("--admin <id>", say("identity:init.admin"))
    .option("--password-file <file>", say("identity:init.passwordFile"))
    .action(run)
}

async function run(given: Given): Promise<void> {
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? new Terminal() : undefined
  try {
    const zh = await need(given.nameZh, "--name-zh", "identity:init.askNameZh", terminal)
    const en = await need(given.nameEn, "--name-en", "identity:init.askNameEn", terminal)
    const admin = await need(given.admin, "--admin", "identity:init.askAdmin", terminal)
    const password = given.passwordFile
      ? fs.readFileSync(given.passwordFile, "utf8").trim()
      : await terminal?.ask(say("identity:init.askPassword"), true)
    const name = { "zh-CN": zh, en }
    const args = password ? { name, admin, password } : { name, admin }
    const made = (await runCommand("init", args, () => {})) as unknown as Result
    tell(made, name[language], password === undefined || password === "")
  } finally {
    terminal?.close()
  }
}

async function need(
  given: string | undefined,
  option: string,
  question: string,
  terminal: Terminal | undefined,
): Promise<string> {
  const answer = (given ?? (await terminal?.ask(say(question))) ?? "").trim()
  if (!answer) throw new AppError("IDENTITY_INIT_MISSING", "invalid", { option })
  return answer
}

function tell({ account, password, totpUri, recoveryCodes, qr }: Result, city: string, madeUp: boolean): void {
  const lines = [
    say("identity:init.done", { city }),
    ...(madeUp ? [say("identity:init.password", { account, password })] : []),
    say("identity:init.totp"),
    qr,
    totpUri,
    say("identity:init.recovery"),
    ...recoveryCodes.map((code) => `  ${code}`),
    say("identity:init.next", { command: "npm start" }),
  ]
  process.stdout.write(`${lines.join("\n")}\n`)
}

/** Questions in the terminal; what is secret does not appear while it is typed. */
class Terminal {
  #quiet = false
  readonly #lines: Interface
  constructor() {
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.#quiet) process.stdout.write(chunk)
        done()
      },
    })
    this.#lines = createInterface({ input: process.stdin, output, terminal: true })
  }
  async ask(question: string, secret = false): Promise<string> {
    process.stdout.write(question)
    this.#quiet = secret
    const answer = await this.#lines.question("")
    this.#quiet = false
    if (secret) process.stdout.write("\n")
    return answer
  }
  close(): void {
    this.#lines.close()
  }
}
