import { levels, type PackRule } from "@holdfast/contracts"
import { findForbiddenTerm, isAboutMeasurements } from "../../../../platform/packs/index.ts"
import type { FindArea } from "../../domain/rule-areas.ts"
import { senseErrors } from "../../errors.ts"
import type { RuleBook } from "./rule-book.ts"

/** What a rule may name. */
export interface Known {
  readonly hazards: readonly string[]
  readonly properties: readonly string[]
  readonly book: Pick<RuleBook, "partsOf">
  readonly findArea: FindArea
}

/**
 * What a schema cannot see, and what `packs check` would say of a rule in a pack. Throws `SENSE_RULE_TERM_REFUSED`,
 * `SENSE_RULE_NAME_UNKNOWN`, `SENSE_RULE_THRESHOLDS`.
 */
export function checkRule(hazard: string, rule: PackRule, { hazards, properties, book, findArea }: Known): void {
  for (const text of [rule.id, rule.name.en, rule.name["zh-CN"]]) {
    const term = findForbiddenTerm(text)
    if (term) throw senseErrors.RULE_TERM_REFUSED({ term })
  }
  const unknown = (field: string, value: string) => senseErrors.RULE_NAME_UNKNOWN({ field, value })
  if (!hazards.includes(hazard)) throw unknown("hazard", hazard)
  if (!properties.includes(rule.property)) throw unknown("property", rule.property)
  if (typeof rule.area === "object") {
    for (const id of rule.area.areas) if (!findArea(id)) throw unknown("area", id)
  }
  const parts = book.partsOf(hazard, rule).filter(isAboutMeasurements)
  for (const id of rule.of ?? []) {
    if (id === rule.id || !parts.some((part) => part.id === id)) throw unknown("of", id)
  }
  const rising = levels.flatMap((level) => rule.levels[level] ?? [])
  if (rising.some((threshold, at) => at > 0 && threshold <= rising[at - 1]!))
    throw senseErrors.RULE_THRESHOLDS({ value: rising.join(", ") })
}
