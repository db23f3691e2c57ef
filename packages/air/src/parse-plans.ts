import type { AirCriterion, AirPlan, AirWarningLevel } from "./heavy-pollution.ts"

export type ParsedPlans =
  | { readonly ok: true; readonly plans: readonly AirPlan[] }
  | { readonly ok: false; readonly path: readonly (string | number)[]; readonly rule: string }

/** Longest run of days that a criterion may ask for: no forecast reaches further. */
const DAYS_MAX = 10
const AQI_MAX = 500

/** Reads `extra.airPlans` of a pack. The first thing that does not fit is named by its path. */
export function parseAirPlans(value: unknown): ParsedPlans {
  try {
    return { ok: true, plans: list(value, []).map((plan, index) => parsePlan(plan, [index])) }
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, path: error.path, rule: error.rule }
    throw error
  }
}

type Path = readonly (string | number)[]

class Misfit extends Error {
  readonly path: Path
  readonly rule: string
  constructor(path: Path, rule: string) {
    super(rule)
    this.path = path
    this.rule = rule
  }
}

function parsePlan(value: unknown, path: Path): AirPlan {
  const plan = record(value, path)
  const levels = record(plan["levels"], [...path, "levels"])
  const parsed: Partial<Record<AirWarningLevel, readonly AirCriterion[]>> = {}
  for (const [level, criteria] of Object.entries(levels)) {
    const at = [...path, "levels", level]
    if (!isLevel(level)) throw new Misfit(at, "one of blue, yellow, orange, red")
    parsed[level] = list(criteria, at).map((criterion, index) => parseCriterion(criterion, [...at, index]))
  }
  const from = text(plan["from"], [...path, "from"])
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from)) throw new Misfit([...path, "from"], "a date such as 2013-10-22, in quotes")
  return {
    id: text(plan["id"], [...path, "id"]),
    jurisdiction: text(plan["jurisdiction"], [...path, "jurisdiction"]),
    from,
    source: text(plan["source"], [...path, "source"]),
    levels: parsed,
  }
}

function parseCriterion(value: unknown, path: Path): AirCriterion {
  const criterion = record(value, path)
  const run = parseRun(criterion, path)
  const inner = criterion["including"]
  if (inner === undefined) return run
  return { ...run, including: parseRun(record(inner, [...path, "including"]), [...path, "including"]) }
}

function parseRun(value: Record<string, unknown>, path: Path): { days: number; above: number } {
  return {
    days: whole(value["days"], 1, DAYS_MAX, [...path, "days"]),
    above: whole(value["above"], 0, AQI_MAX, [...path, "above"]),
  }
}

function isLevel(level: string): level is AirWarningLevel {
  return ["blue", "yellow", "orange", "red"].includes(level)
}

function record(value: unknown, path: Path): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Misfit(path, "names with values")
  return value as Record<string, unknown>
}

function list(value: unknown, path: Path): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new Misfit(path, "a list with at least one entry")
  return value
}

function text(value: unknown, path: Path): string {
  if (typeof value !== "string" || value.trim() === "") throw new Misfit(path, "a text")
  return value
}

function whole(value: unknown, least: number, most: number, path: Path): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw new Misfit(path, `a whole number from ${least} to ${most}`)
  return value
}
