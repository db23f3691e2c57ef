import { Problem, Signal, SignalPage, signalStates } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { acknowledgeSignal } from "../acknowledge-signal.ts"
import { getSignal, readSignals } from "../read-signals.ts"

const OneSignal = z.object({ id: z.uuid() })
const refusals = { 401: Problem, 403: Problem, 404: Problem }

export function signalRoutes(world: World): FastifyPluginAsyncZod {
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
    app.post(
      "/signals/:id/acknowledge",
      { schema: { operationId: "acknowledgeSignal", params: OneSignal, response: { 200: Signal, 409: Problem, ...refusals } } },
      async (request) => {
        permit(request.actor, "sense.acknowledge-signal")
        const signal = await getSignal(world, request.params.id)
        permit(request.actor, "sense.acknowledge-signal", [signal.area.id])
        return acknowledgeSignal(world, request.actor, signal.id)
      },
    )
  }
}
