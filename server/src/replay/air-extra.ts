import { type AirPlan, parseAirPlans } from "@holdfast/air"
import type { Pack } from "@holdfast/contracts"
import { assert } from "@holdfast/kernel"
import { z } from "zod"
import type { MeasuredHours } from "./measured-hours.ts"
import type { IssuedWarning } from "./report.ts"

const Issued = z.array(
  z.strictObject({
    level: z.enum(["blue", "yellow", "orange", "red"]),
    from: z.string(),
    until: z.string(),
    source: z.string(),
  }),
)

/** The plans of the pack. They were checked when the packs were loaded. */
export function airPlansOf(pack: Pack): readonly AirPlan[] {
  const parsed = parseAirPlans(pack.extra?.["airPlans"])
  assert(parsed.ok, "a pack that was checked has plans that can be read")
  return parsed.plans
}

/** Warnings that the city really issued in the time of the file, for comparison alone. */
export function issuedDuring(pack: Pack, { firstMs, lastMs }: MeasuredHours): readonly IssuedWarning[] {
  return Issued.parse(pack.extra?.["issued"] ?? []).filter(
    ({ from, until }) => Date.parse(until) >= firstMs && Date.parse(from) <= lastMs,
  )
}
