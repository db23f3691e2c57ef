import { Problem } from "@holdfast/contracts"
import { entitySets } from "@holdfast/sensorthings"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type DeviceDoor, takeBasic } from "../devices/index.ts"
import { mqttSettings } from "../mqtt/server-settings.ts"
import { conformanceOf } from "../sensorthings/conformance.ts"
import { answerBatch } from "./sensorthings/batch-route.ts"
import { openToBrowsers, takeBodies, tellMessage } from "./sensorthings/doors.ts"
import { KeptAnswers, readKeyed } from "./sensorthings/idempotency/index.ts"
import { SENSORTHINGS_PREFIX } from "./sensorthings/prefix.ts"
import { type Answered, type Asked, type Caller, SensorThingsService, type ServiceOptions } from "./sensorthings/service.ts"

export { SENSORTHINGS_PREFIX } from "./sensorthings/prefix.ts"

interface Options extends ServiceOptions {
  readonly door: DeviceDoor
  /** The addresses of MQTT; empty without it. */
  readonly mqttEndpoints: readonly string[]
  /** The address under which the city is known; without it the one that was asked. */
  readonly publicUrl?: string | undefined
}

/** As long as the router takes. */
const Path = z.object({ "*": z.string().max(200) })
/** Which properties it has depends on the set; see OGC 18-088, 8. */
const EntityOrPage = z.record(z.string(), z.unknown())
/** The links of a data array come as a list. */
const Created = z.union([EntityOrPage, z.array(z.string())])
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem }
/** What is sent again under the same key is answered again and not done again. */
const Keyed = z.looseObject({ "idempotency-key": z.string().optional() })
const refusalsOfChanges = { ...refusals, 409: Problem, 422: Problem, 503: Problem }
/** A data array of 20,000 rows, or a batch. */
const BODY_MAX_BYTES = 4 * 1024 * 1024

/** OGC SensorThings 1.1 over HTTP. Stations are things and places, so anybody may read them unless the city closes reading. */
export function sensorThingsRoutes(options: Options): FastifyPluginAsyncZod {
  const service = new SensorThingsService(options)
  const kept = new KeptAnswers(options.world)
  const callerOf = (request: FastifyRequest): Caller => {
    const base = options.publicUrl?.replace(/\/$/, "") ?? `${request.protocol}://${request.host}`
    const { actor, device, language } = request
    return { actor, device, language, base: `${base}${SENSORTHINGS_PREFIX}` }
  }
  const askedOf = (request: FastifyRequest): Asked => {
    const { method, body } = request
    const address = (request.params as z.infer<typeof Path>)["*"]
    const search = request.url.split("?").slice(1).join("?")
    const contentType = request.headers["content-type"] ?? ""
    return { method: method === "HEAD" ? "GET" : method, address, search, contentType, body }
  }
  const read = async (request: FastifyRequest, reply: FastifyReply) =>
    send(reply, await service.answer(callerOf(request), askedOf(request)))
  const change = async (request: FastifyRequest, reply: FastifyReply) => {
    const [caller, asked] = [callerOf(request), askedOf(request)]
    const [answered] = await kept.during(readKeyed(request), (once) =>
      once(0, async (note) => [await service.answer(caller, asked, note)]),
    )
    return send(reply, answered!)
  }
  return async (app) => {
    openToBrowsers(app)
    tellMessage(app)
    takeBasic(app, options)
    takeBodies(app)
    app.get("/", { schema: { operationId: "readServiceRoot", response: { 200: EntityOrPage } } }, async (request, reply) => {
      const value = entitySets.map((name) => ({ name, url: `${callerOf(request).base}/${name}` }))
      const conformance = conformanceOf({ withMqtt: options.mqttEndpoints.length > 0 })
      return reply.send({ value, serverSettings: { conformance, ...mqttSettings(options.mqttEndpoints) } })
    })

    app.get(
      "/*",
      {
        schema: {
          operationId: "readEntities",
          params: Path,
          querystring: z.record(z.string(), z.unknown()),
          response: { 200: z.union([EntityOrPage, z.string()]), 204: z.null(), ...refusals, 503: Problem },
        },
      },
      read,
    )

    app.post(
      "/*",
      {
        bodyLimit: BODY_MAX_BYTES,
        schema: {
          operationId: "createEntities",
          params: Path,
          headers: Keyed,
          body: z.unknown(),
          response: { 201: Created, ...refusalsOfChanges },
        },
      },
      change,
    )

    app.post(
      "/$batch",
      {
        bodyLimit: BODY_MAX_BYTES,
        schema: {
          operationId: "answerBatch",
          headers: Keyed,
          body: z.unknown(),
          response: { 200: z.union([z.string(), EntityOrPage]), ...refusalsOfChanges },
        },
      },
      async (request, reply) => {
        const contentType = request.headers["content-type"] ?? ""
        const batch = { contentType, body: request.body }
        const done = await kept.during(readKeyed(request), (once) => answerBatch(service, callerOf(request), batch, once))
        return reply.type(done.contentType).send(done.body as string)
      },
    )

    const schema = { params: Path, headers: Keyed, response: { 200: EntityOrPage, ...refusalsOfChanges } }
    app.patch("/*", { schema: { ...schema, body: z.unknown(), operationId: "changeEntity" } }, change)
    app.put("/*", { schema: { ...schema, body: z.unknown(), operationId: "replaceEntity" } }, change)
    const deleted = { 204: z.null(), ...refusalsOfChanges }
    app.delete("/*", { schema: { ...schema, response: deleted, operationId: "deleteEntity" } }, change)
  }
}

function send(reply: FastifyReply, { status, headers, body }: Answered) {
  return reply.status(status).headers(headers).send(body)
}
