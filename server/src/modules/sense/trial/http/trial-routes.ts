import { Problem, Trial, TrialProgress, TryRule } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { senseErrors } from "../../errors.ts"
import { type TrialContext, tryRule } from "../try-rule.ts"

/** Trials at once: they take turns with live measurements for the same processor. */
const TRIALS_MAX = 2
const OneTrial = z.object({ trial: z.uuid() })
const refusals = { 401: Problem, 403: Problem }

/** Trying a rule on history. A trial lives as long as its request; who named it sees how far it is, and stops it. */
export function trialRoutes(options: {
  /** Read at each request: the catalogue grows. Also checks the rule, and throws what is wrong with it. */
  readonly contextFor: (asked: TryRule) => TrialContext
}): FastifyPluginAsyncZod {
  const running = new Map<string, { share: number; readonly abort: AbortController }>()
  return async (app) => {
    app.post(
      "/rules/try",
      {
        schema: {
          operationId: "tryRule",
          body: TryRule,
          response: { 200: Trial, 400: Problem, 409: Problem, 413: Problem, 503: Problem, ...refusals },
        },
      },
      async ({ actor, body }, reply) => {
        permit(actor, "sense.manage-rules")
        const context = options.contextFor(body)
        if (running.size >= TRIALS_MAX) throw senseErrors.TRIALS_BUSY({ limit: TRIALS_MAX })
        const name = body.trial ?? newId()
        if (running.has(name)) throw senseErrors.TRIALS_BUSY({ limit: 1 })
        const own = { share: 0, abort: new AbortController() }
        running.set(name, own)
        // Who closes the page does not wait for the answer any more.
        reply.raw.once("close", () => own.abort.abort())
        try {
          return await tryRule(context, body, {
            signal: own.abort.signal,
            onProgress: (share) => {
              own.share = share
            },
          })
        } finally {
          running.delete(name)
        }
      },
    )
    app.get(
      "/rules/trials/:trial",
      { schema: { operationId: "readTrialProgress", params: OneTrial, response: { 200: TrialProgress, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "sense.manage-rules")
        // Who asks while it ends is told so, not refused.
        return { share: running.get(params.trial)?.share ?? null }
      },
    )
    app.delete(
      "/rules/trials/:trial",
      { schema: { operationId: "stopTrial", params: OneTrial, response: { 200: TrialProgress, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "sense.manage-rules")
        const found = running.get(params.trial)
        found?.abort.abort()
        return { share: found?.share ?? null }
      },
    )
  }
}
