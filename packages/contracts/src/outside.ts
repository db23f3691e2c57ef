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

/**
 * What the signature of a message is worth. *signed-by*: a key that the mapping of its source trusts for its sender; *unknown-signer*: it
 * is what its key signed, and nobody here knows that key; *invalid*: it is not what was signed, or the signature cannot be relied on.
 */
export const signatureVerdicts = ["signed-by", "unsigned", "unknown-signer", "invalid"] as const
export const OutsideSignature = z.object({
  verdict: z.enum(signatureVerdicts),
  signer: z.string().nullable(),
  /** Why it is worth nothing, by its code in `@holdfast/cap`. */
  reason: z.string().nullable(),
  /** SHA-256 of the key, in hex, when nobody here knows it. */
  keyHash: z.string().nullable(),
})
export type OutsideSignature = z.infer<typeof OutsideSignature>

/** What was wrong with a message; message and mend in English, as the catalogue of CAP rules has them. Words of other languages: `cap:problems`. */
export const OutsideProblem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  path: z.string(),
  message: z.string(),
  mend: z.string(),
  found: z.string(),
})
export type OutsideProblem = z.infer<typeof OutsideProblem>

/** A message as it came. */
export const OutsideOriginal = z.object({
  bytes: z.int(),
  /** In hex. */
  sha256: z.string(),
  signature: OutsideSignature,
  /** What was read around. */
  problems: z.array(OutsideProblem),
})
export type OutsideOriginal = z.infer<typeof OutsideOriginal>

/** An alert of somebody else, such as a weather service, or an earthquake. It is never a warning of this city. */
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
  /** Null for services that send no CAP, and for what came before originals were kept. */
  original: OutsideOriginal.nullable(),
  /** Whether it is passed on to everybody in our feed of others, as it came. */
  isRelayed: z.boolean(),
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

/** *dropped*: there was no room for more, and the oldest went; the report stays. */
export const quarantineStates = ["waiting", "taken", "discarded", "dropped"] as const

/** A message of others that was not taken, and why. */
export const QuarantinedMessage = z.object({
  id: z.uuid(),
  source: z.string(),
  receivedAt: Timestamp,
  bytes: z.int(),
  sha256: z.string(),
  /** The words stand under `sources:refusal`. */
  reason: z.string(),
  problems: z.array(OutsideProblem),
  /** As far as they could be read. */
  sender: z.string().nullable(),
  identifier: z.string().nullable(),
  state: z.enum(quarantineStates),
  /** Whether nothing but defects stands against it, so that a person may take it as it is. */
  mayTake: z.boolean(),
  decidedAt: Timestamp.nullable(),
  decidedByRole: z.string().nullable(),
  decidedReason: z.string().nullable(),
})
export type QuarantinedMessage = z.infer<typeof QuarantinedMessage>
/** Those that wait come first, then the newest. */
export const QuarantineList = z.object({
  messages: z.array(QuarantinedMessage),
  /** How much is kept of one source before the oldest go. */
  limits: z.object({ messages: z.int(), bytes: z.int() }),
  waiting: z.int(),
  dropped: z.int(),
})
export type QuarantineList = z.infer<typeof QuarantineList>
export const DiscardQuarantined = z.strictObject({ reason: z.string().trim().min(3).max(500) })
