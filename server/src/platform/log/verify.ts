import type { KeyObject } from "node:crypto"
import { z } from "zod"
import type { Database } from "../db/index.ts"
import { commit, headerLeaf } from "./entry.ts"
import { Frontier } from "./merkle.ts"
import { expiresAt, mayBeErased, type RetentionClass } from "./retention.ts"
import { type SignedRoot, verifyRoot } from "./roots.ts"
import {
  getFrontier,
  listBodies,
  listHeadersAfter,
  listSealedCauses,
  type SealedCause,
  type StoredBody,
  type StoredHeader,
} from "./store.ts"

const PAGE = 2_000
const FAULTS_MAX = 100

export type FaultKind =
  | "gap"
  | "header-edited"
  | "body-edited"
  | "body-missing"
  | "cause-edited"
  | "head-differs"
  | "root-differs"
  | "tail-cut"
  | "root-signature"

export interface Fault {
  readonly kind: FaultKind
  /** The position in the log, or the size of the root that does not fit. */
  readonly seq: number
}

export interface Verification {
  readonly valid: boolean
  readonly entries: number
  readonly erasedBodies: number
  readonly rootsChecked: number
  readonly faults: readonly Fault[]
}

const ErasureBody = z.object({ rule: z.string(), ranges: z.array(z.tuple([z.int(), z.int()])) })

/**
 * Reads the whole log and says whether anything was edited, removed, reordered, inserted, or cut since the roots kept outside
 * were written. A body that is gone is in order when a later entry says that its retention was over, and it was.
 */
export async function verifyLog(
  db: Database,
  options: { roots: readonly SignedRoot[]; publicKey: KeyObject; onProgress?: (done: number, of: number) => void },
): Promise<Verification> {
  const faults: Fault[] = []
  const fault = (kind: FaultKind, seq: number) => {
    if (faults.length < FAULTS_MAX) faults.push({ kind, seq })
  }
  const trusted = trustedRoots(options, fault)
  const head = await getFrontier(db.query)
  const frontier = new Frontier()
  const missing = new Map<number, StoredHeader>()
  const erasures: { rule: string; ranges: readonly (readonly [number, number])[]; at: Date }[] = []

  for (let last = 0; ; ) {
    const headers = await listHeadersAfter(db.query, last, PAGE)
    if (headers.length === 0) break
    const ids = headers.map(({ id }) => id)
    const bodies = new Map((await listBodies(db.query, ids)).map((body) => [body.headerId, body]))
    const causes = new Map((await listSealedCauses(db.query, ids)).map((cause) => [cause.headerId, cause]))
    for (const header of headers) {
      if (header.seq !== last + 1) fault("gap", last + 1)
      last = header.seq
      checkHeader(header, fault)
      frontier.append(headerLeaf(header))
      const body = bodies.get(header.id)
      if (!checkCause(header, causes.get(header.id))) fault("cause-edited", header.seq)
      if (!body) missing.set(header.seq, header)
      else if (!checkBody(header, body)) fault("body-edited", header.seq)
      else if (header.module === "log" && header.verb === "erase") {
        erasures.push({ ...ErasureBody.parse(JSON.parse(body.body)), at: header.at })
      }
      const outside = trusted.get(header.seq)
      if (outside && outside !== frontier.root().toString("hex")) fault("root-differs", header.seq)
    }
    options.onProgress?.(last, head.size)
  }

  if (head.size !== frontier.size || !head.root().equals(frontier.root())) fault("head-differs", head.size)
  const newest = Math.max(0, ...trusted.keys())
  if (newest > frontier.size) fault("tail-cut", newest)
  const erasedBodies = missing.size
  for (const erasure of erasures) {
    for (const [from, to] of erasure.ranges) {
      for (let seq = from; seq <= to; seq += 1) {
        const header = missing.get(seq)
        if (!header || (header.retention !== null && header.retention !== erasure.rule)) continue
        if (mayBeErased(erasure.rule, header.at, erasure.at)) missing.delete(seq)
      }
    }
  }
  for (const seq of missing.keys()) fault("body-missing", seq)
  return { valid: faults.length === 0, entries: frontier.size, erasedBodies, rootsChecked: trusted.size, faults }
}

function trustedRoots(
  { roots, publicKey }: { roots: readonly SignedRoot[]; publicKey: KeyObject },
  fault: (kind: FaultKind, seq: number) => void,
): Map<number, string> {
  const trusted = new Map<number, string>()
  for (const root of roots) {
    if (!verifyRoot(root, publicKey)) fault("root-signature", root.size)
    else if (trusted.has(root.size) && trusted.get(root.size) !== root.root) fault("root-differs", root.size)
    else if (root.size > 0) trusted.set(root.size, root.root)
  }
  return trusted
}

function checkHeader(header: StoredHeader, fault: (kind: FaultKind, seq: number) => void): void {
  if (!header.leaf || !headerLeaf(header).equals(header.leaf)) fault("header-edited", header.seq)
}

function checkBody(header: StoredHeader, body: StoredBody): boolean {
  const { retention, expiresAt: until } = body
  if (header.retention !== null && header.retention !== retention) return false
  if (until?.getTime() !== expiresAt(retention as RetentionClass, header.at)?.getTime()) return false
  return commit(body.salt, body.body).equals(header.commitment)
}

function checkCause(header: StoredHeader, cause: SealedCause | undefined): boolean {
  if (header.edge !== "sealed") return cause === undefined
  if (!cause) return false
  // Entries from before say only that there is one.
  return !header.causeCommitment || (cause.salt !== null && commit(cause.salt, cause.cause).equals(header.causeCommitment))
}
