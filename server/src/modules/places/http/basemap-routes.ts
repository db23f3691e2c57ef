import { stat } from "node:fs/promises"
import path from "node:path"
import fastifyStatic from "@fastify/static"
import { BasemapAnswer, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import type { Basemap } from "../basemap.ts"
import { placesErrors } from "../errors.ts"

/** Bytes; they are sent as they are. */
const Binary = z.any()

/**
 * The base map of the engineer's choice: what it is, and the file itself in the ranges that a map asks for. One file is named at
 * the start, and no part of an address names another.
 */
export function basemapRoutes(basemap: Basemap | undefined): FastifyPluginAsyncZod {
  return async (app) => {
    // Its own tag is weak, and a map that reads in pieces trusts only a strong one.
    await app.register(fastifyStatic, { serve: false, etag: false, cacheControl: false })
    app.get("/places/basemap.json", { schema: { operationId: "getBasemap", response: { 200: BasemapAnswer } } }, async () => ({
      basemap: basemap?.info ?? null,
    }))
    app.get(
      "/places/basemap.pmtiles",
      {
        schema: {
          operationId: "getBasemapFile",
          response: { 200: Binary, 206: Binary, 304: Binary, 404: Problem, 416: Binary },
        },
      },
      async (_request, reply) => {
        if (!basemap) throw placesErrors.NO_BASEMAP({})
        const { size, mtimeMs } = await stat(basemap.file)
        void reply
          .header("etag", `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`)
          .header("cache-control", "no-cache")
          .type("application/vnd.pmtiles")
        return reply.sendFile(path.basename(basemap.file), path.dirname(basemap.file))
      },
    )
  }
}
