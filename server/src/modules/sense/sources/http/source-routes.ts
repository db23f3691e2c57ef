import path from "node:path"
import { Problem, SourceList, SourceTaken } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { senseErrors } from "../../errors.ts"
import type { SourceBook } from "../source-book.ts"

const refusals = { 401: Problem, 403: Problem }

/** How the sources are, and the door for those that send by themselves. */
export function sourceRoutes(book: SourceBook): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/sources",
      { schema: { operationId: "listSources", response: { 200: SourceList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return {
          sources: book.sources.map(({ status }) => ({ ...status, lastHeardAt: status.lastHeardAt?.toISOString() ?? null })),
          problems: book.problems.map(({ file, ...rest }) => ({ ...rest, file: path.basename(file) })),
        }
      },
    )
    app.post(
      "/sources/:name/messages",
      {
        schema: {
          operationId: "pushToSource",
          params: z.object({ name: z.string().max(40) }),
          body: z.unknown(),
          response: { 200: SourceTaken, 404: Problem, 503: Problem, ...refusals },
        },
      },
      async ({ actor, params, body }) => {
        permit(actor, "sense.configure")
        const source = book.sources.find(({ mapping }) => mapping.name === params.name && mapping.kind === "http-push")
        if (!source) throw senseErrors.SOURCE_NOT_FOUND({ name: params.name })
        return source.take({ topic: "", payload: JSON.stringify(body) })
      },
    )
  }
}
