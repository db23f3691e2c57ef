import { AppError, assert, type ErrorKind, type Json } from "@holdfast/kernel"
import { type CommandLine, sendCommand } from "@holdfast/server"

/**
 * Runs a command inside the server of a data folder; undefined when none runs there. For commands that do without one in their
 * own way: `runCommand` opens the city for them, and with it brings its schema up to date.
 */
export async function runOnServer(
  folder: string,
  command: { readonly name: string; readonly args: Json },
  onProgress: (line: Json) => void,
): Promise<Json | undefined> {
  let result: Json | undefined
  const sent = await sendCommand(folder, command, (line: CommandLine) => {
    if (line.kind === "progress") onProgress(line.line)
    else if (line.kind === "done") result = line.result
    else throw new AppError(line.code, line.errorKind as ErrorKind, line.values)
  })
  // What a server began and did not answer is not begun again behind its back.
  assert(sent === undefined || result !== undefined, `the server ended without an answer to ${command.name}`)
  return result
}
