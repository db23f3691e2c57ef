import { z } from "zod"

/** One sequenced entry of the city log as it travels on the bus and in live streams: the header without its commitment. */
export const LogEvent = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  module: z.string(),
  verb: z.string(),
  record: z.uuid(),
  because: z.uuid().nullable(),
  edge: z.enum(["none", "open", "sealed"]),
  actorRole: z.string(),
})
export type LogEvent = z.infer<typeof LogEvent>
