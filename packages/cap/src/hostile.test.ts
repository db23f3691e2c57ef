import { spawnSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readCapDocument, verifyCap, writeCap } from "./index.ts"
import { rain } from "./test/messages.ts"
import { checkBytes, NOT_UTF8 } from "./xml/check-bytes.ts"

const hasXmllint = spawnSync("xmllint", ["--version"]).status === 0
const XMLLINT_TIMEOUT_MS = 60_000
const encoder = new TextEncoder()
const xml = writeCap(rain)
const verdicts = new Set(["accept", "accept-with-defects", "reject"])
const codesOf = (input: Uint8Array | string) => readCapDocument(input).problems.map(({ code }) => code)
const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("")

describe("what was made to harm", () => {
  test.each([
    ["a document type", `<!DOCTYPE alert>${xml.slice(39)}`, "DOCUMENT_TYPE"],
    ["an entity from a file", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, "DOCUMENT_TYPE"],
    ["a billion laughs", `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l20;</a>`, "DOCUMENT_TYPE"],
    ["an entity that nobody declared", xml.replace("西河区", "&city;"), "NOT_WELL_FORMED"],
    ["elements 100,000 deep", "<a>".repeat(100_000), "TOO_DEEP"],
    ["a million elements", `<a>${"<b/>".repeat(1_000_000)}</a>`, "TOO_LARGE"],
    ["a thousand attributes", `<a ${Array.from({ length: 1_000 }, (_, i) => `a${i}=""`).join(" ")}/>`, "TOO_LARGE"],
    ["more than 8 MB", `<a>${"x".repeat(8_000_000)}</a>`, "TOO_LARGE"],
    ["a tag left open", xml.replace("</alert>", ""), "NOT_WELL_FORMED"],
    ["a prefix that nobody declared", xml.replace("<note>", "<x:note>").replace("</note>", "</x:note>"), "NOT_WELL_FORMED"],
    ["an attribute twice", xml.replace("<note>", '<note a="" a="">'), "NOT_WELL_FORMED"],
    ["a control character by number", xml.replace("西河区", "&#1;"), "INVALID_CHARACTERS"],
    ["a control character", xml.replace("西河区", "\u0001"), "INVALID_CHARACTERS"],
    ["half of a character by number", xml.replace("西河区", "&#xD800;"), "INVALID_CHARACTERS"],
    ["another encoding", xml.replace("UTF-8", "GB18030"), "UNSUPPORTED_ENCODING"],
    ["nothing", "", "NOT_WELL_FORMED"],
  ])("%s is refused", (_what, text, code) => {
    expect(codesOf(encoder.encode(text))).toEqual([code])
  })
  test("bytes that are no UTF-8, and those of other encodings", () => {
    const broken = encoder.encode(xml)
    broken[broken.length - 12] = 0xff
    expect(codesOf(broken)).toEqual(["NOT_UTF8"])
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0x3c, 0],
      [0, 0x3c],
    ])
      expect(codesOf(Uint8Array.from([...mark, 0x61, 0x00]))).toEqual(["UNSUPPORTED_ENCODING"])
    expect(codesOf(Uint8Array.from([0xc0, 0xaf]))).toEqual(["NOT_UTF8"])
    expect(codesOf("\ud800")).toEqual(["INVALID_CHARACTERS"])
  })
  test("Latin-1 that says so is converted, with a defect", () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><note>Überflutung</note></alert>`
    const read = readCapDocument(Uint8Array.from(text, (char) => char.charCodeAt(0)))
    expect(read.problems.map(({ code }) => code)).toContain("DECLARED_ENCODING")
  })
  test("a tangled border costs no more than a bounded time", () => {
    const tangle = Array.from({ length: 20_000 }, (_, i) => `${(i * 7_919) % 90},${(i * 104_729) % 180}`)
    const read = readCapDocument(xml.replace(/<polygon>.*<\/polygon>/, `<polygon>${tangle.join(" ")} ${tangle[0]}</polygon>`))
    expect(read.verdict).toBe("accept-with-defects")
  })
  test("however many problems there are, they are few in the answer", () => {
    const many = readCapDocument(xml.replace("<scope>", `${"<mood/>".repeat(10_000)}<scope>`))
    expect([many.verdict, many.problems.length]).toEqual(["accept-with-defects", 200])
  })
})

describe("whatever the bytes are", () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.boolean() })
  test("the answer is a verdict, never an exception", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), async (mutations) => {
        let changed = encoder.encode(xml)
        for (const { at, byte, cut } of mutations) {
          const place = at % Math.max(1, changed.length)
          if (cut) changed = Uint8Array.from([...changed.subarray(0, place), ...changed.subarray(place + 1)])
          else changed[place] = byte
        }
        const read = readCapDocument(changed)
        expect(verdicts.has(read.verdict)).toBe(true)
        expect(read.verdict === "reject").toBe(read.alerts.length === 0 || read.alerts[0]!.alert === undefined)
        expect(["unsigned", "invalid"]).toContain((await verifyCap(changed)).verdict)
      }),
      { numRuns: 300 },
    )
  })
  test("what is UTF-8 is decided as the platform decides it", () => {
    const bytes = fc.oneof(
      fc.constantFrom(
        0x41,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc0,
        0xc1,
        0xc2,
        0xdf,
        0xe0,
        0xe4,
        0xed,
        0xef,
        0xf0,
        0xf3,
        0xf4,
        0xf5,
        0xff,
      ),
      fc.integer({ min: 0x20, max: 0xff }),
    )
    const decoder = new TextDecoder("utf-8", { fatal: true })
    const decodes = (given: Uint8Array) => {
      try {
        decoder.decode(given)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 12 }), fc.nat(3), (given, offset) => {
        const found = Uint8Array.from([...new Array<number>(offset).fill(0), ...given]).subarray(offset)
        expect((checkBytes(found) & NOT_UTF8) === 0).toBe(decodes(found))
      }),
      { numRuns: 3_000 },
    )
  })
  test("so it is for any bytes and any text", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (given) => verdicts.has(readCapDocument(given).verdict)))
    fc.assert(fc.property(fc.string({ unit: "binary" }), (given) => verdicts.has(readCapDocument(`<alert ${given}`).verdict)))
  })
  test.skipIf(!hasXmllint)(
    "agrees with xmllint on what is well-formed (needs xmllint)",
    () => {
      const wellFormed = (text: string) => spawnSync("xmllint", ["--noout", "--nonet", "-"], { input: text }).status === 0
      const pieces = ["<a>", "</a>", "<b c='d'>", "</b>", "<b/>", "&amp;", "&#65;", "&#0;", "&x;", "]]>", "<![CDATA[<]]>"].concat(
        ["<!-- - -->", "<?p?>", 'e="f"', "text", "<a >", "</a >", "<b c='<'/>", "<b c='&lt;'d='e'/>", "<b c=d/>", "< a/>"],
      )
      for (const parts of fc.sample(fc.array(fc.constantFrom(...pieces), { maxLength: 5 }), { numRuns: 60, seed: 11 })) {
        const text = `<r>${parts.join("")}</r>`
        const refused = new Set<string>(["NOT_WELL_FORMED", "INVALID_CHARACTERS"])
        expect([text, codesOf(text).every((code) => !refused.has(code))]).toEqual([text, wellFormed(text)])
      }
    },
    XMLLINT_TIMEOUT_MS,
  )
})
