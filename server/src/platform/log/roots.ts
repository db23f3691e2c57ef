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

/** Writes signed roots to a file outside the database, at most once a second and at every stop. */
export class RootKeeper {
  readonly #file: string
  readonly #key: KeyObject
  readonly #wall: Clock
  #pending: { size: number; root: Buffer } | undefined
  #timer: NodeJS.Timeout | undefined
  latest: SignedRoot | undefined

  constructor(options: { file: string; keyFolder: string; wall: Clock }) {
    this.#file = options.file
    this.#key = loadSigningKey(options.keyFolder)
    this.#wall = options.wall
  }

  get publicKey(): KeyObject {
    return createPublicKey(this.#key)
  }

  note(head: { size: number; root: Buffer }): void {
    this.#pending = head
    this.#timer ??= setTimeout(() => this.flush(), WRITE_INTERVAL_MS).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#pending) return
    const unsigned = { size: this.#pending.size, root: this.#pending.root.toString("hex"), at: this.#wall.now().toISOString() }
    this.#pending = undefined
    this.latest = { ...unsigned, signature: sign(null, signedText(unsigned), this.#key).toString("base64") }
    fs.appendFileSync(this.#file, `${JSON.stringify(this.latest)}\n`, { flush: true })
    this.#thin()
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

/** Roots that were kept outside, one JSON object a line. A last line cut by a crash is left out; anything else wrong throws. */
export function readRoots(file: string): SignedRoot[] {
  if (!fs.existsSync(file)) return []
  const lines = fs.readFileSync(file, "utf8").split("\n")
  const unfinished = lines.pop()
  const roots = lines.filter(Boolean).map((line) => SignedRoot.parse(JSON.parse(line)))
  if (unfinished) {
    const last = SignedRoot.safeParse(safeJson(unfinished))
    if (last.success) roots.push(last.data)
  }
  return roots
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
