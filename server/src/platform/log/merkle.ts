import { createHash } from "node:crypto"

/** Merkle tree of RFC 6962, section 2.1: leaves are hashed with a 0 byte before them, nodes with a 1, so neither passes for the other. */
export const HASH_BYTES = 32

export function leafHash(data: string): Buffer {
  return createHash("sha256").update(Buffer.of(0)).update(data).digest()
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest()
}

/**
 * The right edge of a growing tree: the roots of its perfect subtrees, largest first. It is all that is needed to add a leaf
 * and to give the root, so a log of any length costs a few hashes.
 */
export class Frontier {
  #size: number
  readonly #hashes: Buffer[]

  constructor(size = 0, hashes: readonly Buffer[] = []) {
    this.#size = size
    this.#hashes = [...hashes]
  }

  static fromBytes(size: number, bytes: Buffer): Frontier {
    const hashes = Array.from({ length: bytes.length / HASH_BYTES }, (_, i) =>
      Buffer.from(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    )
    return new Frontier(size, hashes)
  }

  get size(): number {
    return this.#size
  }

  append(leaf: Buffer): void {
    let hash = leaf
    // Each trailing one bit of the size is a perfect subtree that the new leaf completes to a larger one.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(this.#hashes.pop()!, hash)
    this.#hashes.push(hash)
    this.#size += 1
  }

  root(): Buffer {
    if (this.#hashes.length === 0) return createHash("sha256").digest()
    return this.#hashes.reduceRight((right, left) => nodeHash(left, right))
  }

  toBytes(): Buffer {
    return Buffer.concat(this.#hashes)
  }
}
