import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import type { Clock } from "@holdfast/kernel"
import { z } from "zod"

/** A root that left the database: whoever keeps it can show that the log was cut or rewritten since. */
export const SignedRoot = z.object({
  size: z.int().nonnegative(),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  signature: z.base64(),
})
export type SignedRoot = z.infer<typeof SignedRoot>

const WRITE_INTERVAL_MS = 1_000
/** Above this many lines the older ones are thinned to every tenth, so that the file stays small for ever. */
const LINES_MAX = 20_000
const LINES_RECENT = 2_000

function signedText({ size, root, at }: Omit<SignedRoot, "signature">): Buffer {
  return Buffer.from(`holdfast city log\n${size}\n${root}\n${at}\n`)
}

/** The key with which this installation signs its roots, made at first use, readable by its owner only. */
export function loadSigningKey(folder: string): KeyObject {
  const file = path.join(folder, "log-signing.pem")
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync("ed25519")
    fs.writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flush: true })
  }
  return createPrivateKey(fs.readFileSync(file))
}

export function verifyRoot(signed: SignedRoot, publicKey: KeyObject): boolean {
  return verify(null, signedText(signed), publicKey, Buffer.from(signed.signature, "base64"))
}

export interface RootKeeperOptions {
  readonly file: string
  readonly keyFolder: string
  readonly wall: Clock
  /** Told once when the file cannot be written, and again only after it could. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Writes signed roots to a file outside the database, at most once a second and at every stop. */
export class RootKeeper {
  readonly #file: string
  readonly #key: KeyObject
  readonly #wall: Clock
  readonly #onError: RootKeeperOptions["onError"]
  #pending: { size: number; root: Buffer } | undefined
  #timer: NodeJS.Timeout | undefined
  #isFailing = false
  /** Not known to be whole at the start, nor after a write that failed: a full disk or a power cut leaves part of a line. */
  #isWhole = false
  latest: SignedRoot | undefined

  constructor(options: RootKeeperOptions) {
    this.#file = options.file
    this.#key = loadSigningKey(options.keyFolder)
    this.#wall = options.wall
    this.#onError = options.onError
  }

  get publicKey(): KeyObject {
    return createPublicKey(this.#key)
  }

  note(head: { size: number; root: Buffer }): void {
    this.#pending = head
    this.#later()
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#tryFlush(), WRITE_INTERVAL_MS).unref()
  }

  /** The city goes on while its disk is full; what could not be written is written when it can. */
  #tryFlush(): void {
    try {
      this.flush()
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) this.#onError?.(error)
      this.#isFailing = true
      this.#later()
    }
  }

  /** Throws what the file system says; the root is then kept for the next time. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#pending) return
    const unsigned = { size: this.#pending.size, root: this.#pending.root.toString("hex"), at: this.#wall.now().toISOString() }
    const signed = { ...unsigned, signature: sign(null, signedText(unsigned), this.#key).toString("base64") }
    this.#append(`${JSON.stringify(signed)}\n`)
    this.latest = signed
    this.#pending = undefined
    this.#thin()
  }

  #append(line: string): void {
    const end = this.#isWhole || endsWithLine(this.#file) ? "" : "\n"
    this.#isWhole = false
    fs.appendFileSync(this.#file, `${end}${line}`, { flush: true })
    this.#isWhole = true
  }

  #thin(): void {
    const size = fs.statSync(this.#file).size
    if (size < LINES_MAX * 120) return
    const lines = fs.readFileSync(this.#file, "utf8").trimEnd().split("\n")
    const kept = [...lines.slice(0, -LINES_RECENT).filter((_, i) => i % 10 === 0), ...lines.slice(-LINES_RECENT)]
    fs.writeFileSync(`${this.#file}.new`, `${kept.join("\n")}\n`, { flush: true })
    fs.renameSync(`${this.#file}.new`, this.#file)
  }
}

/** Whether nothing stands behind the last end of a line. */
function endsWithLine(file: string): boolean {
  if (!fs.existsSync(file)) return true
  const open = fs.openSync(file, "r")
  try {
    const { size } = fs.fstatSync(open)
    const last = Buffer.alloc(1)
    return size === 0 || (fs.readSync(open, last, 0, 1, size - 1) === 1 && last[0] === LINE_FEED)
  } finally {
    fs.closeSync(open)
  }
}
const LINE_FEED = 0x0a

export interface KeptRoots {
  readonly roots: SignedRoot[]
  /** Lines that were cut by a crash or a full disk. */
  readonly leftOut: number
}

/** Roots that were kept outside, one JSON object a line. Throws for JSON that is no root. */
export function readRoots(file: string): KeptRoots {
  if (!fs.existsSync(file)) return { roots: [], leftOut: 0 }
  const lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean)
  const read = lines.map(safeJson).filter((json) => json !== undefined)
  return { roots: read.map((json) => SignedRoot.parse(json)), leftOut: lines.length - read.length }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
