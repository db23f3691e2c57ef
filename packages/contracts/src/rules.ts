import { z } from "zod"
import { AreaRef, Bilingual, Level, Timestamp } from "./common.ts"
import { PackRule } from "./pack.ts"

/** A rule as this city runs it: as its pack has it, or as the city wrote it, which goes before a pack's of the same id. */
export const CityRule = z.object({
  hazard: z.string(),
  rule: PackRule,
  origin: z.enum(["pack", "city"]),
  isOn: z.boolean(),
  /** Counts the changes that this city made; 0 for a rule as its pack has it. A signal keeps the version that raised it. */
  version: z.int().nonnegative(),
  changedAt: Timestamp.nullable(),
  changedByRole: z.string().nullable(),
})
export type CityRule = z.infer<typeof CityRule>

/** The rules of this city, and what a new one may be made of. */
export const RuleList = z.object({
  rules: z.array(CityRule),
  hazards: z.array(z.object({ id: z.string(), name: Bilingual })),
  properties: z.array(z.object({ id: z.string(), name: Bilingual, unit: z.string() })),
})
export type RuleList = z.infer<typeof RuleList>
/** Newest first. */
export const RuleVersions = z.object({ versions: z.array(CityRule) })

/** A rule that is made, or changed from the version that its writer saw. */
export const WriteRule = z.strictObject({
  hazard: z.string().max(63),
  rule: PackRule,
  isOn: z.boolean(),
  /** The version that was read; absent for a new rule. */
  version: z.int().nonnegative().optional(),
})
export type WriteRule = z.infer<typeof WriteRule>
export const SwitchRule = z.strictObject({ isOn: z.boolean(), version: z.int().nonnegative() })
export type SwitchRule = z.infer<typeof SwitchRule>

/** Something that is known to have happened, to which the signals of a trial are held. */
export const KnownEvent = z.strictObject({
  /** An area of the tree; signals in it, and about what it lies in, count. */
  area: z.string().max(200),
  from: Timestamp,
  until: Timestamp,
  /** The level that a signal had to reach; without it any. */
  level: Level.optional(),
})
export type KnownEvent = z.infer<typeof KnownEvent>

/** Days of history that one trial may go through: a year, and the same season once more. */
export const TRIAL_DAYS_MAX = 400
/** Tries a rule on what was measured. Nothing is stored. */
export const TryRule = z.strictObject({
  hazard: z.string().max(63),
  rule: PackRule,
  from: Timestamp,
  to: Timestamp,
  /** What it is held to: the warnings that were really sent, or events that the planner knows of. */
  against: z.union([z.literal("warnings"), z.array(KnownEvent).max(1_000)]).optional(),
  /** A name that the asker gives it, to see how far it is and to stop it. */
  trial: z.uuid().optional(),
})
export type TryRule = z.infer<typeof TryRule>

/** How far a trial is, from 0 to 1; null when none of that name is running. */
export const TrialProgress = z.object({ share: z.number().min(0).max(1).nullable() })

/** A signal that the rule would have raised. */
export const TriedSignal = z.object({
  area: AreaRef,
  level: Level,
  from: Timestamp,
  /** Null when it was still open at the end. */
  until: Timestamp.nullable(),
  /** The value at the highest level; null for missing data. */
  peak: z.number().nullable(),
  /** When each level was reached first. */
  rises: z.array(z.object({ level: Level, at: Timestamp })),
  /** Whether it was about a known event; null when it was held to none. */
  isFalseAlarm: z.boolean().nullable(),
})
export type TriedSignal = z.infer<typeof TriedSignal>

export const Trial = z.object({
  unit: z.string(),
  thresholds: z.array(z.object({ level: Level, value: z.number() })),
  measurements: z.int(),
  signals: z.array(TriedSignal),
  /** More were raised than are listed. */
  isCut: z.boolean(),
  /** The highest value of each area, worst area first. */
  curves: z.array(z.object({ area: AreaRef, points: z.array(z.object({ at: Timestamp, value: z.number().nullable() })) })),
  score: z
    .object({
      hits: z.int(),
      misses: z.int(),
      falseAlarms: z.int(),
      /** From the level's being reached to the beginning of the event, over the hits; below 0 it came after. */
      meanLeadMin: z.number().nullable(),
      events: z.array(KnownEvent.extend({ isHit: z.boolean(), leadMin: z.number().nullable() })),
    })
    .nullable(),
})
export type Trial = z.infer<typeof Trial>
