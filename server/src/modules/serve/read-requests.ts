import type { World } from "../../platform/world/index.ts"
import type { ServiceRequest } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import type { ServeContext } from "./receive-request.ts"
import { findRequest, findRequestByCode, listRequests } from "./store/request-store.ts"

const REQUESTS_MAX = 200

/** For the desk: the most urgent 200, and the position from which a live stream goes on. */
export async function readRequests(world: World): Promise<{ position: number; requests: ServiceRequest[] }> {
  const position = world.log.position
  return { position, requests: await listRequests(world.db.query, REQUESTS_MAX) }
}

/** Throws `SERVE_REQUEST_NOT_FOUND`. */
export async function readRequest(world: World, id: string): Promise<ServiceRequest> {
  const request = await findRequest(world.db.query, id)
  if (!request) throw serveErrors.REQUEST_NOT_FOUND({ request: id })
  return request
}

/** For its reporter. Throws `SERVE_CODE_UNKNOWN`, also for a request that was deleted or forgotten. */
export async function readRequestByCode({ world, hashCode }: ServeContext, code: string): Promise<ServiceRequest> {
  const request = await findRequestByCode(world.db.query, hashCode(code))
  if (!request) throw serveErrors.CODE_UNKNOWN({})
  return request
}
