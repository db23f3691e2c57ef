import { createPublicKey } from "node:crypto"
import { z } from "zod"
import { keeping } from "../../domain/mapping-rule.ts"

const AreaId = z.string().regex(/^[a-z0-9][a-z0-9/-]{0,199}$/, keeping("area-id"))

/** What a source of alerts sends, and which of them concern this city. */
export const AlertsMapping = z.strictObject({
  /** `cap`: CAP 1.2 as Atom, RSS, EDXL, or one message; the others are JSON of the services of that name. */
  format: z.enum(["cap", "nws", "meteoalarm", "usgs"]),
  /** Who gives them, as people here call them; stands beside each. */
  publisher: z.strictObject({ "zh-CN": z.string().trim().min(1).max(80), en: z.string().trim().min(1).max(80) }),
  /** Other hosts at which the messages of a feed stand; its own is always asked. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, keeping("host-name")))
    .max(20)
    .default([]),
  /** How far from the city an area or an epicentre may lie. Without it everything is taken. */
  within_km: z.number().min(0).max(20_100).optional(),
  /** Codes of the service for areas of this city. When there are any, an alert without a shape and without one of these lies elsewhere. */
  geocodes: z.record(z.string().min(1).max(80), z.array(AreaId).min(1).max(50)).optional(),
  /** Whether its messages may be passed on to everybody, as they came and marked as theirs. Their licence says so, and somebody here looked. */
  republish: z.boolean().default(false),
  /** What becomes of a message that breaks the standard where it can be read around: it is taken, or a person looks at it first. */
  defects: z.enum(["take", "quarantine"]).default("take"),
  /** Whose signatures count. */
  signatures: z
    .strictObject({
      /** Whether everything else waits for a person. */
      required: z.boolean().default(false),
      trusted: z
        .array(
          z.strictObject({
            name: z.string().trim().min(1).max(200),
            /** The senders that this key speaks for; without it all of this source. */
            senders: z.array(z.string().min(1).max(500)).min(1).max(50).optional(),
            /** A certificate or a public key. */
            pem: z.string().max(20_000).refine(isPublicKey, keeping("public-key")),
          }),
        )
        .min(1)
        .max(20),
    })
    .optional(),
  /** Of earthquakes. */
  min_magnitude: z.number().min(-5).max(11).default(4),
})
export type AlertsMapping = z.infer<typeof AlertsMapping>

/** What the verifier of CAP knows: RSA, or elliptic curves; nobody hands us a private key by mistake. */
function isPublicKey(pem: string): boolean {
  if (pem.includes("PRIVATE")) return false
  try {
    return ["rsa", "ec"].includes(createPublicKey(pem).asymmetricKeyType ?? "")
  } catch {
    return false
  }
}
