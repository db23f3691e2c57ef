import { Problem, Series, StationList, Timestamp } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import type { Ingest } from "../ingest.ts"
import type { HazardRule } from "../memory.ts"
import { readSeries } from "../read-series.ts"
import { readStations } from "../read-stations.ts"

const DAY_MS = 86_400_000

export function stationRoutes(options: {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "newest">
  readonly rules: () => readonly HazardRule[]
}): FastifyPluginAsyncZod {
  const { world, catalogue, ingest, rules } = options
  return async (app) => {
    app.get(
      "/stations",
      { schema: { operationId: "listStations", response: { 200: StationList, 401: Problem } } },
      async (request) => {
        permit(request.actor, "read-operations")
        const position = world.log.position
        return { position, stations: readStations(catalogue(), ingest) }
      },
    )
    app.get(
      "/series",
      {
        schema: {
          operationId: "readSeries",
          description:
            "One datastream in a span of time: single measurements, or what they came to by minute, hour, or day (UTC), where `value` is the mean. Without `step` the finest that fits into 5,000 points.",
          querystring: z.object({
            datastream: z.string().max(200),
            from: Timestamp.optional(),
            to: Timestamp.optional(),
            step: Series.shape.step.optional(),
          }),
          response: { 200: Series, 400: Problem, 401: Problem, 404: Problem },
        },
      },
      async (request) => {
        permit(request.actor, "read-operations")
        const { datastream, from, to, step } = request.query
        const until = to ? new Date(to) : world.clock.now()
        const since = from ? new Date(from) : new Date(until.getTime() - DAY_MS)
        return readSeries(world, { catalogue: catalogue(), rules: rules() }, { datastream, from: since, to: until, step })
      },
    )
  }
}
