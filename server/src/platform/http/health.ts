import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { sql } from "kysely"
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"
import { z } from "zod"
import type { World } from "../world/index.ts"
import { type Figure, setFigures } from "./figures.ts"

export interface Metrics {
  readonly registry: Registry
  readonly openStreams: Gauge
  readonly requestSeconds: Histogram
}

/** The figures that an engineer watches. Routes are labelled by their pattern, never by the address that was asked for. */
export function createMetrics(world: World): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    name: "holdfast_log_position",
    help: "Position of the newest entry of the city log",
    registers,
    collect() {
      this.set(world.log.position)
    },
  })
  new Gauge({
    name: "holdfast_database_events",
    help: "Upkeep of the embedded database since start",
    labelNames: ["event"],
    registers,
    collect() {
      for (const [event, count] of Object.entries(world.db.engine.stats())) this.set({ event }, count)
    },
  })
  return {
    registry,
    openStreams: new Gauge({ name: "holdfast_live_streams", help: "Open live streams", registers }),
    requestSeconds: new Histogram({
      name: "holdfast_http_request_seconds",
      help: "Time to answer by route and status",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
  }
}

const Health = z.object({
  status: z.enum(["ok", "unavailable"]),
  world: z.string(),
  database: z.object({ engine: z.string(), ok: z.boolean() }),
  position: z.int(),
  at: z.iso.datetime(),
})

/** @param figures what the modules tell of themselves at this moment */
export function healthRoutes(world: World, metrics: Metrics, figures: () => readonly Figure[]): FastifyPluginAsyncZod {
  const known = new Map<string, Gauge>()
  return async (app) => {
    app.get(
      "/healthz",
      { schema: { operationId: "health", response: { 200: Health, 503: Health } } },
      async (_request, reply) => {
        const ok = await sql`select 1`.execute(world.db.query).then(
          () => true,
          () => false,
        )
        return reply.status(ok ? 200 : 503).send({
          status: ok ? "ok" : "unavailable",
          world: world.kind,
          database: { engine: world.db.engine.kind, ok },
          position: world.log.position,
          at: world.clock.now().toISOString(),
        })
      },
    )
    app.get("/metrics", { schema: { hide: true } }, async (_request, reply) => {
      setFigures(metrics.registry, figures(), known)
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    })
  }
}
