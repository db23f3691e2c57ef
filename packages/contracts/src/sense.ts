import { z } from "zod"
import { AreaRef, Bilingual, Level, LonLat, Timestamp } from "./common.ts"

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

/** What the map has a sign for. */
export const stationKinds = ["rain-gauge", "river-gauge", "air-station", "gas-alarm", "smoke-alarm"] as const

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

export const Series = z.object({
  datastream: z.string(),
  unit: z.string(),
  points: z.array(z.object({ at: Timestamp, value: z.number().nullable() })),
  thresholds: z.array(z.object({ level: Level, value: z.number() })),
})
export type Series = z.infer<typeof Series>

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
