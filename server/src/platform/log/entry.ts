import { createHash, randomBytes } from "node:crypto"
import { canonicalJson, type Json } from "@holdfast/kernel"
import { leafHash } from "./merkle.ts"
import { type RetentionClass, retentionDays } from "./retention.ts"

/** Who acted: a role for the header, kept for ever; an account only in the body, which expires. */
export interface Actor {
  readonly role: string
  readonly account?: string
  /** The area whose subtree this account may act on; absent for the whole city. */
  readonly area?: string
}

/**
 * What caused a record. *open*: the thread can be walked through it. *sealed*: it exists and counts, but does not open from
 * downstream (everything caused by `serve`). No cause: the thread begins here, or the link must not exist.
 */
export type Cause = { readonly edge: "open"; readonly record: string } | { readonly edge: "sealed"; readonly record: string }

/** One change of state, as a verb hands it to the log. `body` may hold what the verb decided; it goes when its retention ends. */
export interface NewEntry {
  readonly module: string
  readonly verb: string
  readonly record: string
  readonly because?: Cause | undefined
  readonly actor: Actor
  readonly retention: RetentionClass
  readonly body: { readonly [key: string]: Json | undefined }
}

/** The part of an entry that is kept for ever. */
export interface LogHeader {
  readonly seq: number
  readonly at: Date
  readonly module: string
  readonly verb: string
  readonly record: string
  readonly because: string | null
  readonly edge: "none" | "open" | "sealed"
  readonly actorRole: string
  readonly commitment: Buffer
  /** What the body is kept by; null in entries from before it was kept here. */
  readonly retention: string | null
  /** To the cause of a sealed edge; null for any other, and in entries from before. */
  readonly causeCommitment: Buffer | null
}

const SALT_BYTES = 16

/** A body with its own salt: without the salt nobody can guess a short body from its commitment. */
export function sealBody(entry: NewEntry): { salt: Buffer; body: string; commitment: Buffer } {
  const salt = randomBytes(SALT_BYTES)
  // What is kept for ever names nobody: its header has the role. The entry beside it that ends, such as an approval, has the name.
  const by = retentionDays[entry.retention] === null ? undefined : entry.actor.account
  const body = canonicalJson({ ...entry.body, by })
  return { salt, body, commitment: commit(salt, body) }
}

/** The cause of a sealed edge with its own salt: who knows a record cannot try whether it was the cause. */
export function sealCause(because: Cause | undefined): { causeSalt: Buffer; causeCommitment: Buffer } | undefined {
  if (because?.edge !== "sealed") return undefined
  const causeSalt = randomBytes(SALT_BYTES)
  return { causeSalt, causeCommitment: commit(causeSalt, because.record) }
}

export function commit(salt: Buffer, body: string): Buffer {
  return createHash("sha256").update(salt).update(body).digest()
}

/** The Merkle leaf of a header: every column that is kept for ever, position included, in canonical JSON. */
export function headerLeaf(header: LogHeader): Buffer {
  return leafHash(
    canonicalJson({
      seq: header.seq,
      at: header.at.toISOString(),
      module: header.module,
      verb: header.verb,
      record: header.record,
      because: header.because,
      edge: header.edge,
      actorRole: header.actorRole,
      commitment: header.commitment.toString("hex"),
      // Left out where null: the leaves of entries from before stay what they were.
      retention: header.retention ?? undefined,
      causeCommitment: header.causeCommitment?.toString("hex"),
    }),
  )
}
