import { type DatabaseFacts, readFactsAlone, type Settings } from "@holdfast/server"
import { runOnServer } from "./run-on-server.ts"

/** Asks the running server about its database, and otherwise looks itself; nothing is changed either way. */
export async function readFacts(
  settings: Settings,
  options: { readonly readLog: boolean },
): Promise<{ running: boolean; facts: DatabaseFacts | undefined }> {
  const command = { name: "database-facts", args: { readLog: options.readLog } }
  const sent = await runOnServer(settings.HOLDFAST_DATA, command, () => {})
  if (sent) return { running: true, facts: sent as unknown as DatabaseFacts }
  return { running: false, facts: await readFactsAlone(settings, options.readLog) }
}
