import { z } from "zod"

/** What every failed request answers (RFC 9457): the words are in the reader's language, `code` is stable. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** One row per field that was refused, with a JSON pointer to it. */
  fields: z.array(z.object({ field: z.string(), value: z.string(), rule: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
