import { z } from "zod"

/** Base64url, as WebAuthn's JSON forms write bytes. */
const Bytes = z
  .string()
  .regex(/^[\w-]+$/)
  .max(16_384)

/** What a passkey signed: the JSON form of WebAuthn level 3, 5.1. What nobody reads is left out. */
export const PasskeyAnswer = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({ clientDataJSON: Bytes, authenticatorData: Bytes, signature: Bytes, userHandle: Bytes.optional() }),
})
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>

/** That whoever signed in is still who sits there, for one act: by passkey, or by password and second factor. */
export const PersonProof = z.union([
  z.strictObject({ passkey: PasskeyAnswer }),
  z.strictObject({ password: z.string().min(1).max(1024), code: z.string().min(6).max(32) }),
])
export type PersonProof = z.infer<typeof PersonProof>

/** What the act is; the answer of a passkey counts for this alone. */
export const AskProof = z.object({ about: z.string().min(1).max(200) })

/**
 * How the person of this session can prove it. *nothing*: invented people of a demo or a drill have no credentials; *sign-in*: no
 * passkey and no password here, so signing in anew is the proof.
 */
export const ProofNeeded = z.object({
  by: z.array(z.enum(["passkey", "password", "sign-in", "nothing"])).min(1),
  /** WebAuthn's own JSON, for `passkey`. */
  passkey: z.record(z.string(), z.unknown()).nullable(),
})
export type ProofNeeded = z.infer<typeof ProofNeeded>
