import type { ObservedProperty, Pack, PackOutsideRule, PackRule } from "@holdfast/contracts"
import type { Packs } from "./load-packs.ts"

/** The jurisdiction of rules that hold wherever the pack is used. */
export const ANY_JURISDICTION = "any"

export interface HazardRule {
  readonly hazard: string
  readonly rule: PackRule
  /** The rules that a rule about rules is about. */
  readonly parts?: readonly PackRule[] | undefined
}

/** The rules of all packs that a city of this jurisdiction runs: its own and those that hold anywhere. */
export function listRules(packs: Packs, jurisdiction: string): HazardRule[] {
  return packs.all.flatMap(({ hazard, rules }) =>
    rules
      .filter((rule) => rule.jurisdiction === jurisdiction || rule.jurisdiction === ANY_JURISDICTION)
      .map((rule) => (rule.of ? { hazard, rule, parts: partsOf(rule, rules) } : { hazard, rule })),
  )
}

/** What the packs of a city of this jurisdiction make of alerts of others. */
export function listOutsideRules(
  packs: Packs,
  jurisdiction: string,
): { readonly hazard: string; readonly rule: PackOutsideRule }[] {
  return packs.all.flatMap(({ hazard, outside = [] }) =>
    outside
      .filter((rule) => rule.jurisdiction === jurisdiction || rule.jurisdiction === ANY_JURISDICTION)
      .map((rule) => ({ hazard, rule })),
  )
}

/** The rules that one is about, in its order; what it names and is not there is left out. */
export function partsOf({ of = [] }: PackRule, rules: readonly PackRule[]): PackRule[] {
  return of.flatMap((id) => rules.find((rule) => rule.id === id) ?? [])
}

/** The register of what may be observed. A property that several packs name is taken from the first. */
export function listProperties({ all }: { readonly all: readonly Pack[] }): ObservedProperty[] {
  return [
    ...new Map(
      all
        .flatMap(({ properties }) => properties)
        .toReversed()
        .map((property) => [property.id, property]),
    ).values(),
  ]
}
