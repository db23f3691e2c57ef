import type { ServerResponse } from "node:http"
import { Socket } from "node:net"
import type { FastifyInstance } from "fastify"

/** A request must have come whole by then: a picture over a poor line has, a body that never ends has not. */
export const REQUEST_MS = 120_000
/** Who reads nothing of an answer for so long is cut. */
const UNREAD_MS = 60_000
/** Bytes of all answers together that wait for their readers. Beyond, whoever has had one before them for longest is cut. */
const WAITING_MAX_BYTES = 128 * 1024 * 1024

/**
 * Bounds what is kept for clients that never end their request or never read their answer. A live stream has a bound of its own, and
 * a file is read from the disk as fast as its reader reads.
 */
export function cutSlowClients(app: FastifyInstance, requestMs: number): void {
  // The server's own limit for requests ends with their headers (Node 24).
  app.addHook("onRequest", async ({ raw, headers }) => {
    if (headers["transfer-encoding"] === undefined && !Number(headers["content-length"])) return
    const timer = setTimeout(() => raw.destroy(), requestMs).unref()
    const end = () => clearTimeout(timer)
    raw.once("end", end).once("close", end)
  })
  const waiting = new Map<ServerResponse, number>()
  let bytes = 0
  app.addHook("onSend", async (_request, { raw }, payload) => {
    // What asks from within has none.
    if (raw.socket instanceof Socket) raw.setTimeout(UNREAD_MS)
    const own = typeof payload === "string" ? Buffer.byteLength(payload) : Buffer.isBuffer(payload) ? payload.length : 0
    if (own === 0) return
    waiting.set(raw, own)
    bytes += own
    raw.once("close", () => {
      if (waiting.delete(raw)) bytes -= own
    })
    for (const [oldest, held] of waiting) {
      if (bytes <= WAITING_MAX_BYTES || oldest === raw) return
      waiting.delete(oldest)
      bytes -= held
      oldest.destroy()
    }
  })
}
