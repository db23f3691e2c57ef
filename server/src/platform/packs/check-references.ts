import { parseAirPlans } from "@holdfast/air"
import { levels, type Pack, type PackRule } from "@holdfast/contracts"
import { checkAuthority } from "./check-authority.ts"
import type { PackPath, Problems } from "./problem.ts"

/** What a schema cannot see: that the parts of a pack fit each other. */
export function checkReferences(pack: Pack, problems: Problems): void {
  onlyOnce(
    pack.properties.map(({ id }) => id),
    "properties",
    problems,
  )
  onlyOnce(
    pack.rules.map(({ id }) => id),
    "rules",
    problems,
  )
  onlyOnce(
    pack.plans.map(({ id }) => id),
    "plans",
    problems,
  )
  for (const [index, { result, possible }] of pack.properties.entries()) {
    if (possible && (result === "boolean" || possible.min >= possible.max))
      problems.add(["properties", index, "possible"], "possible-span", { value: `${possible.min}, ${possible.max}`, result })
  }
  const known = new Set(pack.properties.map(({ id }) => id))
  for (const [index, rule] of pack.rules.entries()) {
    if (!known.has(rule.property))
      problems.add(["rules", index, "property"], "property-unknown", { value: rule.property, known: [...known].join(", ") })
    const parts = pack.rules.filter(isAboutMeasurements).map(({ id }) => id)
    for (const [at, part] of (rule.of ?? []).entries()) {
      if (part === rule.id || !parts.includes(part))
        problems.add(["rules", index, "of", at], "part-unknown", { value: part, known: parts.join(", ") })
    }
    const rising = levels.flatMap((level) => rule.levels[level] ?? [])
    const falls = rising.findIndex((threshold, at) => at > 0 && threshold <= rising[at - 1]!)
    if (falls > 0) problems.add(["rules", index, "levels"], "thresholds-rise", { value: rising.join(", ") })
  }
  for (const [index, plan] of pack.plans.entries()) {
    onlyOnce(
      plan.tasks.map(({ id }) => id),
      ["plans", index, "tasks"],
      problems,
    )
    if (pack.plans.findIndex(({ opensAt }) => opensAt === plan.opensAt) < index)
      problems.add(["plans", index, "opensAt"], "plan-twice", { value: plan.opensAt })
  }
  checkAirPlans(pack, problems)
  checkAuthority(pack, problems)
}

/** Whether a rule can be part of a rule about rules: its value follows from single series. */
export function isAboutMeasurements({ over }: Pick<PackRule, "over">): boolean {
  return over !== "rules" && over !== "cluster" && over !== "missing"
}

function checkAirPlans({ extra }: Pack, problems: Problems): void {
  if (!extra || !("airPlans" in extra)) return
  const parsed = parseAirPlans(extra["airPlans"])
  if (!parsed.ok) problems.add(["extra", "airPlans", ...parsed.path], "air-plans", { form: parsed.rule })
}

function onlyOnce(ids: readonly string[], under: string | PackPath, problems: Problems): void {
  const path = typeof under === "string" ? [under] : under
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) problems.add([...path, index, "id"], "id-twice", { value: id })
  }
}
