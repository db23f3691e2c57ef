import { type AreaRef, type LonLat, Problem } from "@holdfast/contracts"
import { AppError, type Json } from "@holdfast/kernel"
import { emptyQuery, entitySets, parsePath, parseQuery, Refused, type ResourcePath, target } from "@holdfast/sensorthings"
import { errorWords } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { NO_RESULT_TIME, type Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import type { Ingest } from "../ingest.ts"
import { parseDataArrays } from "../sensorthings/data-array.ts"
import { type FindSeries, parseObservation } from "../sensorthings/observation-body.ts"
import { type Answer, type Reading, readOne, readPath, renderEntity, rendering, resolve } from "../sensorthings/read/index.ts"

import { changeAt, createAt, deleteAt, patchAt, unlinkAt, type WritingPath, type Written } from "../sensorthings/write/index.ts"

export const SENSORTHINGS_PREFIX = "/sensorthings/v1.1"

interface Options {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "add" | "change">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Called with the catalogue that holds after a change. */
  readonly changed: (catalogue: Catalogue) => void
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
  const baseOf = (request: FastifyRequest) => {
    const base = options.publicUrl?.replace(/\/$/, "") ?? `${request.protocol}://${request.host}`
    return `${base}${SENSORTHINGS_PREFIX}`
  }
  const readingFor = (request: FastifyRequest): Reading => {
    const { datastreams } = catalogue()
    const isTruth = (datastream: number) => datastreams.get(datastream)?.property.result === "boolean"
    return {
      db: world.db.query,
      language: request.language,
      now: world.clock.now(),
      rendering: rendering(baseOf(request), request.language, isTruth),
    }
  }
  return async (app) => {
    app.addContentTypeParser("application/json-patch+json", { parseAs: "string" }, app.getDefaultJsonParser("error", "error"))
    app.get("/", { schema: { operationId: "readServiceRoot", response: { 200: EntityOrPage } } }, async (request, reply) => {
      const value = entitySets.map((name) => ({ name, url: `${baseOf(request)}/${name}` }))
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
          response: { 200: z.union([EntityOrPage, z.string()]), 204: z.null(), ...refusals },
        },
      },
      async (request, reply) => {
        const where = request.params["*"]
        const answer = await understood(where, () => {
          const query = parseQuery(new URLSearchParams(request.url.split("?").slice(1).join("?")))
          return readPath(readingFor(request), where, query)
        })
        const body = bodyOf(answer, `${baseOf(request)}/${where}`)
        if (body === undefined) return reply.status(204).send(null)
        return typeof body === "string" ? reply.type("text/plain; charset=utf-8").send(body) : reply.send(body)
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
        const where = request.params["*"]
        const reading = readingFor(request)
        if (where === "CreateObservations") return reply.status(201).send(await createObservations(request, reading))
        const path = await understood(where, async () => parsePath(where))
        const { set, many } = target(path)
        if (many && set === "Observations" && isPlain(request.body) && (path.steps.length === 0 || boundSeries(path))) {
          permitDevice(world, request)
          return reply.status(201).send(await createObservation(request, reading, path, reply))
        }
        if (set === "Observations") permitDevice(world, request)
        else permit(request.actor, "sense.configure")
        const written = await understood(where, () => createAt(writingFor(request, reading), where, request.body))
        return reply
          .status(201)
          .header("location", reading.rendering.link(written.set, written.id))
          .send(await read(reading, written))
      },
    )

    const change = {
      operationId: "",
      params: Path,
      body: z.unknown(),
      response: { 200: EntityOrPage, ...refusals, 409: Problem },
    }
    app.patch("/*", { schema: { ...change, operationId: "changeEntity" } }, async (request) => {
      permit(request.actor, "sense.configure")
      const where = request.params["*"]
      const reading = readingFor(request)
      const isJsonPatch = request.headers["content-type"]?.startsWith("application/json-patch+json")
      const writing = writingFor(request, reading)
      const written = await understood(where, () =>
        isJsonPatch ? patchAt(writing, where, request.body) : changeAt(writing, where, request.body, "change"),
      )
      return read(reading, written)
    })
    app.put("/*", { schema: { ...change, operationId: "replaceEntity" } }, async (request) => {
      permit(request.actor, "sense.configure")
      const where = request.params["*"]
      const reading = readingFor(request)
      return read(reading, await understood(where, () => changeAt(writingFor(request, reading), where, request.body, "replace")))
    })
    app.delete(
      "/*",
      { schema: { operationId: "deleteEntity", params: Path, response: { 204: z.null(), ...refusals } } },
      async (request, reply) => {
        permit(request.actor, "sense.configure")
        const where = request.params["*"]
        const writing = writingFor(request, readingFor(request))
        await understood(where, () => (where.endsWith("/$ref") ? unlinkAt(writing, where) : deleteAt(writing, where)))
        return reply.status(204).send(null)
      },
    )
  }

  function writingFor(request: FastifyRequest, reading: Reading): WritingPath {
    return { world, ingest, areaOf: options.areaOf, actor: request.actor ?? DEVICE, reading, changed: options.changed }
  }

  async function read(reading: Reading, { set, id }: Written): Promise<Record<string, Json>> {
    const { condition } = resolve(reading, { set, id, steps: [] })
    return (await readOne(reading, set, condition, emptyQuery)) ?? {}
  }

  /** The usual measurement: time and number, for a series that is there. It shares its commit with others. */
  async function createObservation(request: FastifyRequest, reading: Reading, path: ResourcePath, reply: FastifyReply) {
    const now = world.clock.now()
    const row = parseObservation(request.body, finder(catalogue(), boundSeries(path)), now)
    const [outcome] = await ingest.add([row])
    const stored = {
      ...{ id: outcome!.id, datastream_id: row.datastream, phenomenon_at: new Date(row.atMs) },
      ...{ result_at: row.resultAtMs === NO_RESULT_TIME ? null : new Date(row.resultAtMs), result: row.value },
      ...{ phenomenon_until: row.untilMs === undefined ? null : new Date(row.untilMs), detail: row.detail ?? null },
    }
    const entity = renderEntity(reading.rendering, "Observations", stored, undefined)
    reply.header("location", entity["@iot.selfLink"])
    return entity
  }

  /** One link or one error for each row, in their order; all that could be stored is, in one commit. */
  async function createObservations(request: FastifyRequest, { rendering }: Reading): Promise<string[]> {
    permitDevice(world, request)
    const rows = parseDataArrays(request.body, finder(catalogue(), undefined), world.clock.now())
    const good = rows.filter((row): row is Observation => !(row instanceof AppError))
    const outcomes = (await ingest.add(good)).values()
    return rows.map((row) => {
      if (!(row instanceof AppError)) return rendering.link("Observations", outcomes.next().value!.id)
      return `error ${row.code}: ${errorWords(request.language, row.code, row.values) ?? row.code}`
    })
  }
}

/** Only the demo world takes measurements from devices without credentials. */
function permitDevice(world: World, request: FastifyRequest): void {
  if (world.kind !== "demo") permit(request.actor, "sense.configure")
}

/** Finds the series of a measurement: from the address, or from its own link; both must agree. */
export function finder(catalogue: Catalogue, bound: Parameters<FindSeries>[0]): FindSeries {
  return (linked) => {
    const found = bound ?? linked
    if (found === undefined) throw senseErrors.MESSAGE_INVALID({ field: "Datastream/@iot.id", value: "", rule: "required" })
    if (linked !== undefined && (linked.id !== found.id || linked.isMulti !== found.isMulti)) {
      throw senseErrors.MESSAGE_INVALID({ field: "Datastream/@iot.id", value: linked.id, rule: `${found.id}` })
    }
    const series = found.isMulti ? catalogue.multiDatastreams.get(found.id) : catalogue.datastreams.get(found.id)
    if (!series) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: found.id })
    if (!series.thing.isPlaced) throw senseErrors.MESSAGE_INVALID({ field: "FeatureOfInterest", value: "", rule: "required" })
    return series
  }
}

/** Turns what a path or a query may not say into an answer for people. */
async function understood<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.part === "path") throw senseErrors.ENTITY_NOT_FOUND({ path: path.slice(0, PATH_SHOWN_MAX) })
    throw senseErrors.QUERY_REFUSED({ option: error.part, value: error.value, rule: error.rule })
  }
}

const PATH_SHOWN_MAX = 120

/** The body of an answer: undefined for no content, a text for a raw value. */
function bodyOf(answer: Answer, address: string): Record<string, Json> | string | undefined {
  switch (answer.kind) {
    case "missing":
      throw senseErrors.ENTITY_NOT_FOUND({ path: address.slice(-PATH_SHOWN_MAX) })
    case "entity":
      return answer.entity
    case "property":
      return answer.value === undefined ? undefined : { [answer.name]: answer.value }
    case "value":
      return answer.text
    case "page": {
      const { count, value } = answer.page
      return {
        ...(count === undefined ? {} : { "@iot.count": count }),
        ...(answer.nextOptions === undefined ? {} : { "@iot.nextLink": `${address}?${answer.nextOptions}` }),
        value: value as Json,
      }
    }
  }
}

/** The series that an address such as `Datastreams(1)/Observations` names. */
function boundSeries({ set, id, steps }: ResourcePath): Parameters<FindSeries>[0] {
  if (steps.length !== 1 || id === undefined) return undefined
  return set === "Datastreams" || set === "MultiDatastreams" ? { id, isMulti: set === "MultiDatastreams" } : undefined
}

/** A body that makes and names nothing but a series: anything else goes the long way. */
function isPlain(body: unknown): boolean {
  return typeof body !== "object" || body === null || !("FeatureOfInterest" in body)
}

/** Somebody who sends measurements in the demo, without credentials. */
const DEVICE = { role: "device" } as const
