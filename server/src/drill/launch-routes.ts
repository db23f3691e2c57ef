import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { permit } from "../platform/identity/index.ts"
import type { DrillLauncher } from "./launch.ts"

/**
 * `POST /api/drills` starts a drill, or finds the one that runs, and leads there. In a demo anybody may; a drill costs a gigabyte
 * of memory, so in a live city that takes somebody on duty.
 */
export function launchRoutes(drills: DrillLauncher, { anybody }: { readonly anybody: boolean }): FastifyPluginAsyncZod {
  return async (app) => {
    app.post("/drills", { schema: { operationId: "startDrill" } }, async (request, reply) => {
      if (!anybody) permit(request.actor, "read-operations")
      const url = await drills.start()
      return reply.redirect(`${url}/demo`, 303)
    })
  }
}
