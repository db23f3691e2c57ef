import { isAlert, isSignature } from "../read/read-alert.ts"
import { readCap } from "../read/read-cap.ts"
import { capLimits } from "../read/read-document.ts"
import type { XmlElement } from "../xml/element.ts"
import { parseXml } from "../xml/parse-xml.ts"
import { readText } from "../xml/read-text.ts"
import { XmlRefused } from "../xml/xml-refused.ts"
import type { XmlSource } from "../xml/xml-source.ts"
import { canonicalize } from "./canonicalize.ts"
import { type CapCrypto, webCrypto } from "./crypto.ts"
import { keyOfPem, type PublicKey, toHex } from "./public-key.ts"
import { readSignature, type SignatureFault, SignatureRefused } from "./read-signature.ts"

/** A certificate or public key that the caller trusts for a sender, in PEM, and how to call it. */
export interface CapTrusted {
  readonly name: string
  readonly pem: string
}

/** What the signature of a message is worth. */
export type CapSignature =
  | { readonly verdict: "unsigned" }
  | {
      readonly verdict: "signed-by"
      readonly signer: string
      /** What was signed, and only this: the message to go on with. */
      readonly octets: string
    }
  /** It is what its key signed, and nobody here trusts this key for the sender. `fingerprint` is SHA-256 of the key. */
  | { readonly verdict: "unknown-signer"; readonly reason: "not-trusted" | "no-key"; readonly fingerprint?: string }
  | { readonly verdict: "invalid"; readonly reason: SignatureFault }

export interface VerifyOptions {
  /** Whom the caller trusts to speak for a sender. */
  readonly trusted?: ((sender: string) => readonly CapTrusted[]) | undefined
  readonly crypto?: CapCrypto | undefined
}

const utf8 = new TextEncoder()

/**
 * Verifies the enveloped signature of a message over its original bytes, by five rules: exactly one signature, a child of the alert;
 * it refers to the whole document; transforms and algorithms from a short list; only what was verified goes on; base64 in its one
 * form, and trust for each sender. Never throws for what stands in the document.
 */
export async function verifyCap(input: Uint8Array | string, options: VerifyOptions = {}): Promise<CapSignature> {
  try {
    const { source } = readText(input, capLimits.bytes)
    return await verify(source, parseXml(source, capLimits), options)
  } catch (error) {
    if (error instanceof XmlRefused) return { verdict: "invalid", reason: "unreadable" }
    if (error instanceof SignatureRefused) return { verdict: "invalid", reason: error.fault }
    throw error
  }
}

async function verify(source: XmlSource, root: XmlElement, options: VerifyOptions): Promise<CapSignature> {
  const signatures = findSignatures(root)
  const [signature] = signatures
  if (!signature) return { verdict: "unsigned" }
  if (signatures.length > 1) return { verdict: "invalid", reason: "several-signatures" }
  if (!isAlert(root) || signature.parent !== root) return { verdict: "invalid", reason: "misplaced" }
  const crypto = options.crypto ?? webCrypto
  const { form, digest, signedInfo, value, method, embedded } = readSignature(signature, source)
  const text = source.slice(0, source.bytes.length)
  const without = { start: source.placeInText(signature.start), end: source.placeInText(signature.end) }
  const octets = canonicalize(text, { from: 0, to: text.length, without }, form)
  const found = await crypto.sha256(utf8.encode(octets))
  if (toHex(found) !== toHex(digest)) return { verdict: "invalid", reason: "digest" }
  const signed = utf8.encode(signedInfo)
  const verifies = async (key: PublicKey) => {
    if (key.algorithm.startsWith("ecdsa") !== (method === "ecdsa")) return false
    return crypto.verify(key, value, signed)
  }
  const reading = readCap(octets)
  const sender = reading.ok ? reading.alert.sender : ""
  for (const { name, pem } of options.trusted?.(sender) ?? []) {
    const key = keyOfPem(pem)
    if (key && (await verifies(key))) return { verdict: "signed-by", signer: name, octets }
  }
  if (!embedded) return { verdict: "unknown-signer", reason: "no-key" }
  if (!(await verifies(embedded))) return { verdict: "invalid", reason: "signature-value" }
  const fingerprint = toHex(await crypto.sha256(embedded.spki))
  return { verdict: "unknown-signer", reason: "not-trusted", fingerprint }
}

function findSignatures(element: XmlElement): XmlElement[] {
  return [...(isSignature(element) ? [element] : []), ...element.children.flatMap(findSignatures)]
}
