import { z } from "zod"
import { Level } from "./common.ts"

const MINUTES_OF_DAY = 24 * 60
const MinuteOfDay = z
  .int()
  .min(0)
  .max(MINUTES_OF_DAY - 1)

/** What a resident wants to hear, about which published area. */
export const SubscriptionChoice = z.object({
  area: z.string().min(1).max(200),
  language: z.enum(["zh-CN", "en"]),
  /** Null is every hazard, also those that come later. */
  hazards: z.array(z.string().min(1).max(64)).min(1).max(100).nullable(),
  minLevel: Level,
  /** Minutes of the local day; the end may lie before the beginning, on the next day. */
  quiet: z.object({ fromMin: MinuteOfDay, untilMin: MinuteOfDay }).nullable(),
})
export type SubscriptionChoice = z.infer<typeof SubscriptionChoice>
