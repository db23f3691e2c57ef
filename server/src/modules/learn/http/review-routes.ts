import { Problem, Review, ReviewList } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import { type LearnContext, readReview, readReviews } from "../read-review.ts"

export function reviewRoutes(context: LearnContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/reviews",
      { schema: { operationId: "readReviews", response: { 200: ReviewList, 401: Problem, 403: Problem } } },
      async (request) => {
        permit(request.actor, "learn.review")
        return readReviews(context)
      },
    )
    app.get(
      "/reviews/:incident",
      {
        schema: {
          operationId: "readReview",
          params: z.object({ incident: z.uuid() }),
          response: { 200: Review, 401: Problem, 403: Problem, 404: Problem },
        },
      },
      async (request) => {
        permit(request.actor, "learn.review")
        return readReview(context, request.params.incident)
      },
    )
  }
}
