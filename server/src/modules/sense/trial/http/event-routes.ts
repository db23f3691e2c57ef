import { EventsKept, KeepEvents, KeptEventList, KNOWN_EVENTS_MAX, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import { decodeText, parseCsv } from "../../../places/index.ts"
import type { FindArea } from "../../domain/rule-areas.ts"
import { senseErrors } from "../../errors.ts"
import { readEvents } from "../domain/event-rows.ts"
import { forgetEvent, keepEvents } from "../keep-events.ts"
import { listEvents } from "../store/event-store.ts"

/** Five thousand rows of 100 bytes. */
const TABLE_MAX_BYTES = 1024 * 1024
const BAD_ROWS_SHOWN_MAX = 50
const refusals = { 400: Problem, 401: Problem, 403: Problem }

/** What planners know to have happened: one by one, or as a table. */
export function eventRoutes({
  world,
  findArea,
  hazards,
}: {
  readonly world: World
  readonly findArea: FindArea
  readonly hazards: readonly string[]
}): FastifyPluginAsyncZod {
  const Hazard = z.object({ hazard: z.string().max(63) })
  const known = (hazard: string) => {
    if (!hazards.includes(hazard)) throw senseErrors.RULE_NAME_UNKNOWN({ field: "hazard", value: hazard })
  }
  return async (app) => {
    app.addContentTypeParser("text/csv", { parseAs: "buffer", bodyLimit: TABLE_MAX_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    app.get(
      "/known-events",
      { schema: { operationId: "listKnownEvents", querystring: Hazard, response: { 200: KeptEventList, ...refusals } } },
      async ({ actor, query }) => {
        permit(actor, "sense.manage-rules")
        const events = await listEvents(world.db.query, { hazard: query.hazard, limit: KNOWN_EVENTS_MAX })
        return {
          events: events.map((event) => ({
            ...event,
            areaName: findArea(event.area)?.name ?? { "zh-CN": event.area, en: event.area },
          })),
        }
      },
    )
    app.post(
      "/known-events",
      { schema: { operationId: "keepKnownEvents", body: KeepEvents, response: { 200: EventsKept, ...refusals } } },
      async ({ actor, body: { hazard, events } }) => {
        permit(actor, "sense.manage-rules")
        known(hazard)
        const lost = events.find(({ area }) => !findArea(area))
        if (lost) throw senseErrors.RULE_NAME_UNKNOWN({ field: "area", value: lost.area })
        return { changed: await keepEvents(world, actor, hazard, events), given: events.length, bad: 0, badRows: [] }
      },
    )
    app.post(
      "/known-events/table",
      {
        bodyLimit: TABLE_MAX_BYTES,
        onRequest: async ({ actor }) => permit(actor, "sense.manage-rules"),
        schema: {
          operationId: "importKnownEvents",
          consumes: ["text/csv"],
          querystring: Hazard,
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 200: EventsKept, ...refusals },
        },
      },
      async ({ actor, body, query: { hazard } }) => {
        permit(actor, "sense.manage-rules")
        known(hazard)
        if (body.includes(0)) throw senseErrors.TABLE_UNREADABLE({ reason: "0x00" })
        const { events, bad } = readEvents(parseCsv(decodeText(body)), (id) => findArea(id) !== undefined)
        if (events.length > KNOWN_EVENTS_MAX) throw senseErrors.EVENTS_TOO_MANY({ limit: KNOWN_EVENTS_MAX })
        const changed = await keepEvents(world, actor, hazard, events)
        return { changed, given: events.length, bad: bad.length, badRows: bad.slice(0, BAD_ROWS_SHOWN_MAX) }
      },
    )
    app.delete(
      "/known-events/:id",
      {
        schema: {
          operationId: "forgetKnownEvent",
          params: z.object({ id: z.uuid() }),
          response: { 204: z.null(), ...refusals, 404: Problem },
        },
      },
      async ({ actor, params }, reply) => {
        permit(actor, "sense.manage-rules")
        await forgetEvent(world, actor, params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
