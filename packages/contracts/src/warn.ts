import { z } from "zod"
import { AreaRef, Bilingual, ChosenId, Level, Timestamp } from "./common.ts"
import { PersonProof } from "./proof.ts"
import { AuthorityMode, aloneCategories, OriginalWarning, warningBases } from "./warn-authority.ts"
import { CardBeside, CoachRemark, WarningSlots } from "./warn-coach.ts"
import { NewResource, RESOURCES_MAX, WarningResource } from "./warn-resources.ts"
import { GroundReading, NewShape, SHAPES_MAX, WarningArea, WarningShape } from "./warn-shapes.ts"

export const warningStates = [
  "draft",
  "submitted",
  /** Never sent: its author did not want it, or what it was to lift had ended. */
  "discarded",
  "approved",
  "sent",
  "updated",
  "lifted",
  "expired",
  "sent-in-error",
] as const
/** Why something was discarded: by its author, or what happened to the warning that it was to lift. */
export const discardReasons = ["author", "updated", "expired", "retracted"] as const
export type DiscardReason = (typeof discardReasons)[number]
/** How long one person alone may take back what was sent in error. */
export const RETRACT_WITHIN_MIN = 60
export const HEADLINE_MAX = 160
export const DESCRIPTION_MAX = 2_000

export const WarningText = z.object({
  headline: z.string().trim().min(1).max(HEADLINE_MAX),
  description: z.string().trim().min(1).max(DESCRIPTION_MAX),
  instruction: z.string().trim().min(1).max(DESCRIPTION_MAX),
})
export type WarningText = z.infer<typeof WarningText>
export const WarningTexts = z.object({ "zh-CN": WarningText, en: WarningText })
export type WarningTexts = z.infer<typeof WarningTexts>

/** Words that are still being written: any of them may be empty, which the coach says and the submission refuses. */
const DraftText = z.object({
  headline: z.string().trim().max(HEADLINE_MAX),
  description: z.string().trim().max(DESCRIPTION_MAX),
  instruction: z.string().trim().max(DESCRIPTION_MAX),
})
const DraftTexts = z.object({ "zh-CN": DraftText, en: DraftText })

/** How soon people must act, as CAP 1.2 has it: now, within the hour, later. */
export const urgencies = ["Immediate", "Expected", "Future"] as const
export const Urgency = z.enum(urgencies)
export type Urgency = z.infer<typeof Urgency>
/** How sure it is, as CAP 1.2 has it: measured, more than 50 %, at most 50 %. */
export const certainties = ["Observed", "Likely", "Possible"] as const
export const Certainty = z.enum(certainties)
export type Certainty = z.infer<typeof Certainty>

export const Warning = z.object({
  id: z.uuid(),
  code: z.string(),
  /** A *lifting* says that the danger of the warning that it follows is over. Two people send it, as they send a warning. */
  kind: z.enum(["warning", "lifting"]),
  /** CAP identifier, once it was sent. */
  identifier: z.string().nullable(),
  state: z.enum(warningStates),
  hazard: z.string(),
  level: Level,
  /** Where it applies by name: areas chosen so, and those that a drawn area touches. */
  areas: z.array(WarningArea),
  /** Drawn areas. */
  shapes: z.array(WarningShape),
  /** As they are read: all slots filled that can be. */
  texts: DraftTexts,
  /** As their author writes them, with slots that follow the area and the times; null for what was written without any. */
  written: DraftTexts.nullable(),
  /** A sign-language video or a picture. */
  resources: z.array(WarningResource),
  urgency: Urgency,
  certainty: Certainty,
  onset: Timestamp,
  expires: Timestamp,
  /** The signal, or whatever else led to it. */
  because: z.uuid().nullable(),
  /** The warning that this one follows: an update, a lifting, a retraction. */
  follows: z.uuid().nullable(),
  createdAt: Timestamp,
  authorRole: z.string(),
  /** Whether the reader is its author, who cannot approve it. */
  mine: z.boolean(),
  approverRole: z.string().nullable(),
  sentAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  /** Why an approver sent it back; null when none did. */
  rejection: z.string().nullable(),
  /** Why it was discarded; null for what was not. */
  discarded: z.enum(discardReasons).nullable(),
  /** The warning whose content is in force again in this one, after what had taken its place was sent in error. */
  reissues: z.uuid().nullable(),
  /** Whether the city issues it, relays it, or would have to ask for it, by its pack. */
  mode: AuthorityMode,
  /** Whose warning is relayed; null for the city's own. */
  original: OriginalWarning.nullable(),
  /** On whose word it was sent, once it was. */
  basis: z.enum(warningBases),
  /** Why one person sent it alone; null for what two people sent. */
  alone: z.enum(aloneCategories).nullable(),
  /**
   * Stands for everything that a second person approves: other words, areas, times, or another warning that it takes the place of
   * make another version. Who edits, approves, or sends back says which one was read. Null once it was sent.
   */
  version: z.string().nullable(),
})
export type Warning = z.infer<typeof Warning>
export const WarningPage = z.object({ position: z.int(), warnings: z.array(Warning) })

/**
 * Begins a draft: from a signal, filled from the pack's template, or from hazard, level, and areas. Then its words are those of the
 * template too, or those of an earlier warning, or none.
 */
export const DraftWarning = z.union([
  z.object({ id: ChosenId, signal: z.uuid() }),
  z.object({
    id: ChosenId,
    hazard: z.string().max(64),
    level: Level,
    areas: z.array(z.string().max(200)).min(1).max(100),
    words: z.union([z.literal("blank"), z.object({ of: z.uuid() })]).optional(),
  }),
])
export type DraftWarning = z.infer<typeof DraftWarning>

/** The version that a person read, as `Warning` gave it. */
const ReadVersion = z.string().min(1).max(64)

/** What an author may change before submitting: only the fields that changed, and the version that was read. */
export const EditWarning = z.object({
  version: ReadVersion,
  level: Level.optional(),
  /** Those chosen by name; at least one of these, or one drawn area, has to be left. */
  areas: z.array(z.string().max(200)).max(100).optional(),
  shapes: z.array(NewShape).max(SHAPES_MAX).optional(),
  /** With slots or without; what they say is kept beside them. */
  texts: DraftTexts.optional(),
  /** All of them; those left out go. */
  resources: z.array(NewResource).max(RESOURCES_MAX).optional(),
  urgency: Urgency.optional(),
  certainty: Certainty.optional(),
  onset: Timestamp.optional(),
  expires: Timestamp.optional(),
})
export type EditWarning = z.infer<typeof EditWarning>
/** With the languages that the approver has read, each ticked, and the proof that it is still the person who signed in. */
export const ApproveWarning = z.object({
  version: ReadVersion,
  read: z.array(z.enum(["zh-CN", "en"])).max(2),
  proof: PersonProof.optional(),
})
export type ApproveWarning = z.infer<typeof ApproveWarning>
/** What a proof for an approval is about: this warning, as it was read. */
export const approvalOf = (warning: string, version: string): string => `warn.approve ${warning} ${version}`
export const RejectWarning = z.object({ version: ReadVersion, reason: z.string().trim().min(1).max(500) })
export const LiftWarning = z.object({ texts: WarningTexts.optional() })

/** What everybody should see before it goes out. */
export const WarningCard = z.object({
  population: z.int(),
  sites: z.record(z.string(), z.int()),
  neighbours: z.array(AreaRef),
  /** Where it lies in names, when an area was drawn; then people and sites above are counted by the drawing. */
  ground: GroundReading.nullable(),
  alreadyActive: z.array(
    z.object({
      code: z.string(),
      level: Level,
      areas: z.array(AreaRef),
      /** Whether sending this one ends it. */
      replaced: z.boolean(),
    }),
  ),
  /** What it took the place of and would be in force again, under new codes, if this one were taken back as sent in error now. */
  comesBack: z.array(z.object({ code: z.string(), level: Level, areas: z.array(AreaRef), expires: Timestamp })),
  /** How many people could approve now, the author not counted. */
  approvers: z.int(),
  /** Remarks that must be mended before it can be submitted. */
  musts: z.array(CoachRemark),
  /** Remarks that may be left as they are. */
  betters: z.array(CoachRemark),
  /** What its signal saw, over which time and where; null without a signal, and where that cannot be said. */
  measured: Bilingual.nullable(),
  /** What its slots say now, in each language. */
  slots: z.object({ "zh-CN": WarningSlots, en: WarningSlots }),
  beside: CardBeside,
  checkedAt: Timestamp,
})
export type WarningCard = z.infer<typeof WarningCard>
