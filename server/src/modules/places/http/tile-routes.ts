import { gunzipSync } from "node:zlib"
import { Problem } from "@holdfast/contracts"
import { isTile } from "@holdfast/geo"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { TILE_ZOOM_MAX } from "../domain/map-tiles.ts"
import { placesErrors } from "../errors.ts"
import type { PlacesModule } from "../module.ts"

const Coordinate = z.coerce.number().int().nonnegative()
/** Bytes; they are sent as they are. */
const Binary = z.any()
const Bounds = z.object({
  /** West, south, east, north, in degrees. */
  bounds: z.array(z.number()).length(4),
})

/** The base map: vector tiles and the shaded relief. Public, asked for again only when it changed. */
export function tileRoutes(places: PlacesModule): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/tiles/:z/:x/:y.mvt",
      {
        schema: {
          operationId: "getTile",
          params: z.object({ z: Coordinate, x: Coordinate, y: Coordinate }),
          response: { 200: Binary, 304: z.any(), 400: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        const { z, x, y } = request.params
        if (!isTile({ z, x, y }, TILE_ZOOM_MAX)) throw placesErrors.TILE_NOT_FOUND({ tile: `${z}/${x}/${y}` })
        const { packed, etag } = places.tile({ z, x, y })
        void reply.header("cache-control", "no-cache").header("etag", etag).header("vary", "accept-encoding")
        if (request.headers["if-none-match"] === etag) return reply.status(304).send()
        void reply.type("application/vnd.mapbox-vector-tile")
        if (!/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) return reply.send(gunzipSync(packed))
        return reply.header("content-encoding", "gzip").send(packed)
      },
    )
    app.get(
      "/places/hillshade.json",
      { schema: { operationId: "getHillshadeBounds", response: { 200: Bounds, 404: Problem } } },
      async () => ({ bounds: [...(await places.hillshade.get()).bounds] }),
    )
    app.get(
      "/places/hillshade.png",
      { schema: { operationId: "getHillshade", response: { 200: Binary, 404: Problem } } },
      async (_request, reply) => {
        const { png } = await places.hillshade.get()
        return reply.type("image/png").header("cache-control", "max-age=3600").send(png)
      },
    )
  }
}
