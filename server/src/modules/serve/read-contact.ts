import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { serveErrors } from "./errors.ts"
import { findContact } from "./store/contact-store.ts"
import { lockRequest } from "./store/request-store.ts"

/** Opens the contact of one request, to answer it; the log keeps who did. Null when none was left or it is forgotten. */
export function readContact(world: World, actor: Actor, id: string): Promise<string | null> {
  return world.transact(async (tx) => {
    if (!(await lockRequest(tx.db, id))) throw serveErrors.REQUEST_NOT_FOUND({ request: id })
    tx.record({ module: "serve", verb: "read-contact", record: id, actor, retention: "staff-action", body: {} })
    return (await findContact(tx.db, id)) ?? null
  })
}
