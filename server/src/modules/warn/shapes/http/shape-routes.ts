import { NamedLineList, Problem, ReadShapes, ReadShapesAnswer, SHAPE_FILE_MAX_BYTES } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { WarnContext } from "../../context.ts"
import { readShapes } from "../read-shapes.ts"

/** A file as the text of a JSON body has some characters more. */
const BODY_MAX_BYTES = SHAPE_FILE_MAX_BYTES * 1.2
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 413: Problem }

/** Drawn areas before anybody takes them: what they would be, where they would lie. */
export function shapeRoutes(context: WarnContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      "/warning-shapes",
      {
        bodyLimit: BODY_MAX_BYTES,
        schema: { operationId: "readShapes", body: ReadShapes, response: { 200: ReadShapesAnswer, ...problems } },
      },
      async ({ actor, body }) => {
        permit(actor, "warn.draft")
        return { shapes: await readShapes(context, body.source) }
      },
    )
    app.get(
      "/warning-shapes/lines",
      { schema: { operationId: "listNamedLines", response: { 200: NamedLineList, ...problems } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return { lines: await context.places.listLines() }
      },
    )
  }
}
