import { assert, type Json } from "@holdfast/kernel"
import { commands, FolderLock, loadConfig, openAppLog, openCity } from "@holdfast/server"
import { runOnServer } from "./run-on-server.ts"

/**
 * Runs a command on the city of the data folder: through the server when one is running there, and otherwise by opening the
 * city for as long as it takes.
 */
export async function runCommand(name: string, args: Json, onProgress: (line: Json) => void): Promise<Json> {
  const { settings } = loadConfig(process.env)
  const answered = await runOnServer(settings.HOLDFAST_DATA, { name, args }, onProgress)
  if (answered !== undefined) return answered
  const command = commands.find((known) => known.name === name)
  assert(command, `no command ${name}`)
  const lock = FolderLock.acquire(settings.HOLDFAST_DATA)
  try {
    const world = await openCity(settings, openAppLog(settings.HOLDFAST_DATA, settings.HOLDFAST_LOG_LEVEL))
    try {
      return await command.run(world, args, onProgress, new AbortController().signal)
    } finally {
      await world.close()
    }
  } finally {
    lock.release()
  }
}
