import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { DrillLauncher } from "./launch.ts"

/** `POST /api/drills` starts a drill, or finds the one that runs, and leads there. Anybody may: it reaches nobody and has its own data. */
export function launchRoutes(drills: DrillLauncher): FastifyPluginAsyncZod {
  return async (app) => {
    app.post("/drills", { schema: { operationId: "startDrill" } }, async (_request, reply) => {
      const url = await drills.start()
      return reply.redirect(`${url}/demo`, 303)
    })
  }
}
