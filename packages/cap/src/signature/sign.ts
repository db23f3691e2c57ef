import { type CapXml, declaration } from "../write.ts"
import { DSIG, DSIG11, ECDSA_SHA256, ENVELOPED, EXCLUSIVE, P256, SHA256 } from "./algorithms.ts"
import { encodeBase64 } from "./base64.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** Who signs: a key of P-256, wherever it is kept. */
export interface CapSigner {
  sha256(bytes: Bytes): Promise<Uint8Array> | Uint8Array
  /** ECDSA with SHA-256: `r` and `s` in a row, 64 bytes. */
  sign(bytes: Bytes): Promise<Uint8Array> | Uint8Array
  /** The point of the public key, uncompressed, 65 bytes: it stands in the signature, for those who know it by its fingerprint. */
  readonly point: Uint8Array
}

const utf8 = new TextEncoder()
const END = "</alert>\n"
const element = (name: string, algorithm: string, inside = "") => `<ds:${name} Algorithm="${algorithm}">${inside}</ds:${name}>`
const [beforeDigest = "", afterDigest = ""] = [
  element("CanonicalizationMethod", EXCLUSIVE),
  element("SignatureMethod", ECDSA_SHA256),
  '<ds:Reference URI=""><ds:Transforms>',
  element("Transform", ENVELOPED),
  element("Transform", EXCLUSIVE),
  "</ds:Transforms>",
  element("DigestMethod", SHA256),
  "<ds:DigestValue>|</ds:DigestValue></ds:Reference></ds:SignedInfo>",
]
  .join("")
  .split("|")

/**
 * Signs a message as `writeCap` gave it: an enveloped signature over the whole document, ECDSA on P-256 with SHA-256, exclusive
 * canonical form. The text is canonical already, so it is hashed as it is, and the signature is written in canonical form too.
 */
export async function signCap(xml: CapXml, signer: CapSigner): Promise<string> {
  const canonical = xml.slice(declaration.length, -1)
  const digest = encodeBase64(await signer.sha256(utf8.encode(canonical)))
  const signedInfo = `${beforeDigest}${digest}${afterDigest}`
  const signature = encodeBase64(await signer.sign(utf8.encode(`<ds:SignedInfo xmlns:ds="${DSIG}">${signedInfo}`)))
  const key = `<ds:KeyInfo><ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="${DSIG11}"><dsig11:NamedCurve URI="${P256}"></dsig11:NamedCurve><dsig11:PublicKey>${encodeBase64(signer.point)}</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue></ds:KeyInfo>`
  const whole = `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${signedInfo}<ds:SignatureValue>${signature}</ds:SignatureValue>${key}</ds:Signature>`
  return `${xml.slice(0, -END.length)}${whole}${END}`
}
