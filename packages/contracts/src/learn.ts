import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

/** One step of a review, with the minutes since the step before it. */
export const ReviewStep = z.object({
  record: z.string().nullable(),
  kind: z.string(),
  code: z.string().nullable(),
  title: Bilingual,
  at: Timestamp,
  /** The day in the city, where that is all that may be said; `at` then only orders it. */
  day: z.iso.date().optional(),
  minutesSincePrevious: z.number().nullable(),
})

/** What came out of one incident: the timeline from the first cause to the end, and the minutes that matter. */
export const Review = z.object({
  incident: z.uuid(),
  code: z.string(),
  openedAt: Timestamp,
  closedAt: Timestamp.nullable(),
  steps: z.array(ReviewStep),
  /** Named spans in minutes; null says "not enough data". */
  minutes: z.object({
    signalToSent: z.number().nullable(),
    sentToFirstTask: z.number().nullable(),
    outageToRestored: z.number().nullable(),
    sentToLifted: z.number().nullable(),
  }),
  tasks: z.object({ done: z.int(), late: z.int(), refused: z.int(), open: z.int() }),
})
export type Review = z.infer<typeof Review>
export const ReviewList = z.object({ position: z.int(), reviews: z.array(Review) })
