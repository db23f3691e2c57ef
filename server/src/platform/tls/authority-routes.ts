import fs from "node:fs"
import path from "node:path"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"

/** Where a phone fetches the local authority. It stands on posters and in guides, so it stays. */
export const AUTHORITY_PATH = "/trust/holdfast.crt"

/** Gives the local authority that `holdfast cert` made in the data folder; 404 where there is none. */
export function authorityRoutes(dataFolder: string): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(AUTHORITY_PATH, { schema: { hide: true } }, (_request, reply) => {
      const file = path.join(dataFolder, "tls", "authority.crt")
      if (!fs.existsSync(file)) return reply.callNotFound()
      return reply
        .type("application/x-x509-ca-cert")
        .header("content-disposition", 'attachment; filename="holdfast.crt"')
        .send(fs.readFileSync(file))
    })
  }
}
