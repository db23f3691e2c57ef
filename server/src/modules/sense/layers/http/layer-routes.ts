import { LayerAbout, LayerBounds, MapLayerList, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import { senseErrors } from "../../errors.ts"
import { layerFormats } from "../domain/layer-mapping.ts"
import { findFrame, listLayers } from "../store/layer-store.ts"
import { deleteLayer, uploadFrame } from "../upload-frame.ts"

/** What an engineer may upload before it is drawn anew. */
const UPLOAD_MAX_BYTES = 8 * 1024 * 1024
const types = ["image/png", "application/geo+json", "application/json", "text/csv", "application/octet-stream"]

const Upload = z.object({
  name_zh: LayerAbout.shape.attribution,
  name_en: LayerAbout.shape.attribution,
  attribution: LayerAbout.shape.attribution,
  licence: LayerAbout.shape.licence,
  unit: LayerAbout.shape.unit,
  format: z.enum(layerFormats),
  valid_at: z.iso.datetime({ offset: true }),
  /** Of a picture: west, south, east, north. */
  bounds: z
    .string()
    .max(100)
    .transform((text) => text.split(",").map(Number))
    .pipe(LayerBounds)
    .optional(),
})
const refusals = { 401: Problem, 403: Problem }

/** Dated pictures from elsewhere, for those on duty. */
export function layerRoutes(world: World): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(types, { parseAs: "buffer", bodyLimit: UPLOAD_MAX_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    app.get(
      "/layers",
      { schema: { operationId: "listLayers", response: { 200: MapLayerList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return { layers: await listLayers(world.db.query) }
      },
    )
    app.get(
      "/layers/frames/:id",
      { schema: { operationId: "readLayerFrame", params: z.object({ id: z.uuid() }), response: { 404: Problem, ...refusals } } },
      async ({ actor, params }, reply) => {
        permit(actor, "read-operations")
        const frame = await findFrame(world.db.query, params.id)
        if (!frame) throw senseErrors.LAYER_NOT_FOUND({ layer: params.id })
        // A picture that changes gets another id.
        return reply
          .type(frame.mediaType)
          .header("cache-control", "private, max-age=86400, immutable")
          .send(frame.content as never)
      },
    )
    app.post(
      "/layers/:id/frames",
      {
        onRequest: async ({ actor }) => permit(actor, "sense.configure"),
        schema: {
          operationId: "uploadLayerFrame",
          consumes: types,
          params: z.object({ id: LayerAbout.shape.id }),
          querystring: Upload,
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 200: MapLayerList, 400: Problem, 409: Problem, ...refusals },
        },
      },
      async ({ actor, params, query, body }) => {
        permit(actor, "sense.configure")
        const { name_zh, name_en, format, valid_at: validAt, bounds, ...about } = query
        const named = { ...about, id: params.id, name: { "zh-CN": name_zh, en: name_en } }
        await uploadFrame(world, actor, named, { format, bytes: body, bounds, valid: new Date(validAt) })
        return { layers: await listLayers(world.db.query) }
      },
    )
    app.delete(
      "/layers/:id",
      {
        schema: {
          operationId: "deleteLayer",
          params: z.object({ id: LayerAbout.shape.id }),
          response: { 204: z.null(), 404: Problem, ...refusals },
        },
      },
      async ({ actor, params }, reply) => {
        permit(actor, "sense.configure")
        await deleteLayer(world, actor, params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
