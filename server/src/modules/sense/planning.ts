import type { Bilingual, KnownEvent } from "@holdfast/contracts"
import type { CityModule, World } from "../../platform/world/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import type { FindArea } from "./domain/rule-areas.ts"
import type { Ingest } from "./ingest.ts"
import { checkRule, type RuleBook, type RuleContext, ruleRoutes } from "./rules/index.ts"
import { eventRoutes, trialRoutes } from "./trial/index.ts"

/** What planners need of the rest of the city. */
export interface Planning {
  readonly findArea: FindArea
  /** The hazards that a rule can be about: those of the packs. */
  readonly hazards: readonly { readonly id: string; readonly name: Bilingual }[]
  /** The warnings that were really sent in a span, one for each of their areas. */
  readonly warningsSent: (span: {
    readonly hazard: string
    readonly from: Date
    readonly to: Date
  }) => Promise<readonly KnownEvent[]>
}

/** A world without a city around it, such as a replay: rules come from packs alone. */
export const noPlanning: Planning = { findArea: () => undefined, hazards: [], warningsSent: async () => [] }

/** The doors of those who write rules and try them. */
export function planningRoutes(options: {
  readonly world: World
  readonly book: RuleBook
  readonly ingest: Pick<Ingest, "changeRules">
  readonly catalogue: () => Catalogue
  readonly planning: Planning
}): CityModule["routes"] {
  const { world, book, ingest, catalogue, planning } = options
  const { findArea, hazards, warningsSent } = planning
  const context = (): RuleContext => ({
    ...{ world, book, ingest, findArea },
    hazards: hazards.map(({ id }) => id),
    properties: [...catalogue().properties.values()].map(({ id }) => id),
  })
  return [
    { prefix: "/api", plugin: ruleRoutes({ context, hazards, catalogue }) },
    {
      prefix: "/api",
      plugin: eventRoutes({ world, findArea, hazards: hazards.map(({ id }) => id) }),
    },
    {
      prefix: "/api",
      plugin: trialRoutes({
        contextFor: ({ hazard, rule }) => {
          checkRule(hazard, rule, context())
          return { world, catalogue: catalogue(), findArea, warningsSent, partsOf: (of, one) => book.partsOf(of, one) }
        },
      }),
    },
  ]
}
