import { z } from "zod"
import { AreaRef, Level, Timestamp } from "./common.ts"

export const warningStates = ["draft", "submitted", "approved", "sent", "updated", "lifted", "expired", "sent-in-error"] as const
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
  areas: z.array(AreaRef),
  texts: WarningTexts,
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
})
export type Warning = z.infer<typeof Warning>
export const WarningPage = z.object({ position: z.int(), warnings: z.array(Warning) })

/** Begins a draft: from a signal, filled from the pack's template, or from hazard, level, and areas. */
export const DraftWarning = z.union([
  z.object({ signal: z.uuid() }),
  z.object({ hazard: z.string().max(64), level: Level, areas: z.array(z.string().max(200)).min(1).max(100) }),
])
export type DraftWarning = z.infer<typeof DraftWarning>

/** What an author may change before submitting. */
export const EditWarning = z.object({
  level: Level.optional(),
  areas: z.array(z.string().max(200)).min(1).max(100).optional(),
  texts: WarningTexts.optional(),
  onset: Timestamp.optional(),
  expires: Timestamp.optional(),
})
export type EditWarning = z.infer<typeof EditWarning>
export const RejectWarning = z.object({ reason: z.string().trim().min(1).max(500) })
export const LiftWarning = z.object({ texts: WarningTexts.optional() })

/** What everybody should see before it goes out. */
export const WarningCard = z.object({
  population: z.int(),
  sites: z.record(z.string(), z.int()),
  neighbours: z.array(AreaRef),
  alreadyActive: z.array(z.object({ code: z.string(), level: Level, areas: z.array(AreaRef) })),
  /** How many people could approve now, the author not counted. */
  approvers: z.int(),
  /** Remarks that must be mended before it can be submitted. */
  musts: z.array(z.object({ code: z.string(), text: z.string() })),
})
export type WarningCard = z.infer<typeof WarningCard>
