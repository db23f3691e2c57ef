import type { CityRule, PackRule } from "@holdfast/contracts"
import { partsOf } from "../../../../platform/packs/index.ts"
import type { HazardRule } from "../../memory.ts"

/** A rule that this city wrote or switched. */
export interface StoredRule {
  readonly hazard: string
  readonly rule: PackRule
  readonly isOn: boolean
  readonly version: number
  readonly changedAt: Date
  readonly changedRole: string
}

/** The rules of a city: those of its packs, and before them those that it wrote itself. */
export class RuleBook {
  readonly #packRules: readonly HazardRule[]
  #all: readonly CityRule[] = []
  #inForce: readonly HazardRule[] = []

  constructor(packRules: readonly HazardRule[], stored: readonly StoredRule[]) {
    this.#packRules = packRules
    this.replace(stored)
  }

  /** In the order of their ids; a rule that is switched off is here too. */
  get all(): readonly CityRule[] {
    return this.#all
  }
  get inForce(): readonly HazardRule[] {
    return this.#inForce
  }

  find(id: string): CityRule | undefined {
    return this.#all.find(({ rule }) => rule.id === id)
  }

  /** As its pack has it, whatever the city made of it. */
  findInPack(id: string): PackRule | undefined {
    return this.#packRules.find(({ rule }) => rule.id === id)?.rule
  }

  /** The rules that one is about. One that is switched off still counts: it only raises nothing itself. */
  partsOf(hazard: string, rule: PackRule): PackRule[] {
    return partsOf(
      rule,
      this.#all.filter((other) => other.hazard === hazard).map((other) => other.rule),
    )
  }

  /** Takes up what is stored now: the newest version of each. */
  replace(stored: readonly StoredRule[]): void {
    const written = new Map(stored.map((one) => [one.rule.id, toContract(one, "city")]))
    const packs = this.#packRules
      .filter(({ rule }) => !written.has(rule.id))
      .map(
        ({ hazard, rule }): CityRule => ({
          ...{ hazard, rule, origin: "pack", isOn: true, version: 0, changedAt: null, changedByRole: null },
        }),
      )
    this.#all = [...packs, ...written.values()].toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
    this.#inForce = this.#all
      .filter(({ isOn }) => isOn)
      .map(({ hazard, rule, version }) => ({ hazard, rule, version, parts: this.partsOf(hazard, rule) }))
  }
}

/** As the interface shows it. */
export function toContract(
  { hazard, rule, isOn, version, changedAt, changedRole }: StoredRule,
  origin: CityRule["origin"],
): CityRule {
  return { hazard, rule, origin, isOn, version, changedAt: changedAt.toISOString(), changedByRole: changedRole }
}
