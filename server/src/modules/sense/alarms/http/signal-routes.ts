import {
  AcknowledgeSignal,
  AssignSignal,
  ClearSignal,
  CommentSignal,
  OnDuty,
  Problem,
  ShelveSignal,
  Signal,
  SignalCare,
  SignalCurve,
  SignalPage,
  signalStates,
  UndoAct,
} from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Action, permit } from "../../../../platform/identity/index.ts"
import type { Actor } from "../../../../platform/log/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import { getSignal, readSignals } from "../../read-signals.ts"
import { acknowledgeSignal } from "../acknowledge-signal.ts"
import { assignSignal } from "../assign-signal.ts"
import { clearSignalByHand } from "../clear-signal.ts"
import { commentSignal } from "../comment-signal.ts"
import type { People } from "../people.ts"
import { readCare } from "../read-care.ts"
import { type CurveReading, readCurve } from "../read-curve.ts"
import { shelveSignal } from "../shelve-signal.ts"
import { undoAct } from "../undo-act.ts"

const OneSignal = z.object({ id: z.uuid() })
const refusals = { 401: Problem, 403: Problem, 404: Problem }
const changes = { 200: SignalCare, 400: Problem, 409: Problem, ...refusals }
/** The right that taking something back needs: that of doing it. */
const undoes = {
  acknowledge: "sense.acknowledge-signal",
  shelve: "sense.shelve-signal",
  clear: "sense.clear-signal",
} as const

/** One signal: reading it, and what people on duty do with it. */
export function signalRoutes({
  world,
  people,
  curves,
}: {
  readonly world: World
  readonly people: People
  readonly curves: CurveReading
}): FastifyPluginAsyncZod {
  /** The right first, so that nobody learns which signals there are; then the right in its area. */
  const permitHere = async (actor: Actor | undefined, action: Action, id: string): Promise<Actor> => {
    permit(actor, action)
    const { area } = await getSignal(world, id)
    permit(actor, action, [area.id])
    return actor
  }
  const care = (actor: Actor, id: string) => readCare({ world, people }, actor, id)
  /** Does something to a signal, with the right that it needs, and answers how it then stands. */
  const act = async (actor: Actor | undefined, action: Action, id: string, change: (by: Actor) => Promise<unknown>) => {
    const by = await permitHere(actor, action, id)
    await change(by)
    return care(by, id)
  }
  return async (app) => {
    app.get(
      "/signals",
      {
        schema: {
          operationId: "listSignals",
          querystring: z.object({ state: z.enum(signalStates).optional() }),
          response: { 200: SignalPage, 401: Problem },
        },
      },
      async (request) => {
        permit(request.actor, "read-operations")
        const { state } = request.query
        // The position first: what commits in between comes twice, which is harmless, instead of never.
        const position = world.log.position
        return { position, signals: await readSignals(world, state ? { states: [state] } : {}) }
      },
    )
    app.get(
      "/signals/:id",
      { schema: { operationId: "getSignal", params: OneSignal, response: { 200: Signal, ...refusals } } },
      async (request) => {
        permit(request.actor, "read-operations")
        return getSignal(world, request.params.id)
      },
    )
    app.get(
      "/signals/:id/care",
      { schema: { operationId: "readSignalCare", params: OneSignal, response: { 200: SignalCare, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        return care(actor, params.id)
      },
    )
    app.get(
      "/signals/:id/curve",
      { schema: { operationId: "readSignalCurve", params: OneSignal, response: { 200: SignalCurve, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        return readCurve(curves, params.id)
      },
    )
    app.get(
      "/signals/:id/on-duty",
      { schema: { operationId: "listOnDuty", params: OneSignal, response: { 200: OnDuty, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "sense.handle-signal")
        const { area } = await getSignal(world, params.id)
        return { people: [...(await people.onDuty([area.id]))] }
      },
    )
    app.post(
      "/signals/:id/acknowledge",
      {
        schema: {
          operationId: "acknowledgeSignal",
          params: OneSignal,
          body: AcknowledgeSignal,
          response: { 200: Signal, 400: Problem, 409: Problem, ...refusals },
        },
      },
      async ({ actor, params, body }) =>
        acknowledgeSignal(world, await permitHere(actor, "sense.acknowledge-signal", params.id), params.id, body),
    )
    app.post(
      "/signals/:id/assign",
      { schema: { operationId: "assignSignal", params: OneSignal, body: AssignSignal, response: changes } },
      async ({ actor, params, body }) =>
        act(actor, "sense.handle-signal", params.id, (by) => assignSignal({ world, people }, by, params.id, body)),
    )
    app.post(
      "/signals/:id/comments",
      { schema: { operationId: "commentSignal", params: OneSignal, body: CommentSignal, response: changes } },
      async ({ actor, params, body }) =>
        act(actor, "sense.handle-signal", params.id, (by) => commentSignal(world, by, params.id, body.text)),
    )
    app.post(
      "/signals/:id/shelve",
      { schema: { operationId: "shelveSignal", params: OneSignal, body: ShelveSignal, response: changes } },
      async ({ actor, params, body }) =>
        act(actor, "sense.shelve-signal", params.id, (by) => shelveSignal(world, by, params.id, body)),
    )
    app.post(
      "/signals/:id/clear",
      { schema: { operationId: "clearSignal", params: OneSignal, body: ClearSignal, response: changes } },
      async ({ actor, params, body }) =>
        act(actor, "sense.clear-signal", params.id, (by) => clearSignalByHand(world, by, params.id, body)),
    )
    app.post(
      "/signals/:id/undo",
      { schema: { operationId: "undoSignalAct", params: OneSignal, body: UndoAct, response: changes } },
      async ({ actor, params, body }) => act(actor, undoes[body.act], params.id, (by) => undoAct(world, by, params.id, body.act)),
    )
  }
}
