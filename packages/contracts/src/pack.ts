import { z } from "zod"
import { Bilingual, levels } from "./common.ts"
import { ResponseLevel } from "./respond.ts"
import { Role } from "./session.ts"
import { WarningTexts } from "./warn.ts"

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const BilingualText = Bilingual.refine((text) => text["zh-CN"].trim() !== "" && text.en.trim() !== "", "filled in both languages")
const Level = z.enum(levels)

/** What may be measured: things and places, never persons. A count is an integer with nothing else beside it. */
export const ObservedProperty = z.strictObject({
  id: Id,
  name: BilingualText,
  /** UCUM, such as `mm`, `ug/m3`, `m`. */
  unit: z.string().min(1).max(16),
  result: z.enum(["number", "integer", "boolean"]),
  subject: z.enum(["place", "thing"]),
})
export type ObservedProperty = z.infer<typeof ObservedProperty>

/**
 * When a signal is raised. The value is a function over a window that ends now: the latest measurement, a sum, mean, maximum, or
 * the time without data (minutes). It must reach a level's threshold for `holdMin`, and clears below `clearShare` of it.
 */
export const PackRule = z.strictObject({
  id: Id,
  name: BilingualText,
  property: Id,
  /** Whose criteria these are: a city chooses one, and runs its rules together with those of `any`. */
  jurisdiction: Id,
  over: z.enum(["latest", "sum", "mean", "max", "missing"]),
  windowMin: z
    .int()
    .positive()
    .max(31 * 24 * 60),
  levels: z.partialRecord(Level, z.number()).refine((found) => Object.keys(found).length > 0, "at least one level"),
  holdMin: z
    .int()
    .nonnegative()
    .max(24 * 60)
    .default(0),
  clearShare: z.number().positive().max(1).default(0.8),
})
export type PackRule = z.infer<typeof PackRule>

/** How a warning of this hazard is written. Slots such as `{{area}}`, `{{value}}`, `{{until}}` are filled by formatters. */
export const PackWarning = z.strictObject({
  category: z.enum([
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
  ]),
  event: BilingualText,
  levels: z.record(
    Level,
    z.strictObject({
      validHours: z.number().positive().max(168),
      urgency: z.enum(["Immediate", "Expected", "Future", "Past", "Unknown"]),
      severity: z.enum(["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
      certainty: z.enum(["Observed", "Likely", "Possible", "Unlikely", "Unknown"]),
      texts: WarningTexts,
      lifted: WarningTexts,
    }),
  ),
})
export type PackWarning = z.infer<typeof PackWarning>

export const PackPlan = z.strictObject({
  id: Id,
  name: BilingualText,
  /** The colour of the warning that opens it, and the response level that it opens at. */
  opensAt: Level,
  level: ResponseLevel,
  tasks: z
    .array(
      z.strictObject({
        id: Id,
        title: BilingualText,
        role: Role,
        dueMin: z
          .int()
          .positive()
          .max(7 * 24 * 60),
      }),
    )
    .min(1)
    .max(100),
})
export type PackPlan = z.infer<typeof PackPlan>

/** A hazard as data: what is measured, when it becomes a signal, how it is said, what is done. */
export const Pack = z.strictObject({
  id: Id,
  hazard: Id,
  name: BilingualText,
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: z.string().min(1),
  properties: z.array(ObservedProperty).min(1),
  rules: z.array(PackRule),
  warning: PackWarning,
  plans: z.array(PackPlan),
  /**
   * For hazards that come over a city as one event, such as a storm: after this many hours without a warning in force the next
   * one is another event, and until then all warnings are one incident. Without it, places that do not touch have incidents of
   * their own, as two gas leaks do.
   */
  eventHours: z.int().positive().max(240).optional(),
  /** What only this hazard knows, such as the alert criteria of an air plan by version; its own package reads it. */
  extra: z.record(z.string(), z.unknown()).optional(),
})
export type Pack = z.infer<typeof Pack>
