import { AppError, assert, type ErrorKind, type Json } from "@holdfast/kernel"
import { type CommandLine, commands, FolderLock, loadConfig, openAppLog, openCity, sendCommand } from "@holdfast/server"

/**
 * Runs a command on the city of the data folder: through the server when one is running there, and otherwise by opening the
 * city for as long as it takes.
 */
export async function runCommand(name: string, args: Json, onProgress: (line: Json) => void): Promise<Json> {
  const { settings } = loadConfig(process.env)
  let result: Json | undefined
  const sent = await sendCommand(settings.HOLDFAST_DATA, { name, args }, (line: CommandLine) => {
    if (line.kind === "progress") onProgress(line.line)
    else if (line.kind === "done") result = line.result
    else throw new AppError(line.code, line.errorKind as ErrorKind, line.values)
  })
  if (sent) {
    assert(result !== undefined, `the server ended without an answer to ${name}`)
    return result
  }
  const command = commands.find((known) => known.name === name)
  assert(command, `no command ${name}`)
  const lock = FolderLock.acquire(settings.HOLDFAST_DATA)
  try {
    const world = await openCity(settings, openAppLog(settings.HOLDFAST_DATA, settings.HOLDFAST_LOG_LEVEL))
    try {
      return await command.run(world, args, onProgress)
    } finally {
      await world.close()
    }
  } finally {
    lock.release()
  }
}
