import { type AreaRef, type LonLat, Problem } from "@holdfast/contracts"
import { AppError, type Json } from "@holdfast/kernel"
import { errorWords } from "@holdfast/words"
import type { FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue, Datastream } from "../domain/catalogue.ts"
import type { Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import type { Ingest } from "../ingest.ts"
import { createEntity } from "../sensorthings/create.ts"
import { parseDataArrays } from "../sensorthings/data-array.ts"
import { parseObservation } from "../sensorthings/observation-body.ts"
import { entitySets, notFound, parsePath, relations } from "../sensorthings/path.ts"
import { parseQuery } from "../sensorthings/query.ts"
import { findEntity, readPath } from "../sensorthings/read.ts"
import { Renderer } from "../sensorthings/render.ts"

export const SENSORTHINGS_PREFIX = "/sensorthings/v1.1"

interface Options {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "add">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Called after something was created. */
  readonly refresh: () => Promise<void>
  /** The address under which the city is known; without it the one that was asked. */
  readonly publicUrl?: string | undefined
}

const Path = z.object({ "*": z.string().max(120) })
/** Which properties it has depends on the set; see OGC 18-088, 8. */
const EntityOrPage = z.record(z.string(), z.unknown())
/** The links of a data array come as a list. */
const Created = z.union([EntityOrPage, z.array(z.string())])
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem }

/** OGC SensorThings 1.1: reading, and creating what is measured. Stations are things and places, so anybody may read them. */
export function sensorThingsRoutes(options: Options): FastifyPluginAsyncZod {
  const { world, catalogue, ingest } = options
  const rendererFor = (request: FastifyRequest) => {
    const base = options.publicUrl?.replace(/\/$/, "") ?? `${request.protocol}://${request.host}`
    return new Renderer(`${base}${SENSORTHINGS_PREFIX}`, request.language)
  }
  return async (app) => {
    app.get("/", { schema: { operationId: "readServiceRoot", response: { 200: EntityOrPage } } }, async (request, reply) => {
      const root = rendererFor(request)
      const value = entitySets.map((name) => ({ name, url: root.set(name) }))
      // No conformance class is claimed before the whole of its tests is passed.
      return reply.send({ value, serverSettings: { conformance: [] } })
    })

    app.get(
      "/*",
      {
        schema: {
          operationId: "readEntities",
          params: Path,
          querystring: z.record(z.string(), z.unknown()),
          response: { 200: EntityOrPage, ...refusals },
        },
      },
      async (request, reply) => {
        const renderer = rendererFor(request)
        const path = parsePath(request.params["*"])
        const found = await readPath({ world, catalogue: catalogue(), renderer }, path, parseQuery(request.query))
        return reply.send(isPage(found) ? pageBody(found, renderer.at(request.params["*"])) : found)
      },
    )

    app.post(
      "/*",
      {
        schema: {
          operationId: "createEntities",
          params: Path,
          body: z.unknown(),
          response: { 201: Created, ...refusals, 503: Problem },
        },
      },
      async (request, reply) => {
        const renderer = rendererFor(request)
        const where = request.params["*"]
        if (where === "CreateObservations") return reply.status(201).send(await createObservations(request, renderer))
        const path = parsePath(where)
        if (path.kind === "entity") throw notFound(where)
        const set = path.kind === "set" ? path.set : relations[path.set][path.name]!.set
        if (set === "Observations") {
          const bound = path.kind === "navigation" ? path.id : undefined
          permitDevice(world, request)
          const now = world.clock.now()
          const row = parseObservation(request.body, finder(catalogue(), bound), now)
          const [outcome] = await ingest.add([row])
          const entity = renderer.observation({ ...row, id: outcome!.id }, catalogue())
          return reply.status(201).header("location", entity["@iot.selfLink"]).send(entity)
        }
        permit(request.actor, "sense.configure")
        if (path.kind === "navigation") throw senseErrors.CREATE_REFUSED({ set: where })
        const number = await createEntity(
          { world, catalogue: catalogue(), actor: request.actor, areaOf: options.areaOf },
          set,
          request.body,
        )
        await options.refresh()
        return reply
          .status(201)
          .header("location", renderer.link(set, number))
          .send(findEntity(catalogue(), renderer, set, number) ?? {})
      },
    )
  }

  /** One link or one error for each row, in their order; all that could be stored is, in one commit. */
  async function createObservations(request: FastifyRequest, renderer: Renderer): Promise<string[]> {
    permitDevice(world, request)
    const rows = parseDataArrays(request.body, finder(catalogue(), undefined), world.clock.now())
    const good = rows.filter((row): row is Observation => !(row instanceof AppError))
    const outcomes = (await ingest.add(good)).values()
    return rows.map((row) => {
      if (!(row instanceof AppError)) return renderer.link("Observations", outcomes.next().value!.id)
      return `error ${row.code}: ${errorWords(request.language, row.code, row.values) ?? row.code}`
    })
  }
}

/** Only the demo world takes measurements from devices without credentials. */
function permitDevice(world: World, request: FastifyRequest): void {
  if (world.kind !== "demo") permit(request.actor, "sense.configure")
}

/** Finds the Datastream of a measurement: from the address, or from its own link; both must agree. */
function finder(catalogue: Catalogue, bound: number | undefined): (id: number | undefined) => Datastream {
  return (id) => {
    const number = bound ?? id
    if (number === undefined) throw senseErrors.MESSAGE_INVALID({ field: "Datastream/@iot.id", value: "", rule: "required" })
    if (id !== undefined && id !== number) {
      throw senseErrors.MESSAGE_INVALID({ field: "Datastream/@iot.id", value: id, rule: `${number}` })
    }
    const datastream = catalogue.datastreams.get(number)
    if (!datastream) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: number })
    return datastream
  }
}

type Found = Awaited<ReturnType<typeof readPath>>

function isPage(found: Found): found is Extract<Found, { value: readonly unknown[] }> {
  return Array.isArray(found["value"])
}

function pageBody({ count, next, value }: Extract<Found, { value: readonly unknown[] }>, address: string) {
  return {
    ...(count === undefined ? {} : { "@iot.count": count }),
    ...(next === undefined ? {} : { "@iot.nextLink": `${address}?${next}` }),
    value: value as Json,
  }
}
