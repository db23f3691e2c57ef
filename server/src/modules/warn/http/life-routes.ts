import {
  ApproveCorrection,
  CorrectionList,
  correctionOf,
  ExtendWarning,
  Problem,
  ProposeCorrection,
  Warning,
} from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Action, permit } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import { existing } from "../advance.ts"
import { letRunOut } from "../authority/index.ts"
import type { WarnContext } from "../context.ts"
import { approveCorrection, dropCorrection, proposeCorrection } from "../correct-warning.ts"
import { extendWarning } from "../extend-warning.ts"
import { showWarning } from "../show-warnings.ts"
import { listCorrections, type StoredCorrection } from "../store/correction-store.ts"
import { findWarning } from "../store/warning-store.ts"

const params = z.object({ id: z.uuid() })
const both = params.extend({ correction: z.uuid() })
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** What can be done with a warning in force beside ending it: mend a slip of the pen, extend it, let it run out. */
export function lifeRoutes(context: WarnContext): FastifyPluginAsyncZod {
  const { world, people } = context
  const permitted = async (actor: Actor | undefined, action: Action, id: string): Promise<Actor> => {
    permit(actor, action)
    const { areas } = existing(await findWarning(world.db.query, id), id)
    permit(
      actor,
      action,
      areas.map((area) => area.id),
    )
    return actor
  }
  const shown = async (actor: Actor, id: string) => ({
    corrections: (await listCorrections(world.db.query, [id])).map((one: StoredCorrection) => ({
      id: one.id,
      texts: one.texts,
      proposedAt: one.proposedAt.toISOString(),
      proposedByRole: one.proposer.role,
      mine: actor.account !== undefined && actor.account === one.proposer.account,
      approvedAt: one.approvedAt?.toISOString() ?? null,
    })),
  })
  return async (app) => {
    app.get(
      "/warnings/:id/corrections",
      { schema: { operationId: "listCorrections", params, response: { 200: CorrectionList, ...problems } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "read-operations")
        return shown(actor, id)
      },
    )
    app.post(
      "/warnings/:id/corrections",
      {
        schema: {
          operationId: "proposeCorrection",
          params,
          body: ProposeCorrection,
          response: { 201: CorrectionList, ...problems },
        },
      },
      async ({ actor, params: { id }, body }, reply) => {
        const may = await permitted(actor, "warn.lift", id)
        await proposeCorrection(context, may, id, body.texts)
        return reply.status(201).send(await shown(may, id))
      },
    )
    app.post(
      "/warnings/:id/corrections/:correction/approve",
      {
        schema: {
          operationId: "approveCorrection",
          params: both,
          body: ApproveCorrection,
          response: { 200: CorrectionList, ...problems },
        },
      },
      async (request) => {
        const { id, correction } = request.params
        const may = await permitted(request.actor, "warn.approve", id)
        await people.proveAnew(request, { about: correctionOf(correction), proof: request.body.proof })
        await approveCorrection(context, may, { warning: id, correction }, request.body.read)
        return shown(may, id)
      },
    )
    app.post(
      "/warnings/:id/corrections/:correction/drop",
      { schema: { operationId: "dropCorrection", params: both, response: { 200: CorrectionList, ...problems } } },
      async ({ actor, params: { id, correction } }) => {
        const may = await permitted(actor, "warn.lift", id)
        await dropCorrection(context, may, { warning: id, correction })
        return shown(may, id)
      },
    )
    app.post(
      "/warnings/:id/extend",
      { schema: { operationId: "extendWarning", params, body: ExtendWarning, response: { 201: Warning, ...problems } } },
      async ({ actor, params: { id }, body }, reply) => {
        const may = await permitted(actor, "warn.submit", id)
        const update = await extendWarning(context, may, id, new Date(body.expires))
        return reply.status(201).send(await showWarning(context, may.account, update))
      },
    )
    app.post(
      "/warnings/:id/let-run-out",
      { schema: { operationId: "letWarningRunOut", params, response: { 200: Warning, ...problems } } },
      async ({ actor, params: { id } }) => {
        const may = await permitted(actor, "warn.submit", id)
        return showWarning(context, may.account, await letRunOut(context, may, id))
      },
    )
  }
}
