import type { World } from "../world/index.ts"
import { deleteInvitations } from "./store/invitation-store.ts"
import { deleteAllSessions } from "./store/session-store.ts"

/**
 * Ends every session and takes back every invitation of a city that no server has open, such as one just restored: what was
 * ended or used after the backup would count again. Gives how many sessions there were. As all signing in and out, it is no entry
 * of the log.
 */
export async function endAllSessions({ db }: Pick<World, "db">): Promise<number> {
  await deleteInvitations(db.query)
  return deleteAllSessions(db.query)
}
