import type { FastifyRequest } from "fastify"
import { identityErrors } from "./errors.ts"

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

/**
 * Refuses a change of state that a page of another origin asked this browser for: by `Sec-Fetch-Site`, or by `Origin` where a
 * browser does not send it. A client that sends neither is no browser and carries no cookie of somebody else.
 * Throws `IDENTITY_FOREIGN_ORIGIN`.
 */
export function requireSameOrigin(request: Pick<FastifyRequest, "method" | "headers">): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers["sec-fetch-site"]
  if (site === "same-origin" || site === "none") return
  const origin = request.headers.origin
  if (site === undefined && origin === undefined) return
  if (site === undefined && URL.parse(origin!)?.host === request.headers.host) return
  throw identityErrors.FOREIGN_ORIGIN({})
}
