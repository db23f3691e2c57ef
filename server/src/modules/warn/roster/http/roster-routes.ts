import { AnswerByHand, Problem, RosterBoard, RosterCall, RosterImport, RosterOfArea, SaveResponsible } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { Actor } from "../../../../platform/log/index.ts"
import { TABLE_MAX_BYTES, XLSX } from "../../../sense/index.ts"
import { answerCall } from "../answer-call.ts"
import type { RosterContext } from "../context.ts"
import { rosterErrors } from "../errors.ts"
import { importRoster } from "../import-roster.ts"
import { showPerson } from "../open-person.ts"
import { removePerson } from "../remove-person.ts"
import { savePerson } from "../save-person.ts"
import { showBoard } from "../show-board.ts"
import { findCall } from "../store/call-store.ts"
import { findPerson, listPeopleOf } from "../store/person-store.ts"

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }
const Id = z.object({ id: z.uuid() })
const WithArea = z.object({ area: z.string().max(200) })

/** The roster, area by area, for those who keep it; and who of a warning's areas has answered, for everybody on duty there. */
export function rosterRoutes(context: RosterContext): FastifyPluginAsyncZod {
  const { world, findArea, key } = context
  const areaOf = (id: string) => {
    const area = findArea(id)
    if (!area) throw rosterErrors.AREA_NOT_FOUND({ area: id })
    return { id: area.id, name: area.name }
  }
  const show = async (area: string) => ({
    area: areaOf(area),
    people: (await listPeopleOf(world.db.query, area)).map((person) => showPerson(key, person)),
  })
  /** Whom a request is about, when this account keeps the roster of their area. */
  const permitted = async (actor: Actor | undefined, id: string) => {
    permit(actor, "warn.manage-roster")
    const person = await findPerson(world.db.query, id)
    if (!person) throw rosterErrors.PERSON_NOT_FOUND({})
    permit(actor, "warn.manage-roster", [person.area])
    return { actor, person }
  }
  return async (app) => {
    app.get(
      "/roster",
      { schema: { operationId: "readRoster", querystring: WithArea, response: { 200: RosterOfArea, ...problems } } },
      async ({ actor, query: { area } }) => {
        permit(actor, "warn.manage-roster", [area])
        return show(area)
      },
    )
    app.post(
      "/roster",
      { schema: { operationId: "addResponsible", body: SaveResponsible, response: { 201: RosterOfArea, ...problems } } },
      async ({ actor, body }, reply) => {
        permit(actor, "warn.manage-roster", [areaOf(body.area).id])
        await savePerson(context, actor, body)
        return reply.status(201).send(await show(body.area))
      },
    )
    app.put(
      "/roster/:id",
      {
        schema: {
          operationId: "changeResponsible",
          params: Id,
          body: SaveResponsible,
          response: { 200: RosterOfArea, ...problems },
        },
      },
      async (request) => {
        const { actor } = await permitted(request.actor, request.params.id)
        permit(actor, "warn.manage-roster", [areaOf(request.body.area).id])
        await savePerson(context, actor, request.body, request.params.id)
        return show(request.body.area)
      },
    )
    app.delete(
      "/roster/:id",
      { schema: { operationId: "removeResponsible", params: Id, response: { 200: RosterOfArea, ...problems } } },
      async (request) => {
        const { actor, person } = await permitted(request.actor, request.params.id)
        await removePerson(context, actor, person.id)
        return show(person.area)
      },
    )
    await app.register(importRoute(context))
    app.get(
      "/warnings/:id/calls",
      { schema: { operationId: "readRosterBoard", params: Id, response: { 200: RosterBoard, ...problems } } },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        return showBoard(context, actor, params.id)
      },
    )
    app.post(
      "/roster-calls/:id/answer",
      { schema: { operationId: "answerRosterCall", params: Id, body: AnswerByHand, response: { 200: RosterCall, ...problems } } },
      async ({ actor, params: { id }, body: { at, note } }) => {
        permit(actor, "warn.manage-roster")
        const call = await findCall(world.db.query, id)
        if (!call) throw rosterErrors.CALL_NOT_FOUND({})
        permit(actor, "warn.manage-roster", [call.area])
        await answerCall(context, id, { by: "hand", actor, at: new Date(at), note })
        const { calls } = await showBoard(context, actor, call.warning)
        return calls.find((one) => one.id === id)!
      },
    )
  }
}

/** Files come as the body itself; their types are read nowhere else. */
function importRoute(context: RosterContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(["text/csv", XLSX], { parseAs: "buffer", bodyLimit: TABLE_MAX_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    app.post(
      "/roster/import",
      {
        bodyLimit: TABLE_MAX_BYTES,
        onRequest: async ({ actor }) => permit(actor, "warn.manage-roster"),
        schema: {
          operationId: "importRoster",
          consumes: ["text/csv", XLSX],
          // A first look says what the table would bring; the same table again stores it.
          querystring: z.object({ store: z.stringbool().default(false) }),
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 200: RosterImport, ...problems },
        },
      },
      async ({ actor, body, query, language }) => {
        permit(actor, "warn.manage-roster")
        return importRoster(context, actor, { bytes: body, language, isStored: query.store })
      },
    )
  }
}
