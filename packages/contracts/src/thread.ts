import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

export const threadKinds = [
  "signal",
  "warning",
  "incident",
  "task",
  "outage",
  "request",
  "note",
  "review",
  "observation",
  "outside-alert",
] as const

/**
 * One record in the thread. A *sealed* node exists and counts, and says nothing else: its title, code, and record are null and
 * of its time there is the day only.
 */
export const ThreadNode = z.object({
  record: z.string().nullable(),
  kind: z.enum(threadKinds),
  code: z.string().nullable(),
  title: Bilingual.nullable(),
  /** Of a sealed node only an edge of its day, by which it is ordered: a cause before all else of its day, a consequence after. */
  at: Timestamp,
  /** The day in the city, where that is all that may be said. */
  day: z.iso.date().optional(),
  module: z.string(),
  edge: z.enum(["none", "open", "sealed"]),
})
export type ThreadNode = z.infer<typeof ThreadNode>

/** Everything that led to a record, first cause first, and everything that it led to, by time. */
export const Thread = z.object({
  record: ThreadNode,
  because: z.array(ThreadNode),
  ledTo: z.array(ThreadNode),
  /** Sealed consequences, as a count for people: "0", "fewer than 5", or a number. */
  protectedCount: z.string(),
})
export type Thread = z.infer<typeof Thread>
