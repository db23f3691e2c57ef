import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto"
import net from "node:net"
import { AsnConvert, OctetString } from "@peculiar/asn1-schema"
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509"

/** Node reads certificates but makes none. This writes the two that we need, as RFC 5280 has them, signed with ECDSA P-256. */
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
const COMMON_NAME = "2.5.4.3"
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1"

interface CertificateRequest {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly notBefore: Date
  readonly notAfter: Date
  /** DNS names and addresses. */
  readonly hosts: readonly string[]
}

/** An authority that can vouch for these hosts only (RFC 5280, 4.2.1.10): who trusts it lets it into nothing else. */
export function makeAuthorityCertificate(request: CertificateRequest, key: KeyObject): string {
  const permitted = request.hosts.map((host) => new GeneralSubtree({ base: toSubtree(host) }))
  return makeCertificate(request, { issuer: request.subject, issuerKey: request.publicKey, key }, [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
    extension(id_ce_nameConstraints, true, new NameConstraints({ permittedSubtrees: new GeneralSubtrees(permitted) })),
  ])
}

export function makeServerCertificate(
  request: CertificateRequest,
  authority: { readonly issuer: string; readonly issuerKey: KeyObject; readonly key: KeyObject },
): string {
  return makeCertificate(request, authority, [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([SERVER_AUTHENTICATION])),
    extension(id_ce_subjectAltName, false, new SubjectAlternativeName(request.hosts.map(toGeneralName))),
  ])
}

function makeCertificate(
  request: CertificateRequest,
  { issuer, issuerKey, key }: { issuer: string; issuerKey: KeyObject; key: KeyObject },
  extensions: Extension[],
): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: newSerial(),
    signature: algorithm,
    issuer: toName(issuer),
    validity: new Validity({ notBefore: request.notBefore, notAfter: request.notAfter }),
    subject: toName(request.subject),
    subjectPublicKeyInfo: AsnConvert.parse(toDer(request.publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions([
      ...extensions,
      extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(request.publicKey))),
      extension(
        id_ce_authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(issuerKey)) }),
      ),
    ]),
  })
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), key)
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue: toArrayBuffer(signature) })
  const base64 = Buffer.from(AsnConvert.serialize(certificate)).toString("base64")
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)!.join("\n")}\n-----END CERTIFICATE-----\n`
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function toName(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])])
}

function toGeneralName(host: string): GeneralName {
  return new GeneralName(net.isIP(host) ? { iPAddress: host } : { dNSName: host })
}

function toSubtree(host: string): GeneralName {
  const version = net.isIP(host)
  return new GeneralName(version ? { iPAddress: `${host}/${version === 4 ? 32 : 128}` } : { dNSName: host })
}

/** Positive and unguessable: 126 random bits behind a set one. */
function newSerial(): ArrayBuffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return toArrayBuffer(bytes)
}

function keyIdentifier(key: KeyObject): ArrayBuffer {
  return toArrayBuffer(createHash("sha256").update(toDer(key)).digest().subarray(0, 20))
}

function toDer(key: KeyObject): Buffer {
  return (key.type === "public" ? key : createPublicKey(key)).export({ type: "spki", format: "der" })
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
