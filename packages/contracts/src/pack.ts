import { z } from "zod"
import { Bilingual, levels } from "./common.ts"
import { ResponseLevel } from "./respond.ts"
import { Role } from "./session.ts"
import { WarningTexts } from "./warn.ts"
import { PackAuthority } from "./warn-authority.ts"

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
  /** `next-day`: each value is no measurement of its moment, and tells of the whole day after it. People may type such values by hand. */
  about: z.literal("next-day").optional(),
  /** How many days single measurements live; without it 400. What they came to by hour and day lives on. */
  keepDays: z.int().min(2).max(3_660).optional(),
  /**
   * What nature and instruments leave possible, ends included, in `unit`: no climate of a place, and wide where an instrument may be
   * right, because it must never hide a danger. A number outside is a gross error: kept with poor quality, and used by no rule and no
   * figure. Without it every number passes.
   */
  possible: z.strictObject({ min: z.number(), max: z.number() }).optional(),
})
export type ObservedProperty = z.infer<typeof ObservedProperty>

/**
 * What a rule makes of its window, which ends now:
 *
 * - `latest`, `sum`, `mean`, `max`, `min` of the measurements; `missing`: the minutes without any
 * - `rise`, `fall`: how far the newest lies above the lowest, or below the highest, of the window
 * - `cluster`: how many things that gave an alarm (1 or more) in the window stand within `radiusM` of one of them
 * - `rules`: how many of the rules `of` were fulfilled in the window, at any of their levels
 */
export const ruleKinds = ["latest", "sum", "mean", "max", "min", "rise", "fall", "missing", "cluster", "rules"] as const
export type RuleKind = (typeof ruleKinds)[number]

/** Ids of the area tree, such as `linjiang/xihe`. */
const AreaId = z.string().regex(/^[a-z0-9][a-z0-9/-]{0,199}$/)
/**
 * Where a signal of the rule would send a warning. `smallest`: the area that the station was given; `district`: the district
 * around it; or areas by name, each with signals of its own. A named area hears the stations that stand in it, or, when
 * `stations` names some, those, wherever they stand: a gauge upstream speaks for the catchment below.
 */
export const RuleArea = z.union([
  z.enum(["smallest", "district"]),
  z.strictObject({
    areas: z.array(AreaId).min(1).max(200),
    stations: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
  }),
])
export type RuleArea = z.infer<typeof RuleArea>

/**
 * When a signal is raised. The value is a function over a window that ends now (`ruleKinds`). It must reach a level's threshold
 * for `holdMin`, and clears below `clearShare` of the lowest.
 */
export const PackRule = z
  .strictObject({
    id: Id,
    name: BilingualText,
    /** What is measured; of a rule about rules, what its signals show. */
    property: Id,
    /** Whose criteria these are: a city chooses one, and runs its rules together with those of `any`. */
    jurisdiction: Id,
    over: z.enum(ruleKinds),
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
    /** Without it `smallest`. */
    area: RuleArea.optional(),
    /** Of a `cluster` only. */
    radiusM: z.int().positive().max(20_000).optional(),
    /** Of `rules` only: ids of rules of the same hazard that are about measurements. */
    of: z.array(Id).min(2).max(8).optional(),
  })
  .superRefine(({ over, windowMin, radiusM, of }, { addIssue }) => {
    const wants = (path: "radiusM" | "of", given: unknown, kind: RuleKind) => {
      if ((given !== undefined) === (over === kind)) return
      addIssue({ code: "custom", path: [path], message: given === undefined ? `${kind} needs it` : `only with over: ${kind}` })
    }
    wants("radiusM", radiusM, "cluster")
    wants("of", of, "rules")
    // Every moment of the window is judged anew: a day of them is enough.
    const isCounted = over === "cluster" || over === "rules"
    if (isCounted && windowMin > 24 * 60)
      addIssue({ code: "custom", path: ["windowMin"], message: `at most 1440 with over: ${over}` })
  })
export type PackRule = z.infer<typeof PackRule>

/** Which alerts of others become signals by themselves; all else waits for a person. A signal is not public. */
export const PackOutsideRule = z.strictObject({
  id: Id,
  name: BilingualText,
  jurisdiction: Id,
  /** Any of these stands in the name of the event, in any of its languages; capitals do not matter. */
  events: z.array(z.string().trim().min(2).max(80)).min(1).max(50),
  /** The level of the signal for each severity of CAP; those that are not named raise none. */
  levels: z
    .partialRecord(z.enum(["Extreme", "Severe", "Moderate", "Minor"]), Level)
    .refine((found) => Object.keys(found).length > 0, "at least one severity"),
})
export type PackOutsideRule = z.infer<typeof PackOutsideRule>

/** Slots that formatters can fill in every text of a warning. */
export const warningSlots = ["area", "level", "city", "from", "until"] as const
/**
 * Slots that a signal fills, so a lifting has none of them: `measured` says the value together with the window and the station,
 * as the rule reckoned it; a bare `value` leaves open over which time it was measured.
 */
export const signalSlots = ["measured", "value", "threshold"] as const

/** How a warning of this hazard is written, with `warningSlots` and, but for the lifting, `signalSlots` as `{{area}}`. */
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
  /** Without it no alert of others is heard for this hazard. */
  outside: z.array(PackOutsideRule).max(50).optional(),
  warning: PackWarning,
  /** Who may say it, and how. Without an entry for a jurisdiction and level the city issues it by its roles alone. */
  authority: z.array(PackAuthority).max(50).optional(),
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
