import { z } from "zod"
import { isCapTime } from "./cap-time.ts"
import { isXmlText } from "./xml/xml-text.ts"

/** Longer than any text of a warning, shorter than what a phone chokes on. */
const TEXT_MAX = 20_000
const LIST_MAX = 1_000
const VERTICES_MAX = 20_000

const Text = z
  .string()
  .min(1)
  .max(TEXT_MAX)
  .refine((text) => text.trim() !== "" && isXmlText(text), "text that XML can hold, not blank")
/** Identifier and sender: no spaces, commas, or characters that XML restricts (CAP 1.2, section 3.2.1). */
const Token = z
  .string()
  .max(500)
  .regex(/^[^\s,&<]+$/u)
  .refine(isXmlText, "text that XML can hold")
const Time = z.string().refine(isCapTime, "a CAP time")
const LonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const Named = z.strictObject({ valueName: Text, value: Text })

/** A closed ring, WGS 84, longitude first as everywhere in Holdfast; CAP text has latitude first, which the writer turns round. */
export const CapPolygon = z
  .array(LonLat)
  .min(4)
  .max(VERTICES_MAX)
  .refine((ring) => ring[0]![0] === ring.at(-1)![0] && ring[0]![1] === ring.at(-1)![1], "closed")
export type CapPolygon = z.infer<typeof CapPolygon>

export const CapCircle = z.strictObject({ center: LonLat, radiusKm: z.number().nonnegative().max(20_100) })
export const CapReference = z.strictObject({ sender: Token, identifier: Token, sent: Time })
export type CapReference = z.infer<typeof CapReference>

export const CapArea = z.strictObject({
  areaDesc: Text,
  polygon: z.array(CapPolygon).max(LIST_MAX).default([]),
  circle: z.array(CapCircle).max(LIST_MAX).default([]),
  geocode: z.array(Named).max(LIST_MAX).default([]),
  /** Feet above mean sea level, as CAP has it. */
  altitude: z.number().optional(),
  ceiling: z.number().optional(),
})
export type CapArea = z.infer<typeof CapArea>

export const CapResource = z.strictObject({
  resourceDesc: Text,
  mimeType: Text,
  size: z.int().nonnegative().optional(),
  uri: Text.optional(),
  derefUri: z.string().max(1_000_000).optional(),
  digest: Text.optional(),
})

export const CapInfo = z.strictObject({
  /** RFC 3066; absent means en-US. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/)
    .optional(),
  category: z
    .array(
      z.enum(["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"]),
    )
    .min(1)
    .max(LIST_MAX),
  event: Text,
  responseType: z
    .array(z.enum(["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"]))
    .max(LIST_MAX)
    .default([]),
  urgency: z.enum(["Immediate", "Expected", "Future", "Past", "Unknown"]),
  severity: z.enum(["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
  certainty: z.enum(["Observed", "Likely", "Possible", "Unlikely", "Unknown"]),
  audience: Text.optional(),
  eventCode: z.array(Named).max(LIST_MAX).default([]),
  effective: Time.optional(),
  onset: Time.optional(),
  expires: Time.optional(),
  senderName: Text.optional(),
  headline: Text.optional(),
  description: Text.optional(),
  instruction: Text.optional(),
  web: Text.optional(),
  contact: Text.optional(),
  parameter: z.array(Named).max(LIST_MAX).default([]),
  resource: z.array(CapResource).max(LIST_MAX).default([]),
  area: z.array(CapArea).max(LIST_MAX).default([]),
})
export type CapInfo = z.infer<typeof CapInfo>

/** One CAP 1.2 message (OASIS, 1 July 2010), as values. Times stay as they were written, so that the offset is not lost. */
export const CapAlert = z.strictObject({
  identifier: Token,
  sender: Token,
  sent: Time,
  status: z.enum(["Actual", "Exercise", "System", "Test", "Draft"]),
  msgType: z.enum(["Alert", "Update", "Cancel", "Ack", "Error"]),
  source: Text.optional(),
  scope: z.enum(["Public", "Restricted", "Private"]),
  restriction: Text.optional(),
  addresses: Text.optional(),
  code: z.array(Text).max(LIST_MAX).default([]),
  note: Text.optional(),
  references: z.array(CapReference).max(LIST_MAX).default([]),
  incidents: Text.optional(),
  info: z.array(CapInfo).max(LIST_MAX).default([]),
})
export type CapAlert = z.infer<typeof CapAlert>
/** As `CapAlert`, with the lists left out that are empty. */
export type CapAlertInput = z.input<typeof CapAlert>
