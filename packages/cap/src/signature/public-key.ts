import { decodeBase64 } from "./base64.ts"

/** A key that may have signed: its SubjectPublicKeyInfo (DER), and the algorithm that belongs to it. */
export interface PublicKey {
  readonly spki: Uint8Array<ArrayBuffer>
  readonly algorithm: "rsa" | "ecdsa-p256" | "ecdsa-p384"
}

const objects: readonly (readonly [algorithm: PublicKey["algorithm"], der: string])[] = [
  ["rsa", "06092a864886f70d010101"],
  ["ecdsa-p256", "06072a8648ce3d020106082a8648ce3d030107"],
  ["ecdsa-p384", "06072a8648ce3d020106052b81040022"],
]
const PEM = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([\s\S]+?)-----END \1-----/m
/** What stands before the point of a key of P-256. */
const P256_HEAD = fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
export const P256_POINT_BYTES = 65

/** The key of a certificate or a public key in PEM; undefined for a text that is neither, or a kind of key that is not used here. */
export function keyOfPem(pem: string): PublicKey | undefined {
  const [, kind, body = ""] = PEM.exec(pem) ?? []
  const der = kind && decodeBase64(body)
  if (!der) return undefined
  return kind === "CERTIFICATE" ? keyOfCertificate(der) : keyOfSpki(der)
}

/** The key of an X.509 certificate (DER). Who made the certificate, and until when it holds, is not looked at: trust is by key. */
export function keyOfCertificate(der: Uint8Array): PublicKey | undefined {
  try {
    const [certificate] = elements(der)
    const [tbs] = elements(certificate!.content)
    const fields = elements(tbs!.content)
    // version [0] is optional; then serial, signature, issuer, validity, subject, key.
    const key = fields[fields[0]?.tag === 0xa0 ? 6 : 5]
    return key && keyOfSpki(key.whole)
  } catch {
    return undefined
  }
}

export function keyOfSpki(der: Uint8Array): PublicKey | undefined {
  const head = toHex(der.subarray(0, 40))
  const algorithm = objects.find(([, object]) => head.includes(object))?.[0]
  return algorithm && { spki: Uint8Array.from(der), algorithm }
}

/** The key of a point on P-256, uncompressed. */
export function keyOfPoint(point: Uint8Array): PublicKey | undefined {
  if (point.length !== P256_POINT_BYTES || point[0] !== 4) return undefined
  return { spki: Uint8Array.from([...P256_HEAD, ...point]), algorithm: "ecdsa-p256" }
}

interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

function elements(bytes: Uint8Array): DerElement[] {
  const found: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!
    const first = bytes[at + 1] ?? 0
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    if (lengthBytes > 3) throw new RangeError("a length beyond all certificates")
    let length = lengthBytes === 0 ? first : 0
    for (let i = 0; i < lengthBytes; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0)
    const begin = at + 2 + lengthBytes
    if (begin + length > bytes.length) throw new RangeError("cut short")
    found.push({ tag, content: bytes.subarray(begin, begin + length), whole: bytes.subarray(at, begin + length) })
    at = begin + length
  }
  return found
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g)!, (pair) => Number.parseInt(pair, 16))
}
