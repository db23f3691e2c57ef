import {
  ApproveWarning,
  approvalOf,
  DraftWarning,
  EditWarning,
  LiftWarning,
  Problem,
  RejectWarning,
  SendAlone,
  SubmitWarning,
  Warning,
  WarningCard,
  WarningPage,
  warningStates,
} from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Action, permit } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import { existing } from "../advance.ts"
import { approveWarning } from "../approve-warning.ts"
import type { WarnContext } from "../context.ts"
import { discardWarning } from "../discard-warning.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { draftWarning } from "../draft-warning.ts"
import { editWarning, placeEdit } from "../edit-warning.ts"
import { liftWarning } from "../lift-warning.ts"
import { readCard } from "../read-card.ts"
import { refillTexts } from "../refill-texts.ts"
import { rejectWarning } from "../reject-warning.ts"
import { retractWarning } from "../retract-warning.ts"
import { sendAlone } from "../send-alone.ts"
import { showWarning, showWarnings } from "../show-warnings.ts"
import { findWarning, listWarnings } from "../store/warning-store.ts"
import { submitWarning } from "../submit-warning.ts"
import { withdrawWarning } from "../withdraw-warning.ts"

const PAGE = 200
const params = z.object({ id: z.uuid() })
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }
const answer = { 200: Warning, ...problems }

type Asked = { readonly actor: Actor | undefined; readonly params: z.infer<typeof params> }
/** What needs no more than to know which warning. */
type Step = (context: WarnContext, actor: Actor, id: string) => Promise<StoredWarning>

export function warningRoutes(context: WarnContext): FastifyPluginAsyncZod {
  const { world, sense } = context

  /** The warning that a request is about, when this person may do this in its areas. */
  const permitted = async (
    actor: Actor | undefined,
    action: Action,
    id: string,
  ): Promise<{ actor: Actor; warning: StoredWarning }> => {
    permit(actor, action)
    const warning = existing(await findWarning(world.db.query, id), id)
    permit(
      actor,
      action,
      warning.areas.map((area) => area.id),
    )
    return { actor, warning }
  }
  /** Who may ask to lift may also mend a lifting that was sent back, and hand it in again. */
  const writing = async (actor: Actor | undefined, id: string, action: Action): Promise<Action> => {
    permit(actor, "read-operations")
    return existing(await findWarning(world.db.query, id), id).kind === "lifting" ? "warn.lift" : action
  }
  const areasOf = async (request: DraftWarning) =>
    "signal" in request ? [(await sense.getSignal(request.signal)).area.id] : request.areas

  return async (app) => {
    app.get(
      "/warnings",
      {
        schema: {
          operationId: "listWarnings",
          querystring: z.object({ state: z.enum(warningStates).optional() }),
          response: { 200: WarningPage, ...problems },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        const position = world.log.position
        const states = query.state ? [query.state] : warningStates
        const warnings = await listWarnings(world.db.query, { states, limit: PAGE })
        return { position, warnings: await showWarnings(context, actor.account, warnings) }
      },
    )
    app.get("/warnings/:id", { schema: { operationId: "getWarning", params, response: answer } }, async (request) => {
      const { actor } = request
      permit(actor, "read-operations")
      const { id } = request.params
      return showWarning(context, actor.account, existing(await findWarning(world.db.query, id), id))
    })
    app.get(
      "/warnings/:id/card",
      { schema: { operationId: "readWarningCard", params, response: { 200: WarningCard, ...problems } } },
      async (request) => {
        permit(request.actor, "read-operations")
        return readCard(context, request.params.id, request.language)
      },
    )
    app.post(
      "/warnings",
      { schema: { operationId: "draftWarning", body: DraftWarning, response: { 201: Warning, ...problems } } },
      async ({ actor, body }, reply) => {
        permit(actor, "warn.draft")
        permit(actor, "warn.draft", await areasOf(body))
        return reply.status(201).send(await showWarning(context, actor.account, await draftWarning(context, actor, body)))
      },
    )
    app.patch(
      "/warnings/:id",
      { schema: { operationId: "editWarning", params, body: EditWarning, response: answer } },
      async (request) => {
        const action = await writing(request.actor, request.params.id, "warn.draft")
        const { actor } = await permitted(request.actor, action, request.params.id)
        const place = await placeEdit(context, request.params.id, request.body)
        permit(
          actor,
          action,
          place?.areas.map(({ id }) => id),
        )
        return showWarning(
          context,
          actor.account,
          await editWarning(context, actor, request.params.id, { edit: request.body, place }),
        )
      },
    )
    const step = (
      verb: string,
      operationId: string,
      { may, run }: { readonly may: (request: Asked) => Action | Promise<Action>; readonly run: Step },
    ) =>
      app.post(`/warnings/:id/${verb}`, { schema: { operationId, params, response: answer } }, async (request) => {
        const { actor, warning } = await permitted(request.actor, await may(request), request.params.id)
        return showWarning(context, actor.account, await run(context, actor, warning.id))
      })
    const drafting = ({ actor, params: { id } }: Asked) => writing(actor, id, "warn.draft")
    const submitting = ({ actor, params: { id } }: Asked) => writing(actor, id, "warn.submit")
    step("words", "refillWarningTexts", { may: drafting, run: refillTexts })
    app.post(
      "/warnings/:id/submit",
      { schema: { operationId: "submitWarning", params, body: SubmitWarning, response: answer } },
      async (request) => {
        const { actor, warning } = await permitted(request.actor, await submitting(request), request.params.id)
        return showWarning(context, actor.account, await submitWarning(context, actor, warning.id, request.body?.people))
      },
    )
    step("withdraw", "withdrawWarning", { may: submitting, run: withdrawWarning })
    step("discard", "discardWarning", { may: drafting, run: discardWarning })
    step("retract", "retractWarning", { may: () => "warn.retract", run: retractWarning })
    app.post(
      "/warnings/:id/approve",
      { schema: { operationId: "approveWarning", params, body: ApproveWarning, response: answer } },
      async (request) => {
        const { actor, warning } = await permitted(request.actor, "warn.approve", request.params.id)
        const { version, proof } = request.body
        await context.people.proveAnew(request, { about: approvalOf(warning.id, version), proof })
        return showWarning(context, actor.account, await approveWarning(context, actor, warning.id, request.body))
      },
    )
    app.post(
      "/warnings/:id/send-alone",
      { schema: { operationId: "sendWarningAlone", params, body: SendAlone, response: answer } },
      async (request) => {
        const { actor, warning } = await permitted(request.actor, "warn.submit", request.params.id)
        const { version, proof } = request.body
        await context.people.proveAnew(request, { about: approvalOf(warning.id, version), proof })
        return showWarning(context, actor.account, await sendAlone(context, actor, warning.id, request.body))
      },
    )
    app.post(
      "/warnings/:id/reject",
      { schema: { operationId: "rejectWarning", params, body: RejectWarning, response: answer } },
      async (request) => {
        const { actor, warning } = await permitted(request.actor, "warn.approve", request.params.id)
        return showWarning(context, actor.account, await rejectWarning(context, actor, warning.id, request.body))
      },
    )
    app.post(
      "/warnings/:id/lift",
      { schema: { operationId: "liftWarning", params, body: LiftWarning, response: { 201: Warning, ...problems } } },
      async (request, reply) => {
        const { actor, warning } = await permitted(request.actor, "warn.lift", request.params.id)
        const lifting = await liftWarning(context, actor, warning.id, request.body.texts)
        return reply.status(201).send(await showWarning(context, actor.account, lifting))
      },
    )
  }
}
