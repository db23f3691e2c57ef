import formbody from "@fastify/formbody"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../platform/identity/index.ts"
import type { DrillLauncher } from "./launch.ts"

const StartDrill = z.object({
  /** Who plays the roles: invented people, so that one visitor can watch, or the visitors themselves. */
  cast: z.enum(["invented", "visitors"]).default("invented"),
})

/**
 * `POST /api/drills` starts a drill, or finds the one that runs, and leads there. In a demo anybody may; a drill costs a gigabyte
 * of memory, so in a live city that takes somebody on duty.
 */
export function launchRoutes(drills: DrillLauncher, { anybody }: { readonly anybody: boolean }): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(formbody)
    app.post("/drills", { schema: { operationId: "startDrill", body: StartDrill.nullish() } }, async (request, reply) => {
      if (!anybody) permit(request.actor, "read-operations")
      const url = await drills.start({ play: request.body?.cast !== "visitors" })
      return reply.redirect(`${url}/demo`, 303)
    })
  }
}
