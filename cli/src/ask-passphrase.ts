import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { operationErrors } from "@holdfast/server"
import { say } from "./say.ts"

const VARIABLE = "HOLDFAST_BACKUP_PASSPHRASE"

/**
 * The passphrase of a backup: from the environment, and at a terminal by asking, without showing what is typed. One that is new
 * is asked for twice, because a slip would only be found on the day of the restore. Throws `CLI_PASSPHRASE_MISSING`,
 * `CLI_PASSPHRASE_DIFFERS`.
 */
export async function askPassphrase(options: { isNew: boolean }): Promise<string> {
  const given = process.env[VARIABLE]
  if (given) return given
  if (!process.stdin.isTTY) throw operationErrors.PASSPHRASE_MISSING({ name: VARIABLE })
  const first = await askHidden(say("cli:passphrase.ask"))
  if (options.isNew && (await askHidden(say("cli:passphrase.again"))) !== first) throw operationErrors.PASSPHRASE_DIFFERS({})
  return first
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_bytes, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  // Ctrl-C at the question ends the command, as everywhere.
  terminal.on("SIGINT", () => process.exit(130))
  try {
    return await terminal.question("")
  } finally {
    terminal.close()
    process.stderr.write("\n")
  }
}
