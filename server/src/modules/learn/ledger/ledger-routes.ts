import { Problem, Timestamp, WarningLedger } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import { type LedgerContext, readLedger } from "./read-ledger.ts"

export function ledgerRoutes(context: LedgerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/ledger/warnings",
      {
        schema: {
          operationId: "readWarningLedger",
          querystring: z.object({ from: Timestamp, to: Timestamp }),
          response: { 200: WarningLedger, 400: Problem, 401: Problem, 403: Problem },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "learn.review")
        return readLedger(context, { from: new Date(query.from), to: new Date(query.to) })
      },
    )
  }
}
