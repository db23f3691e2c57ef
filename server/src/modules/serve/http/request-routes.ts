import { AnswerRequest, Problem, REQUESTS_FIRST, REQUESTS_MAX, ServiceRequest, ServiceRequestPage } from "@holdfast/contracts"
import { type Language, languages, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import { answerRequest } from "../answer-request.ts"
import type { ServiceRequest as RequestRecord } from "../domain/request.ts"
import { serveErrors } from "../errors.ts"
import { linkRequest } from "../link-request.ts"
import type { Places } from "../places.ts"
import { readContact } from "../read-contact.ts"
import { readRequest, readRequests } from "../read-requests.ts"
import type { ServeContext } from "../receive-request.ts"
import { placeOf } from "./place-of.ts"

const params = z.object({ id: z.uuid() })
const Page = z.object({ limit: z.coerce.number().int().min(1).max(REQUESTS_MAX).default(REQUESTS_FIRST) })
const problems = { 401: Problem, 403: Problem, 404: Problem, 409: Problem }
const LinkRequest = z.object({ incident: z.uuid() })
const Contact = z.object({ contact: z.string().nullable() })

/**
 * For the desk, and only for those who answer: no path leads an inspector or a leader to what residents wrote. An account with an
 * area sees and answers only the reports of its subtree.
 */
export function requestRoutes(context: ServeContext, places: Places): FastifyPluginAsyncZod {
  const { world, photos } = context
  const permitted = async (actor: Actor | undefined, id: string): Promise<{ actor: Actor; request: RequestRecord }> => {
    permit(actor, "serve.answer-request")
    const request = await readRequest(world, id)
    if (!isInside(actor, request)) throw serveErrors.REQUEST_NOT_FOUND({ request: id })
    return { actor, request }
  }
  return async (app) => {
    app.get(
      "/requests",
      {
        schema: {
          operationId: "readRequests",
          querystring: Page,
          response: { 200: ServiceRequestPage, 400: Problem, 401: Problem, 403: Problem },
        },
      },
      async ({ actor, language, query: { limit } }) => {
        permit(actor, "serve.answer-request")
        const { requests, ...page } = await readRequests(world, { within: actor.area, limit })
        return { ...page, requests: requests.map((request) => toContract(request, places, language)) }
      },
    )
    app.get(
      "/requests/:id/photo",
      { schema: { operationId: "readRequestPhoto", params, response: problems } },
      async (request, reply) => {
        const { photo } = (await permitted(request.actor, request.params.id)).request
        const bytes = photo ? await photos.find(photo) : undefined
        if (!bytes) throw serveErrors.REQUEST_NOT_FOUND({ request: request.params.id })
        return reply
          .type("image/jpeg")
          .header("cache-control", "private, no-store")
          .send(bytes as never)
      },
    )
    app.post(
      "/requests/:id/answer",
      {
        schema: {
          operationId: "answerRequest",
          params,
          body: AnswerRequest,
          response: { 200: ServiceRequest, 400: Problem, ...problems },
        },
      },
      async (request) => {
        const { actor } = await permitted(request.actor, request.params.id)
        const answered = await answerRequest(world, actor, { id: request.params.id, ...request.body })
        return toContract(answered, places, request.language)
      },
    )
    app.post(
      "/requests/:id/link",
      {
        schema: { operationId: "linkRequest", params, body: LinkRequest, response: { 204: z.null(), 400: Problem, ...problems } },
      },
      async (request, reply) => {
        const { actor } = await permitted(request.actor, request.params.id)
        await linkRequest(world, actor, { id: request.params.id, incident: request.body.incident })
        return reply.status(204).send(null)
      },
    )
    app.post(
      "/requests/:id/contact",
      { schema: { operationId: "readRequestContact", params, response: { 200: Contact, ...problems } } },
      async (request) => {
        const { actor } = await permitted(request.actor, request.params.id)
        return { contact: await readContact(world, actor, request.params.id) }
      },
    )
  }
}

/** A report that names no area is for whoever has the whole city. */
function isInside(actor: Actor, { area }: RequestRecord): boolean {
  const own = actor.area
  return !own || (area !== null && (area === own || area.startsWith(`${own}/`)))
}

function toContract(request: RequestRecord, places: Places, language: Language): ServiceRequest {
  const names = languages.map((each) => [each, wordsIn(each)(`serve:categories.${request.category}`)])
  return {
    id: request.id,
    category: request.category,
    place: placeOf(request, places, language),
    description: request.description,
    photo: request.photo && `/api/requests/${request.id}/photo`,
    state: request.state,
    receivedAt: request.receivedAt.toISOString(),
    dueAt: request.dueAt.toISOString(),
    answer: request.answer,
    answeredAt: request.answeredAt?.toISOString() ?? null,
    categoryName: Object.fromEntries(names) as ServiceRequest["categoryName"],
  }
}
