import { z } from "zod"
import { Timestamp } from "./common.ts"
import { PersonProof } from "./proof.ts"
import { WarningTexts } from "./warn.ts"

/** A slip of the pen in a warning that was sent, mended without announcing it again: the message that went out stays as it is. */
export const Correction = z.object({
  id: z.uuid(),
  texts: WarningTexts,
  proposedAt: Timestamp,
  proposedByRole: z.string(),
  /** Whether the reader proposed it, who cannot approve it too. */
  mine: z.boolean(),
  /** Null while it waits for a second person. */
  approvedAt: Timestamp.nullable(),
})
export type Correction = z.infer<typeof Correction>
export const CorrectionList = z.object({ corrections: z.array(Correction) })
export const ProposeCorrection = z.object({ texts: WarningTexts })
export const ApproveCorrection = z.object({ read: z.array(z.enum(["zh-CN", "en"])).max(2), proof: PersonProof.optional() })
/** What a proof for a correction is about: the proposal, whose words never change. */
export const correctionOf = (correction: string): string => `warn.correct ${correction}`

/** Why a change is no slip of the pen: it would say something else, and that is an update. */
export const correctionFaults = ["same", "numbers", "places", "level", "negation", "more"] as const
export type CorrectionFault = (typeof correctionFaults)[number]

/** Extends a warning by an update with the same words and a later end. */
export const ExtendWarning = z.object({ expires: Timestamp })
