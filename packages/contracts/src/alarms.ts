import { z } from "zod"
import { AreaRef, Bilingual, Level, Timestamp } from "./common.ts"
import { Signal } from "./sense.ts"
import { Role } from "./session.ts"

/** A shelf is for one shift at most: longer, and nobody remembers what lies on it. */
export const SHELVE_MAX_MIN = 12 * 60
export const COMMENT_MAX_CHARS = 500
/** Why a signal asks nobody for a while; a list, so that nobody writes about people there. */
export const shelveReasons = ["faulty-device", "works-on-site", "known-cause", "being-handled"] as const
/** Why somebody ends a signal whose measurements have not fallen yet. */
export const clearReasons = ["false-alarm", "handled", "faulty-device", "test"] as const
/** What can be taken back: each makes the signal ask again, so it is never dangerous. */
export const undoableActs = ["acknowledge", "shelve", "clear"] as const

/** Who has a signal. The name only for those on duty, and for three years; then the role stays. */
export const Assigned = z.object({ role: z.string(), name: Bilingual.nullable() })
export const Shelved = z.object({ until: Timestamp, reason: z.enum(shelveReasons), role: z.string() })

/** A signal as one line of a list: without the measurements behind it. */
export const SignalLine = Signal.pick({
  ...{ id: true, code: true, rule: true, hazard: true, level: true, state: true, area: true, value: true, unit: true },
  ...{ raisedAt: true, acknowledgedByRole: true, clearedAt: true },
}).extend({
  /** When it last asked for attention: raised, or risen to a higher level, or back from the shelf. */
  askedAt: Timestamp,
  assigned: Assigned.nullable(),
  shelved: Shelved.nullable(),
  /** The role up the line that was called because nobody acknowledged it. */
  escalatedTo: z.string().nullable(),
})
export type SignalLine = z.infer<typeof SignalLine>

/** How many signals lie in one area, and the highest level of them. */
export const AreaCount = z.object({ area: AreaRef, level: Level, count: z.int(), unseen: z.int() })
export type AreaCount = z.infer<typeof AreaCount>

/** One line of the inbox. */
export const SignalGroup = z.object({
  key: z.string(),
  /** A flood is more than ten within ten minutes; then the districts of a hazard share a line. */
  kind: z.enum(["place", "flood"]),
  level: Level,
  /** The signal that speaks for all: the highest, and of those the newest. */
  lead: SignalLine,
  count: z.int(),
  unseen: z.int(),
  askedAt: Timestamp,
  /** The highest role that was called for one of them. */
  escalatedTo: z.string().nullable(),
  /** Where they are, most first. */
  areas: z.array(AreaCount),
})
export type SignalGroup = z.infer<typeof SignalGroup>

export const InboxPage = z.object({
  position: z.int(),
  counts: z.object({ signals: z.int(), unseen: z.int(), groups: z.int(), shelved: z.int() }),
  groups: z.array(SignalGroup),
  /** How many groups to skip for the next page; null on the last. */
  next: z.int().nullable(),
  /** Over all pages: the numbers of the map. */
  areas: z.array(AreaCount),
  /** The next to come back first, at most 50. */
  shelved: z.array(SignalLine),
  /** The newest that are over, at most 20. */
  over: z.array(SignalLine),
})
export type InboxPage = z.infer<typeof InboxPage>

export const GroupMembers = z.object({ signals: z.array(SignalLine), next: z.int().nullable() })
export type GroupMembers = z.infer<typeof GroupMembers>

/** Acknowledges what a group showed, in some areas or everywhere: what asked after `until` stays unseen. */
export const AcknowledgeGroup = z.object({
  key: z.string().max(200),
  until: Timestamp,
  areas: z.array(z.string().max(200)).min(1).max(200).optional(),
})
export const Acknowledged = z.object({ acknowledged: z.int() })

export const AssignSignal = z.union([z.object({ role: Role }), z.object({ account: z.string().max(100) })])
export type AssignSignal = z.infer<typeof AssignSignal>
export const CommentSignal = z.object({ text: z.string().trim().min(1).max(COMMENT_MAX_CHARS) })
/** Whoever says that a signal needs nobody says of which level: one that rose meanwhile is left as it is. */
const Seen = z.object({ level: Level })
export const AcknowledgeSignal = Seen
export type AcknowledgeSignal = z.infer<typeof AcknowledgeSignal>
export const ShelveSignal = Seen.extend({ reason: z.enum(shelveReasons), minutes: z.int().positive().max(SHELVE_MAX_MIN) })
export type ShelveSignal = z.infer<typeof ShelveSignal>
export const ClearSignal = Seen.extend({ reason: z.enum(clearReasons) })
export type ClearSignal = z.infer<typeof ClearSignal>
export const UndoAct = z.object({ act: z.enum(undoableActs) })

/** What people did with a signal. */
export const SignalCare = z.object({
  signal: SignalLine,
  /** Why somebody ended it by hand. */
  clearReason: z.enum(clearReasons).nullable(),
  /** When the next role is called, unless somebody acknowledges it. */
  escalatesAt: Timestamp.nullable(),
  comments: z.array(z.object({ id: z.uuid(), role: z.string(), at: Timestamp, text: z.string() })),
  /** From the city log, oldest first. */
  history: z.array(z.object({ verb: z.string(), role: z.string(), at: Timestamp })),
})
export type SignalCare = z.infer<typeof SignalCare>

/** Who could take a signal of an area now. */
export const OnDuty = z.object({ people: z.array(z.object({ account: z.string(), role: z.string(), name: Bilingual })) })
export type OnDuty = z.infer<typeof OnDuty>

/** How often signals asked for attention, against what a person can bear (EEMUA 191). By district, never by person. */
export const AlarmBudget = z.object({
  from: Timestamp,
  to: Timestamp,
  /** People who can acknowledge and were seen in the last minutes; the rate is per one of them, and at least one. */
  operators: z.int(),
  alarms: z.int(),
  /** Per operator in ten minutes, on average. */
  rate: z.number(),
  bins: z.array(z.object({ at: Timestamp, count: z.int() })),
  floods: z.array(z.object({ from: Timestamp, to: Timestamp, count: z.int() })),
  districts: z.array(z.object({ area: z.string(), name: Bilingual, count: z.int() })),
  /** Three times or more within an hour: same rule, same area. */
  chattering: z.array(z.object({ rule: Bilingual, area: Bilingual, times: z.int(), lastAt: Timestamp })),
  /** Open for more than 24 hours; the oldest first, at most 50. */
  standing: z.object({ count: z.int(), oldest: z.array(SignalLine) }),
  shelved: z.int(),
})
export type AlarmBudget = z.infer<typeof AlarmBudget>
