import { z } from "zod"
import { AreaRef, Bilingual, Level, LonLat, Timestamp } from "./common.ts"
import { ruleKinds } from "./pack.ts"

export const signalStates = ["open", "acknowledged", "cleared"] as const

/** A rule fired. Not public: a person decides whether it becomes a warning. */
export const Signal = z.object({
  id: z.uuid(),
  code: z.string(),
  rule: z.object({ id: z.string(), name: Bilingual }),
  hazard: z.string(),
  level: Level,
  state: z.enum(signalStates),
  /** Where a warning would go. */
  area: AreaRef,
  /** What the rule saw when it fired: the value, its threshold, its unit. Null for missing data. */
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  unit: z.string(),
  raisedAt: Timestamp,
  acknowledgedAt: Timestamp.nullable(),
  acknowledgedByRole: z.string().nullable(),
  clearedAt: Timestamp.nullable(),
  /** The measurements behind it, newest last. */
  because: z.array(z.object({ datastream: z.string(), thing: Bilingual, at: Timestamp, value: z.number().nullable() })),
})
export type Signal = z.infer<typeof Signal>
export const SignalPage = z.object({ position: z.int(), signals: z.array(Signal) })
export type SignalPage = z.infer<typeof SignalPage>

/** What the map has a sign for: all that stands. What moves is forgotten after a day, and what hangs in a home is nobody's to see. */
export const stationKinds = [
  ...["rain-gauge", "river-gauge", "air-station", "gas-alarm", "smoke-alarm"],
  ...["water-level", "weather-station", "pump", "substation", "station"],
] as const

/** A measuring station as the map shows it, with the latest value of its main datastream. */
export const Station = z.object({
  id: z.string(),
  kind: z.enum(stationKinds),
  name: Bilingual,
  at: LonLat,
  area: z.string(),
  datastream: z.string(),
  property: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  valueAt: Timestamp.nullable(),
})
export type Station = z.infer<typeof Station>
export const StationList = z.object({ position: z.int(), stations: z.array(Station) })

/** How far a measurement can be trusted, best first: the quality codes of WaterML 2.0 (OGC 10-126r4). */
export const resultQualities = ["good", "unchecked", "estimate", "doubtful", "poor"] as const
export type ResultQuality = (typeof resultQualities)[number]

/** What measurements are brought together by, in UTC. */
export const seriesSteps = ["minute", "hour", "day"] as const
export type SeriesStep = (typeof seriesSteps)[number]

/** What a series came to in one step; null where no measurement of it is a number. */
export const SeriesFigures = z.object({
  /** Measurements, whatever their result. */
  count: z.int(),
  sum: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  last: z.number().nullable(),
})

/** A measurement of a curve, or the mean of a step that begins at `at`. Null quality: nothing was said about it. */
export const SeriesPoint = z.object({
  at: Timestamp,
  value: z.number().nullable(),
  /** What was sent and cannot be, such as rain below zero: no value, and used by no rule. */
  sent: z.number().optional(),
  quality: z.enum(resultQualities).nullable(),
  figures: SeriesFigures.optional(),
})
export type SeriesPoint = z.infer<typeof SeriesPoint>

export const Series = z.object({
  datastream: z.string(),
  unit: z.string(),
  /** `none`: each point is a measurement. */
  step: z.enum(["none", ...seriesSteps]),
  points: z.array(SeriesPoint),
  thresholds: z.array(z.object({ level: Level, value: z.number() })),
})
export type Series = z.infer<typeof Series>

/** How a signal came to be, drawn: what its rule made of its windows, and what was measured. */
export const SignalCurve = z.object({
  from: Timestamp,
  to: Timestamp,
  /** The rule in the version that raised the signal; null when it is gone with its pack. */
  rule: z
    .object({
      over: z.enum(ruleKinds),
      windowMin: z.int(),
      unit: z.string(),
      thresholds: z.array(z.object({ level: Level, value: z.number() })),
      /** Below this everywhere, the signal is over. */
      clearsBelow: z.number(),
      /** The rule's value, where that is not the measurement itself; empty for silence, which has none. */
      points: z.array(z.object({ at: Timestamp, value: z.number().nullable() })),
    })
    .nullable(),
  /** What the station measured that fired, at most the newest 5,000; null for alarms that are counted. */
  measured: z.object({ thing: Bilingual, unit: z.string(), points: z.array(SeriesPoint) }).nullable(),
})
export type SignalCurve = z.infer<typeof SignalCurve>

/** Nobody's ears are spared longer than this at once. */
export const MUTE_MAX_MIN = 10
/** Why somebody turns the sound off; a list, so that nobody writes about people there. */
export const muteReasons = ["on-the-phone", "in-a-briefing", "cause-known"] as const

/** Somebody on duty does not hear alarms for some minutes, which everybody sees. */
export const SoundMute = z.object({
  role: z.string(),
  /** Whether it is the reader's own. */
  mine: z.boolean(),
  reason: z.enum(muteReasons),
  mutedAt: Timestamp,
  until: Timestamp,
})
export type SoundMute = z.infer<typeof SoundMute>
export const SoundMuteList = z.object({ mutes: z.array(SoundMute) })
export const MuteSound = z.object({ reason: z.enum(muteReasons), minutes: z.int().positive().max(MUTE_MAX_MIN) })
export type MuteSound = z.infer<typeof MuteSound>
