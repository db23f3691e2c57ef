import type { World } from "../../platform/world/index.ts"
import type { ServiceRequest } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import type { ServeContext } from "./receive-request.ts"
import { countRequests, findRequest, findRequestByCode, listRequests } from "./store/request-store.ts"

export interface RequestPage {
  /** From which a live stream goes on. */
  readonly position: number
  /** The most urgent. */
  readonly requests: readonly ServiceRequest[]
  /** How many are not finished, and how many there are, also of those that are not on this page. */
  readonly open: number
  readonly total: number
}

/** For the desk of an area and everything in it, or of the whole city. */
export async function readRequests(
  world: World,
  asked: { readonly within: string | undefined; readonly limit: number },
): Promise<RequestPage> {
  const position = world.log.position
  const requests = await listRequests(world.db.query, asked)
  return { position, requests, ...(await countRequests(world.db.query, asked)) }
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
