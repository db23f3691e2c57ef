import { textOf, type XmlElement } from "../xml/element.ts"
import type { XmlSource } from "../xml/xml-source.ts"
import { canonicalForms, DSIG, DSIG11, ENVELOPED, EXCLUSIVE, P256, SHA256, signatureMethods } from "./algorithms.ts"
import { decodeBase64 } from "./base64.ts"
import { type CanonicalForm, canonicalize, namespacesAround } from "./canonicalize.ts"
import { keyOfCertificate, keyOfPoint, type PublicKey } from "./public-key.ts"

/** Why a signature is not looked at any further, or does not hold. */
export type SignatureFault =
  | "unreadable"
  | "several-signatures"
  | "misplaced"
  | "structure"
  | "reference"
  | "transform"
  | "algorithm"
  | "base64"
  | "digest"
  | "signature-value"

export class SignatureRefused extends Error {
  override readonly name = "SignatureRefused"
  readonly fault: SignatureFault
  constructor(fault: SignatureFault) {
    super(fault)
    this.fault = fault
  }
}

/** What a signature says of itself, in forms that are allowed. */
export interface ReadSignature {
  /** In which form the document was hashed. */
  readonly form: CanonicalForm
  readonly digest: Uint8Array
  /** What was signed, canonical. */
  readonly signedInfo: string
  readonly value: Uint8Array<ArrayBuffer>
  readonly method: "rsa" | "ecdsa"
  /** The key that it brings along, which proves nothing by itself. */
  readonly embedded: PublicKey | undefined
}

const DIGEST_BYTES = 32
const SIGNATURE_BYTES_MAX = 1_024

/** Reads a signature by the rules of `verifyCap`. Throws `SignatureRefused` for any other form. */
export function readSignature(signature: XmlElement, source: XmlSource): ReadSignature {
  const [signedInfo, value, keyInfo, ...more] = signature.children
  assertNamed(signedInfo, "SignedInfo")
  assertNamed(value, "SignatureValue")
  if ((keyInfo && !isNamed(keyInfo, "KeyInfo")) || more.length > 0) throw new SignatureRefused("structure")
  const [canonicalization, method, reference, ...others] = signedInfo.children
  assertNamed(canonicalization, "CanonicalizationMethod")
  assertNamed(method, "SignatureMethod")
  assertNamed(reference, "Reference")
  if (others.length > 0) throw new SignatureRefused("structure")
  const kind = signatureMethods.get(algorithmOf(method))
  if (!kind || method.first) throw new SignatureRefused("algorithm")
  const infoForm = formOf(canonicalization, "algorithm")
  const around = namespacesAround(signedInfo, source)
  if (!infoForm.exclusive && around.hasXml) throw new SignatureRefused("transform")
  const info = source.slice(signedInfo.start, signedInfo.end)
  return {
    ...readReference(reference, signature.parent!, source),
    signedInfo: canonicalize(info, { from: 0, to: info.length, scope: around.scope }, infoForm),
    value: bytesOf(value, source, SIGNATURE_BYTES_MAX),
    method: kind,
    embedded: keyInfo && readKey(keyInfo, source),
  }
}

function readReference(reference: XmlElement, root: XmlElement, source: XmlSource): Pick<ReadSignature, "form" | "digest"> {
  const uri = reference.attributes.find(({ name }) => name === "URI")?.value
  const ids = root.attributes.filter(({ name }) => /^id$/i.test(name)).map(({ value }) => `#${value}`)
  if (uri === undefined || (uri !== "" && !ids.includes(uri))) throw new SignatureRefused("reference")
  const [transforms, digestMethod, digestValue, ...more] = reference.children
  assertNamed(transforms, "Transforms")
  assertNamed(digestMethod, "DigestMethod")
  assertNamed(digestValue, "DigestValue")
  if (more.length > 0) throw new SignatureRefused("structure")
  const [enveloped, form, ...others] = transforms.children
  assertNamed(enveloped, "Transform")
  if (algorithmOf(enveloped) !== ENVELOPED || enveloped.first || others.length > 0) throw new SignatureRefused("transform")
  if (form) assertNamed(form, "Transform")
  if (algorithmOf(digestMethod) !== SHA256) throw new SignatureRefused("algorithm")
  const digest = bytesOf(digestValue, source, DIGEST_BYTES)
  if (digest.length !== DIGEST_BYTES) throw new SignatureRefused("digest")
  // Without a canonical form of its own, what is hashed is the inclusive one (XML Signature 1.1, section 4.4.3.2).
  return { digest, form: form ? formOf(form, "transform") : { exclusive: false, prefixes: new Set() } }
}

function formOf(element: XmlElement, fault: SignatureFault): CanonicalForm {
  const exclusive = canonicalForms.get(algorithmOf(element))
  if (exclusive === undefined) throw new SignatureRefused(fault)
  const [list, ...more] = element.children
  if (!list) return { exclusive, prefixes: new Set() }
  const isList = exclusive && list.name === "InclusiveNamespaces" && list.namespace === EXCLUSIVE && more.length === 0
  const prefixes = list.attributes.find(({ name }) => name === "PrefixList")?.value
  if (!isList || prefixes === undefined || list.first) throw new SignatureRefused(fault)
  const given = prefixes.split(/\s+/).filter((prefix) => prefix !== "")
  return { exclusive, prefixes: new Set(given.map((prefix) => (prefix === "#default" ? "" : prefix))) }
}

function readKey(keyInfo: XmlElement, source: XmlSource): PublicKey | undefined {
  const all = descendants(keyInfo)
  const certificate = all.find(({ name, namespace }) => name === "X509Certificate" && namespace === DSIG)
  if (certificate) return keyOfCertificate(bytesOf(certificate, source))
  const key = all.find(({ name, namespace }) => name === "ECKeyValue" && namespace === DSIG11)
  const [curve, point] = key?.children ?? []
  if (curve?.attributes.find(({ name }) => name === "URI")?.value !== P256 || !point) return undefined
  return keyOfPoint(bytesOf(point, source))
}

function descendants(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => [child, ...descendants(child)])
}

function bytesOf(element: XmlElement, source: XmlSource, bytesMax = Number.POSITIVE_INFINITY): Uint8Array<ArrayBuffer> {
  const bytes = element.first ? undefined : decodeBase64(textOf(source, element))
  if (!bytes || bytes.length > bytesMax) throw new SignatureRefused("base64")
  return bytes
}

function algorithmOf(element: XmlElement): string {
  return element.attributes.find(({ name, namespace }) => name === "Algorithm" && namespace === "")?.value ?? ""
}

function isNamed(element: XmlElement, name: string): boolean {
  return element.name === name && element.namespace === DSIG
}

function assertNamed(element: XmlElement | undefined, name: string): asserts element is XmlElement {
  if (!element || !isNamed(element, name)) throw new SignatureRefused("structure")
}
