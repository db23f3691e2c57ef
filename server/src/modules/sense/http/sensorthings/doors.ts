import type { FastifyInstance } from "fastify"
import { noteBody } from "./idempotency/index.ts"

const METHODS = "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"

/**
 * Lets pages of other origins ask (check 125): maps and dashboards of others are what an open interface is for. Without
 * `allow-credentials`, so that no browser sends somebody's session along; a device's credentials are given by the page itself.
 */
export function openToBrowsers(app: FastifyInstance): void {
  app.addHook("onRequest", async (_request, reply) => {
    void reply.headers({ "access-control-allow-origin": "*", "access-control-expose-headers": "location, link, retry-after" })
  })
  app.options("/*", { schema: { hide: true } }, (_request, reply) =>
    reply
      .status(204)
      .headers({
        allow: METHODS,
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": "authorization, content-type, accept-language, idempotency-key",
        "access-control-max-age": "86400",
      })
      .send(null),
  )
}

/**
 * Errors are problem+json (RFC 9457) like everywhere in Holdfast, with a stable `code` and, for clients of other SensorThings
 * servers, the sentence once more as `message`. `type` stays the address that RFC 9457 wants, and is not the word "error" (check 42).
 */
export function tellMessage(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply, payload) => {
    const isProblem = String(reply.getHeader("content-type")).startsWith("application/problem+json")
    if (!isProblem || typeof payload !== "string") return payload
    const problem = JSON.parse(payload) as { readonly detail?: string }
    return JSON.stringify({ ...problem, message: problem.detail })
  })
}

/** Bodies of SensorThings beside plain JSON. Clients that send a content type with nothing in it are not refused for that. */
export function takeBodies(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser("error", "error")
  app.decorateRequest("keyedBody", undefined)
  app.removeContentTypeParser("application/json")
  app.addContentTypeParser(["application/json", "application/json-patch+json"], { parseAs: "string" }, (request, body, done) => {
    noteBody(request, body as string)
    if (body === "") done(null, undefined)
    else void json(request, body as string, done)
  })
  app.addContentTypeParser(["multipart/mixed", "application/x-ndjson"], { parseAs: "string" }, (request, body, done) => {
    noteBody(request, body as string)
    done(null, body)
  })
}
