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

/** Kept for one hazard: decades of storms. */
export const KNOWN_EVENTS_MAX = 5_000
export const KeptEventList = z.object({ events: z.array(KnownEvent.extend({ id: z.uuid(), areaName: Bilingual })) })
export type KeptEventList = z.infer<typeof KeptEventList>
export const KeepEvents = z.strictObject({ hazard: z.string().max(63), events: z.array(KnownEvent).min(1).max(1_000) })
export type KeepEvents = z.infer<typeof KeepEvents>

/** What a row of a table of events can break; the words stand under `sense:event.rules`. */
export const eventRules = ["columns", "required", "area", "time", "order", "level"] as const
export const BadEventRow = z.object({ line: z.int(), column: z.string(), value: z.string(), rule: z.enum(eventRules) })
export type BadEventRow = z.infer<typeof BadEventRow>
/** `changed` counts those that were new or got another level; `badRows` are the first of the bad ones. */
export const EventsKept = z.object({ given: z.int(), changed: z.int(), bad: z.int(), badRows: z.array(BadEventRow) })
export type EventsKept = z.infer<typeof EventsKept>

/** Days of history that one trial may go through: a year, and the same season once more. */
export const TRIAL_DAYS_MAX = 400
/** Tries a rule on what was measured. Nothing is stored. */
export const TryRule = z.strictObject({
  hazard: z.string().max(63),
  rule: PackRule,
  from: Timestamp,
  to: Timestamp,
  /** What it is held to: the warnings that were really sent, the known events that are kept, or those that are given here. */
  against: z.union([z.enum(["warnings", "events"]), z.array(KnownEvent).max(1_000)]).optional(),
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
