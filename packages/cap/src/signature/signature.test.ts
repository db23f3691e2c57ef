import { spawnSync } from "node:child_process"
import { createHash, generateKeyPairSync, sign, verify as verifyBytes } from "node:crypto"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { SignedXml } from "xml-crypto"
import { type CapSigner, ecdsaInARow, readCap, signCap, verifyCap, writeCap } from "../index.ts"
import { alert, rain } from "../test/messages.ts"
import { parseXml } from "../xml/parse-xml.ts"
import { XmlSource } from "../xml/xml-source.ts"
import { canonicalize } from "./canonicalize.ts"

const has = (program: string) => spawnSync(program, ["--version"]).status === 0
const SLOW_MS = 60_000
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
const pem = publicKey.export({ type: "spki", format: "pem" }) as string
const signer: CapSigner = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
  sign: (bytes) => ecdsaInARow(sign("sha256", bytes, privateKey)),
  point: publicKey.export({ type: "spki", format: "der" }).subarray(-65),
}
const trusted = () => [{ name: "city", pem }]
const verify = (text: string | Uint8Array) => verifyCap(text, { trusted })
const signed = await signCap(writeCap(rain), signer)

describe("our signatures", () => {
  test("verify, for whom the reader trusts, and give back exactly what was signed", async () => {
    await fc.assert(
      fc.asyncProperty(alert, async (message) => {
        const xml = writeCap(message)
        const found = await verify(new TextEncoder().encode(await signCap(xml, signer)))
        expect(found).toMatchObject({ verdict: "signed-by", signer: "city" })
        expect(found.verdict === "signed-by" && readCap(found.octets)).toEqual(readCap(xml))
      }),
      { numRuns: 30 },
    )
    expect(await verifyCap(signed)).toMatchObject({ verdict: "unknown-signer", reason: "not-trusted" })
    expect(await verifyCap(signed, { trusted: () => [{ name: "x", pem: "nothing" }] })).toMatchObject({
      verdict: "unknown-signer",
    })
    expect(await verify(writeCap(rain))).toEqual({ verdict: "unsigned" })
  })
  test("read as before, with the sign of a signature", () => {
    const reading = readCap(signed)
    const plain = readCap(writeCap(rain))
    expect(reading.ok && [reading.signed, reading.alert]).toEqual([true, plain.ok && plain.alert])
  })
  test("hold in xml-crypto too", () => {
    const check = (text: string) => {
      const other = new SignedXml({ publicCert: pem })
      // This library signs and verifies ECDSA in DER; XML signatures have r and s in a row.
      other.SignatureAlgorithms["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"] = EcdsaInARow as never
      other.loadSignature(/<ds:Signature .*<\/ds:Signature>/s.exec(text)![0])
      return other.checkSignature(text)
    }
    expect([check(signed), check(signed.replace("西河区", "东河区"))]).toEqual([true, false])
  })
  test.skipIf(!has("xmlsec1"))(
    "hold in xmlsec1 too (needs xmlsec1)",
    () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-cap-"))
      try {
        fs.writeFileSync(path.join(folder, "key.pem"), pem)
        fs.writeFileSync(path.join(folder, "alert.xml"), signed)
        const args = ["--verify", "--enabled-key-data", "key-value", "--pubkey-pem", "key.pem", "alert.xml"]
        expect(spawnSync("xmlsec1", args, { cwd: folder }).status).toBe(0)
      } finally {
        fs.rmSync(folder, { recursive: true })
      }
    },
    SLOW_MS,
  )
})

test("a signature in DER is the row that Node makes of it, however short its numbers are", () => {
  for (let i = 0; i < 600; i += 1) {
    const bytes = Buffer.from(String(i))
    const row = ecdsaInARow(sign("sha256", bytes, privateKey))
    expect(verifyBytes("sha256", bytes, { key: publicKey, dsaEncoding: "ieee-p1363" }, row)).toBe(true)
  }
  const short = Uint8Array.from([0x30, 7, 2, 1, 5, 2, 2, 0, 0x80])
  expect([...ecdsaInARow(short)].flatMap((byte, at) => (byte === 0 ? [] : [[at, byte]]))).toEqual([
    [31, 5],
    [63, 0x80],
  ])
  for (const broken of [[], [0x30, 2, 2, 40], [0x31, 6, 2, 1, 5, 2, 1, 5]])
    expect(() => ecdsaInARow(Uint8Array.from(broken))).toThrow(RangeError)
})

describe("what is not to be trusted", () => {
  test("a document that was changed anywhere", async () => {
    const bytes = new TextEncoder().encode(signed)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = bytes.slice()
        changed[at] = changed[at]! ^ by
        const found = await verify(changed)
        // What stands outside the document or only spells it otherwise may change; then the octets are the same.
        if (found.verdict === "signed-by") expect(found.octets).toBe(writeCap(rain).slice(39, -1))
      }),
      { numRuns: 300 },
    )
  })
  const digest = /<ds:DigestValue>(.*)<\/ds:DigestValue>/.exec(signed)![1]!
  const value = /<ds:SignatureValue>(.*)<\/ds:SignatureValue>/.exec(signed)![1]!
  /** The same bytes in another spelling: a bit changed that no decoder reads. */
  const respell = (text: string, pad: number) => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    const at = text.length - pad - 1
    return `${text.slice(0, at)}${letters[letters.indexOf(text[at]!) + 1]}${text.slice(at + 1)}`
  }
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(signed)![0]
  const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
  test.each([
    ["a word", "西河区", "东河区", "digest"],
    ["a digest in another spelling", digest, respell(digest, 1), "base64"],
    ["a value in another spelling", value, respell(value, 2), "base64"],
    ["a second signature", "</alert>", `${signature}</alert>`, "several-signatures"],
    ["a signature inside an info", `${signature}</alert>`, `<info>${signature}</info></alert>`, "misplaced"],
    ["a reference to another place", 'URI=""', 'URI="#other"', "reference"],
    [
      "a transform that computes",
      `<ds:Transform Algorithm="${enveloped}">`,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">',
      "transform",
    ],
    ["a canonical form with comments", 'xml-exc-c14n#"', 'xml-exc-c14n#WithComments"', "algorithm"],
    ["SHA-1", "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", "algorithm"],
    ["a weaker method", "xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256", "algorithm"],
    ["an object beside", "</ds:KeyInfo>", "</ds:KeyInfo><ds:Object>x</ds:Object>", "structure"],
  ])("%s", async (_what, from, to, reason) => {
    const changed = signed.replace(from, to)
    expect(await verify(changed)).toEqual({ verdict: "invalid", reason })
  })
  test("a true signature around which another message was built", async () => {
    const evil = signed.replace("<note>", "<note>evil ").replace("</alert>", "")
    const wrapped = `${evil}<original>${signed.slice(signed.indexOf("<alert"))}</original></alert>`
    expect((await verify(wrapped)).verdict).toBe("invalid")
    const root = signed.slice(signed.indexOf("<alert"))
    expect(await verify(`<alerts>${root}</alerts>`)).toEqual({ verdict: "invalid", reason: "misplaced" })
  })
})

describe("the canonical form", () => {
  const document = `<?xml-stylesheet  href="x"  ?>
<!-- out --><a xmlns="urn:a" xmlns:z="urn:z" xmlns:b="urn:b" z:k='1' c="&lt;&#9;&quot;" b:k="2" ><b:c
  xmlns:q="urn:q" a="x&#13;y"/><!-- in --><d xmlns=""><![CDATA[<&]]> &gt; é <e xmlns:b="urn:b2" b:f=""/></d> t&amp;t <?p  q?></a><?end?>`
  test.skipIf(!has("xmllint"))(
    "is the one that libxml2 writes (needs xmllint)",
    () => {
      parseXml(XmlSource.of(document), { elements: 100, depth: 10, attributes: 10 })
      for (const [option, exclusive] of [
        ["--c14n", false],
        ["--c14n11", false],
        ["--exc-c14n", true],
      ] as const) {
        const run = spawnSync("xmllint", [option, "-"], { input: document, encoding: "utf8" })
        const theirs = run.stdout.replaceAll(/<!--.*?-->\n?/g, "")
        expect(canonicalize(document, { from: 0, to: document.length }, { exclusive, prefixes: new Set() })).toBe(theirs)
      }
    },
    SLOW_MS,
  )
})

/** ECDSA with r and s in a row, as an algorithm of xml-crypto. */
class EcdsaInARow {
  getAlgorithmName(): string {
    return "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
  }
  getSignature(text: string, key: string): string {
    return sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64")
  }
  verifySignature(text: string, key: string, value: string): boolean {
    return verifyBytes("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(value, "base64"))
  }
}
