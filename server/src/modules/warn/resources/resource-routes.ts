import { KeptPicture, PICTURE_MAX_BYTES, Problem, pictureTypes } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"
import { answerRendered, type RenderCache } from "../http/render-cache.ts"

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem }
/** So much more is read, that who sends a little too much is told what the limit is. */
const READ_MAX_BYTES = 4 * PICTURE_MAX_BYTES

/** Pictures as staff bring and see them. A draft names one by editing it. */
export function resourceRoutes({ pictures }: Pick<WarnContext, "pictures">): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: READ_MAX_BYTES }, (_request, body, done) => done(null, body))
    app.post(
      "/warning-pictures",
      {
        onRequest: async ({ actor }) => permit(actor, "warn.draft"),
        schema: {
          operationId: "uploadWarningPicture",
          consumes: [...pictureTypes],
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 201: KeptPicture, ...problems },
        },
      },
      async ({ body }, reply) => reply.status(201).send(await pictures.take(body)),
    )
    app.get(
      "/warning-pictures/:picture",
      { schema: { operationId: "readWarningPicture", params: z.object({ picture: z.uuid() }), response: problems } },
      async ({ actor, params }, reply) => {
        permit(actor, "read-operations")
        const bytes = await pictures.read(params.picture)
        // Another picture gets another id.
        return reply
          .type("image/jpeg")
          .header("cache-control", "private, max-age=86400, immutable")
          .send(bytes as never)
      },
    )
  }
}

/** `/warnings/pictures/{id}.jpg` for everybody: what a sent warning shows, from memory. */
export function resourceFileRoutes({ pictures }: Pick<WarnContext, "pictures">, cache: RenderCache): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/warnings/pictures/:file",
      {
        schema: {
          operationId: "warningResource",
          params: z.object({ file: z.string().regex(/^[0-9a-f-]{36}\.jpg$/) }),
          response: { 404: Problem },
        },
      },
      async (request, reply) => {
        const picture = request.params.file.slice(0, -4)
        const rendered = await cache.get(`resource ${picture}`, async () => {
          const bytes = await pictures.findSent(picture)
          if (!bytes) throw warnErrors.PICTURE_GONE({ picture })
          return bytes
        })
        return answerRendered(request, reply, rendered, "image/jpeg")
      },
    )
  }
}
