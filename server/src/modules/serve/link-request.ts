import type { Actor } from "../../platform/log/index.ts"
import { findModule } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import { serveErrors } from "./errors.ts"
import { lockRequest } from "./store/request-store.ts"

/**
 * The desk says that a report belongs to an incident. The edge is sealed: the incident's thread counts it, and nothing leads from
 * there to the report. Throws `SERVE_REQUEST_NOT_FOUND` and `SERVE_INCIDENT_NOT_FOUND`.
 */
export function linkRequest(world: World, actor: Actor, { id, incident }: { id: string; incident: string }): Promise<void> {
  return world.transact(async (tx) => {
    if (!(await lockRequest(tx.db, id))) throw serveErrors.REQUEST_NOT_FOUND({ request: id })
    if ((await findModule(tx.db, incident)) !== "respond") throw serveErrors.INCIDENT_NOT_FOUND({ incident })
    tx.record({
      module: "serve",
      verb: "link-request",
      record: id,
      because: { edge: "sealed", record: incident },
      actor,
      retention: "request-text",
      body: {},
    })
  })
}
