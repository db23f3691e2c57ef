import { type Bilingual, CityRule, Problem, RuleList, RuleVersions, SwitchRule, WriteRule } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { Actor } from "../../../../platform/log/index.ts"
import type { Catalogue } from "../../domain/catalogue.ts"
import { senseErrors } from "../../errors.ts"
import { toContract } from "../domain/rule-book.ts"
import { listRuleVersions } from "../store/rule-store.ts"
import { type RuleContext, switchRule, writeRule } from "../write-rule.ts"

const OneRule = z.object({ id: z.string().max(63) })
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** The rules of the city. */
export function ruleRoutes(options: {
  /** Read at each request: the register grows. */
  readonly context: () => RuleContext
  readonly hazards: readonly { readonly id: string; readonly name: Bilingual }[]
  readonly catalogue: () => Catalogue
}): FastifyPluginAsyncZod {
  const { context, hazards, catalogue } = options
  // A rule holds everywhere: who is responsible for a part of the city only does not write it.
  const wholeCity = (actor: Actor | undefined): string[] => {
    let area = actor?.area
    for (;;) {
      const parent = area === undefined ? undefined : context().findArea(area)?.parent
      if (parent === undefined || parent === null) return area === undefined ? [] : [area]
      area = parent
    }
  }
  return async (app) => {
    app.get("/rules", { schema: { operationId: "listRules", response: { 200: RuleList, 401: Problem } } }, async ({ actor }) => {
      permit(actor, "read-operations")
      const properties = [...catalogue().properties.values()].map(({ id, name, unit }) => ({ id, name, unit }))
      return { rules: [...context().book.all], hazards: [...hazards], properties }
    })
    app.get(
      "/rules/:id/versions",
      { schema: { operationId: "listRuleVersions", params: OneRule, response: { 200: RuleVersions, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        const { world, book } = context()
        if (!book.find(params.id)) throw senseErrors.RULE_NOT_FOUND({ rule: params.id })
        const stored = await listRuleVersions(world.db.query, params.id)
        return { versions: stored.map((one) => toContract(one, "city")) }
      },
    )
    app.post(
      "/rules",
      { schema: { operationId: "writeRule", body: WriteRule, response: { 200: CityRule, ...refusals } } },
      async ({ actor, body }) => {
        permit(actor, "sense.manage-rules", wholeCity(actor))
        return writeRule(context(), actor, body)
      },
    )
    app.post(
      "/rules/:id/switch",
      { schema: { operationId: "switchRule", params: OneRule, body: SwitchRule, response: { 200: CityRule, ...refusals } } },
      async ({ actor, params, body }) => {
        permit(actor, "sense.manage-rules", wholeCity(actor))
        return switchRule(context(), actor, params.id, body)
      },
    )
  }
}
