import { z } from "zod"
import { AreaRef, Bilingual, Level, LonLat, Timestamp } from "./common.ts"

/** CAP 1.2, worst first. */
export const outsideSeverities = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] as const
export const outsideStates = ["in-force", "replaced", "cancelled", "expired"] as const

/** A point, or areas; WGS 84. Only for the map: what lies inside is in `areas`. */
export const OutsideShape = z.union([
  z.object({ type: z.literal("Point"), coordinates: LonLat }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(z.array(LonLat))) }),
])
export type OutsideShape = z.infer<typeof OutsideShape>

/** The words of whoever gave it, in a language of theirs. */
export const OutsideText = z.object({
  /** RFC 3066, as they wrote it. */
  language: z.string(),
  event: z.string(),
  headline: z.string(),
  description: z.string(),
  instruction: z.string(),
  areaDesc: z.string(),
})
export type OutsideText = z.infer<typeof OutsideText>

/** An alert of somebody else, such as a weather service, or an earthquake. It is news for those on duty, never a warning of this city. */
export const OutsideAlert = z.object({
  id: z.uuid(),
  source: z.string(),
  publisher: Bilingual,
  kind: z.enum(["alert", "earthquake"]),
  state: z.enum(outsideStates),
  /** As CAP has them; a service may call many things by one identifier. */
  sender: z.string(),
  identifier: z.string(),
  sentAt: Timestamp,
  texts: z.array(OutsideText).min(1),
  severity: z.enum(outsideSeverities),
  urgency: z.string(),
  certainty: z.string(),
  onsetAt: Timestamp.nullable(),
  expiresAt: Timestamp,
  /** Of an earthquake. */
  magnitude: z.number().nullable(),
  depthKm: z.number().nullable(),
  shape: OutsideShape.nullable(),
  /** Districts of this city that it touches, or the city when it touches all; empty when none, and when nobody can say. */
  areas: z.array(AreaRef),
  geocodes: z.array(z.string()),
  link: z.string().nullable(),
  receivedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  /** Signals that a rule or a person made of it. */
  signals: z.array(z.object({ id: z.uuid(), code: z.string(), level: Level })),
})
export type OutsideAlert = z.infer<typeof OutsideAlert>
/** Those in force come worst first, others newest first. */
export const OutsideAlertList = z.object({
  alerts: z.array(OutsideAlert),
  /** What a signal that is raised from one can be about. */
  hazards: z.array(z.object({ id: z.string(), name: Bilingual })),
})
export type OutsideAlertList = z.infer<typeof OutsideAlertList>

/** What a person on duty takes it for. */
export const RaiseFromAlert = z.strictObject({
  hazard: z.string().min(1).max(64),
  level: Level,
  area: z.string().min(1).max(200),
})
export type RaiseFromAlert = z.infer<typeof RaiseFromAlert>
export const RaisedFromAlert = z.object({ signal: z.uuid() })
