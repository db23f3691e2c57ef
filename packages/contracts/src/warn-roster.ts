import { z } from "zod"
import { AreaRef, Level, Timestamp } from "./common.ts"

const TELEPHONE = /^\+?[0-9][0-9 ()-]{2,28}$/
/** Of one post in one area. */
export const PLACES_MAX = 20

/** What the people of the roster are known by. A telephone, an e-mail address, or both: who has neither cannot be called. */
export const SaveResponsible = z
  .strictObject({
    area: z.string().min(1).max(200),
    /** The office, not the person: "Head of the Liuyin street office". */
    post: z.string().trim().min(1).max(80),
    fromLevel: Level,
    /** Of those with the same post, who is asked first. */
    place: z.int().min(1).max(PLACES_MAX),
    language: z.enum(["zh-CN", "en"]),
    name: z.string().trim().min(1).max(80),
    phone: z.union([z.string().trim().regex(TELEPHONE), z.literal("")]),
    email: z.union([z.email().max(200), z.literal("")]),
  })
  .refine(({ phone, email }) => phone !== "" || email !== "", { path: ["phone"], message: "reach" })
export type SaveResponsible = z.infer<typeof SaveResponsible>

export const Responsible = z.object({
  id: z.uuid(),
  area: z.string(),
  post: z.string(),
  fromLevel: Level,
  place: z.int(),
  language: z.enum(["zh-CN", "en"]),
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  changedAt: Timestamp,
})
export type Responsible = z.infer<typeof Responsible>
/** Of one area. There is no list of all, and nothing is searched. */
export const RosterOfArea = z.object({ area: AreaRef, people: z.array(Responsible) })

export const rosterRules = [
  "columns",
  "fields",
  "required",
  "area-unknown",
  "area-not-yours",
  "level",
  "place",
  "language",
  "phone",
  "email",
  "reach",
  "too-long",
  "twice",
] as const
export const BadRosterRow = z.object({ line: z.int(), column: z.string(), value: z.string(), rule: z.enum(rosterRules) })
export type BadRosterRow = z.infer<typeof BadRosterRow>
/** What a table brings, or brought. A first look stores nothing. */
export const RosterImport = z.object({
  stored: z.boolean(),
  fresh: z.int(),
  changed: z.int(),
  same: z.int(),
  bad: z.int(),
  /** The first of them. */
  badRows: z.array(BadRosterRow),
})
export type RosterImport = z.infer<typeof RosterImport>

export const rosterCallStates = ["open", "answered", "ended"] as const
/** How it was answered: by the link of a message, by a key of a telephone, or told to the duty desk. */
export const answerWays = ["link", "key", "hand"] as const
/** A post that is called about a warning. Never a name: which of its people answered is nobody's business but theirs. */
export const RosterCall = z.object({
  id: z.uuid(),
  area: AreaRef,
  post: z.string(),
  state: z.enum(rosterCallStates),
  askedAt: Timestamp,
  /** How often its people were rung, all together. */
  rung: z.int(),
  dueAt: Timestamp.nullable(),
  answeredAt: Timestamp.nullable(),
  answeredBy: z.enum(answerWays).nullable(),
  note: z.string().nullable(),
})
export type RosterCall = z.infer<typeof RosterCall>
/** By area and post, never by who was first. `rings` is false where no channel can ring anybody: then people call by hand. */
export const RosterBoard = z.object({ rings: z.boolean(), answered: z.int(), open: z.int(), calls: z.array(RosterCall) })
export type RosterBoard = z.infer<typeof RosterBoard>

export const AnswerByHand = z.strictObject({ at: Timestamp, note: z.string().trim().max(200) })
export type AnswerByHand = z.infer<typeof AnswerByHand>
