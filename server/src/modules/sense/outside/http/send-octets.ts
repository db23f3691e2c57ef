import type { FastifyReply } from "fastify"

/** Octets of a stranger to be kept in a file: a browser that drew them would do so in our name. */
export function sendOctets(reply: FastifyReply, octets: Uint8Array, file: string): FastifyReply {
  return reply
    .headers({
      "content-disposition": `attachment; filename="${file}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    })
    .type("application/octet-stream")
    .send(Buffer.from(octets))
}
