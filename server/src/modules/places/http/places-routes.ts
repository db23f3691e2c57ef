import { Area, AreaList, AreaSummary, areaKinds, Problem, SiteList, siteKinds } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { mayAct } from "../../../platform/identity/index.ts"
import type { PlacesModule } from "../module.ts"

/** A list in an address: `?areas=a,b` or `?areas=a&areas=b`. */
const List = z.union([z.string(), z.array(z.string())]).transform((given) =>
  [given]
    .flat()
    .flatMap((part) => part.split(","))
    .filter(Boolean),
)
const Kinds = List.pipe(z.array(z.enum(siteKinds)))

const Outline = z.object({
  type: z.literal("MultiPolygon"),
  coordinates: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))),
})

/** Areas and sites are public: residents choose theirs from the same list that warnings name. */
export function placesRoutes(places: PlacesModule): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/places/areas",
      {
        schema: {
          operationId: "listAreas",
          querystring: z.object({ kind: z.enum(areaKinds).optional() }),
          response: { 200: AreaList, 400: Problem },
        },
      },
      async (request) => ({ areas: places.listAreas(request.query.kind) }),
    )
    app.get(
      "/places/areas/*",
      { schema: { operationId: "getArea", params: z.object({ "*": z.string() }), response: { 200: Area, 404: Problem } } },
      async (request) => places.getArea(request.params["*"]),
    )
    app.get(
      "/places/sites",
      {
        schema: {
          operationId: "listSites",
          querystring: z.object({ kind: Kinds.optional(), area: z.string().optional() }),
          response: { 200: SiteList, 400: Problem, 404: Problem },
        },
      },
      async (request) => {
        const { kind, area } = request.query
        if (area !== undefined) places.getArea(area)
        return { sites: await places.listSites({ ...(kind && { kinds: kind }), ...(area !== undefined && { area }) }) }
      },
    )
    app.get(
      "/places/summary",
      {
        schema: {
          operationId: "summarizeAreas",
          querystring: z.object({ areas: List }),
          response: { 200: AreaSummary, 400: Problem, 404: Problem },
        },
      },
      async ({ actor, query }) =>
        mayAct(actor, "read-operations") ? places.summarize(query.areas) : places.summarizePublished(query.areas),
    )
    app.get(
      "/places/outline",
      {
        schema: {
          operationId: "outlineAreas",
          querystring: z.object({ areas: List }),
          response: { 200: Outline, 400: Problem, 404: Problem },
        },
      },
      async (request) => ({ type: "MultiPolygon" as const, coordinates: await places.outline(request.query.areas) }),
    )
  }
}
