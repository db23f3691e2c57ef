import { AskProof, Problem, ProofNeeded } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { proofNeeded } from "../prove-anew.ts"
import { requireSameOrigin } from "../same-origin.ts"
import type { IdentityDoors } from "./view.ts"

/** What the person of this session is asked for before an act that a session alone does not carry. */
export function proofRoutes(doors: IdentityDoors): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      "/proof",
      {
        schema: {
          operationId: "askProof",
          body: AskProof,
          response: { 200: ProofNeeded, 400: Problem, 401: Problem, 403: Problem },
        },
      },
      async (request) => {
        requireSameOrigin(request)
        return proofNeeded(doors, await doors.sessions.require(request), request.body.about)
      },
    )
  }
}
