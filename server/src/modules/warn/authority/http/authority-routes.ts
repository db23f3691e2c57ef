import {
  CallsOfReader,
  CityAuthority,
  PersonProof,
  PreparedRequest,
  Problem,
  ProposeStanding,
  SetOriginal,
  StandingAuthorisation,
  Warning,
  WarningAuthority,
} from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { Actor } from "../../../../platform/log/index.ts"
import { existing, withAccount } from "../../advance.ts"
import type { WarnContext } from "../../context.ts"
import { showWarning } from "../../show-warnings.ts"
import { findWarning } from "../../store/warning-store.ts"
import { askIssuer } from "../ask-issuer.ts"
import { approveStanding, proposeStanding, switchOffStanding } from "../change-standing.ts"
import { readAuthority, readCalls } from "../read-authority.ts"
import { readCityAuthority } from "../read-city-authority.ts"
import { setOriginal } from "../set-original.ts"
import { showStanding } from "../show-standing.ts"

const params = z.object({ id: z.uuid() })
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Who may say what, who is called, and what another body is asked. */
export function authorityRoutes(context: WarnContext): FastifyPluginAsyncZod {
  const drafting = async (actor: Actor | undefined, id: string): Promise<Actor> => {
    permit(actor, "warn.draft")
    const warning = existing(await findWarning(context.world.db.query, id), id)
    permit(
      actor,
      "warn.draft",
      warning.areas.map((area) => area.id),
    )
    return actor
  }
  return async (app) => {
    app.get(
      "/warnings/:id/authority",
      { schema: { operationId: "readWarningAuthority", params, response: { 200: WarningAuthority, ...problems } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "read-operations")
        return readAuthority(context, actor, id)
      },
    )
    app.put(
      "/warnings/:id/original",
      { schema: { operationId: "setWarningOriginal", params, body: SetOriginal, response: { 200: Warning, ...problems } } },
      async (request) => {
        const actor = await drafting(request.actor, request.params.id)
        const named = await setOriginal(context, actor, request.params.id, request.body.reference)
        return showWarning(context, actor.account, named)
      },
    )
    app.post(
      "/warnings/:id/ask-issuer",
      { schema: { operationId: "askIssuer", params, response: { 200: PreparedRequest, ...problems } } },
      async (request) => askIssuer(context, await drafting(request.actor, request.params.id), request.params.id),
    )
    app.get(
      "/authority",
      { schema: { operationId: "readCityAuthority", response: { 200: CityAuthority, ...problems } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return readCityAuthority(context, actor.account)
      },
    )
    app.post(
      "/authority/standing",
      {
        schema: {
          operationId: "proposeStanding",
          body: ProposeStanding.extend({ proof: PersonProof.optional() }),
          response: { 201: StandingAuthorisation, ...problems },
        },
      },
      async (request, reply) => {
        const { hazard, level, until, proof } = request.body
        permit(request.actor, "warn.approve")
        await context.people.proveAnew(request, { about: `warn.standing ${hazard} ${level}`, proof })
        const standing = await proposeStanding(context, request.actor, { hazard, level, until: new Date(until) })
        return reply.status(201).send((await showStanding(context, request.actor.account, [standing]))[0]!)
      },
    )
    app.post(
      "/authority/standing/:id/approve",
      {
        schema: {
          operationId: "approveStanding",
          params,
          body: z.object({ proof: PersonProof.optional() }),
          response: { 200: StandingAuthorisation, ...problems },
        },
      },
      async (request) => {
        permit(request.actor, "warn.approve")
        await context.people.proveAnew(request, { about: `warn.standing ${request.params.id}`, proof: request.body.proof })
        const standing = await approveStanding(context, request.actor, request.params.id)
        return (await showStanding(context, request.actor.account, [standing]))[0]!
      },
    )
    app.post(
      "/authority/standing/:id/end",
      { schema: { operationId: "endStanding", params, response: { 200: StandingAuthorisation, ...problems } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "warn.approve")
        const standing = await switchOffStanding(context, actor, id)
        return (await showStanding(context, actor.account, [standing]))[0]!
      },
    )
    app.get(
      "/call-outs",
      { schema: { operationId: "readOwnCalls", response: { 200: CallsOfReader, ...problems } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return readCalls(context, withAccount(actor).account)
      },
    )
  }
}
