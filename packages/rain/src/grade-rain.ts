import { type RainCriteria, type RainLevel, rainLevels, type SumHours } from "./criteria.ts"
import type { RainSums } from "./rain-window.ts"

/**
 * The highest level that the observed sums reach. A missing hour raises nothing, but a sum that reaches a threshold without it
 * does: the true sum can only be larger.
 */
export function gradeRain(sums: RainSums, criteria: RainCriteria): RainLevel {
  const reached = (level: Exclude<RainLevel, "none">) =>
    Object.entries(criteria[level]).some(([hours, mm]) => sums[Number(hours) as SumHours].atLeastMm >= mm)
  return rainLevels.toReversed().find((level) => level !== "none" && reached(level)) ?? "none"
}
