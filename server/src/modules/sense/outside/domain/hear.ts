import type { Level, PackOutsideRule } from "@holdfast/contracts"
import type { NewAlert } from "./new-alert.ts"

export interface OutsideRule {
  readonly hazard: string
  readonly rule: PackOutsideRule
}

/** What a pack makes of an alert of others: the first of its rules that knows the event and names its severity, for each hazard. */
export function hear(
  rules: readonly OutsideRule[],
  { texts, severity }: Pick<NewAlert, "texts" | "severity">,
): { readonly hazard: string; readonly rule: PackOutsideRule; readonly level: Level }[] {
  const events = texts.map(({ event }) => event.toLowerCase())
  const heard = rules.flatMap(({ hazard, rule }) => {
    const level = severity === "Unknown" ? undefined : rule.levels[severity]
    const isNamed = rule.events.some((word) => events.some((event) => event.includes(word.toLowerCase())))
    return level && isNamed ? [{ hazard, rule, level }] : []
  })
  return heard.filter(({ hazard }, i) => heard.findIndex((other) => other.hazard === hazard) === i)
}
