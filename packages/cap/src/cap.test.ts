import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type CapAlertInput,
  CapNotWritten,
  type CapProfile,
  fromCapTime,
  isCapTime,
  readCap,
  readCapDocument,
  readCapJson,
  toCapTime,
  writeCap,
} from "./index.ts"
import { alert, rain, time } from "./test/messages.ts"

const schema = fileURLToPath(new URL("../../../../shared/data/schemas/CAP-v1.2.xsd", import.meta.url))
const hasSchema = fs.existsSync(schema) && spawnSync("xmllint", ["--version"]).status === 0
/** Each message starts the judge anew, and a busy machine starts it slowly. */
const XMLLINT_TIMEOUT_MS = 60_000
const bytes = (text: string) => new TextEncoder().encode(text)

/** What a message is after reading: absent members gone, lists filled in. */
function normal(message: object): unknown {
  const lists = { code: [], references: [], info: [] }
  const given = JSON.parse(JSON.stringify({ ...lists, ...message })) as { info: { area: object[] }[] }
  const inInfo = { responseType: [], eventCode: [], parameter: [], resource: [], area: [] }
  const info = given.info.map((block) => ({ ...inInfo, ...block }))
  const inArea = { polygon: [], circle: [], geocode: [] }
  return { ...given, info: info.map((block) => ({ ...block, area: block.area.map((area) => ({ ...inArea, ...area })) })) }
}

function validate(xml: string): string {
  const run = spawnSync("xmllint", ["--noout", "--schema", schema, "-"], { input: xml, encoding: "utf8" })
  return run.status === 0 ? "valid" : run.stderr
}

describe("writing and reading", () => {
  test("a message that was written reads back as the same message, and writes to the same bytes", () => {
    fc.assert(
      fc.property(alert, (message) => {
        const xml = writeCap(message)
        const reading = readCap(bytes(xml))
        expect(reading.ok && normal(reading.alert)).toEqual(normal(message))
        expect(reading.ok && writeCap(reading.alert)).toBe(xml)
      }),
    )
  })
  test.skipIf(!hasSchema)(
    "every message that is written is valid by the schema of CAP 1.2 (needs the schema and xmllint)",
    () => {
      for (const message of [rain, ...fc.sample(alert, { numRuns: 25, seed: 7 })])
        expect(validate(writeCap(message))).toBe("valid")
    },
    XMLLINT_TIMEOUT_MS,
  )
  test("latitude stands first in the text and longitude first in the value", () => {
    expect(writeCap(rain)).toContain("<polygon>30,113 30,114 31,114 30,113</polygon>")
  })
  test("nothing empty is written, and what was escaped comes back", () => {
    const xml = writeCap(rain)
    expect(xml).not.toMatch(/<(\w+)><\/\1>|<\w+\/>/)
    const reading = readCap(xml)
    expect(reading.ok && reading.alert.info[0]!.instruction).toBe(rain.info![0]!.instruction)
  })
  test("what breaks a rule is not written, and says where", () => {
    const write = (change: object) => () => writeCap({ ...rain, ...change } as CapAlertInput)
    expect(write({ identifier: "a b" })).toThrow("alert/identifier")
    expect(write({ msgType: "Update" })).toThrow(CapNotWritten)
    expect(write({ note: "\u0007" })).toThrow("alert/note: It holds what XML does not allow: U+0007.")
    expect(write({ note: " " })).toThrow("alert/note")
    expect(write({ sent: "2026-07-31T03:12:00Z" })).toThrow("alert/sent")
  })
  test("a message as JSON reads as the same", () => {
    const reading = readCap(writeCap(rain))
    const { info, ...rest } = rain
    const json = { ...rest, info: info!.map(({ area, ...block }) => ({ ...block, area: [{ areaDesc: area![0]!.areaDesc }] })) }
    const fromJson = readCapJson(json)
    expect(fromJson.ok && reading.ok && fromJson.alert.info[0]!.headline).toBe(reading.ok && reading.alert.info[0]!.headline)
    expect(readCapJson({ info: [null, 3, { area: "x" }] })).toMatchObject({ ok: false })
  })
})

describe("times", () => {
  test("have a numeric offset, never Z, and name a moment that exists", () => {
    expect(toCapTime(new Date("2026-07-30T19:12:00.987Z"), "Asia/Shanghai")).toBe("2026-07-31T03:12:00+08:00")
    expect(toCapTime(new Date("2026-07-30T19:12:00Z"), "UTC")).toBe("2026-07-30T19:12:00-00:00")
    expect(fromCapTime("2026-07-31T03:12:00+08:00").toISOString()).toBe("2026-07-30T19:12:00.000Z")
    for (const wrong of [
      "2026-07-31T03:12:00Z",
      "2026-07-31T03:12:00.5+08:00",
      "2026-02-30T03:12:00+08:00",
      "2026-07-31T24:00:00+08:00",
      "2026-07-31T03:12:00,08:00",
      "2026-07-31T03:12:00+18:00",
      "2026-13-01T03:12:00+08:00",
    ])
      expect([wrong, isCapTime(wrong)]).toEqual([wrong, false])
    expect([isCapTime("2024-02-29T00:00:00-00:00"), isCapTime("2026-02-29T00:00:00-00:00")]).toEqual([true, false])
  })
  test("keep their moment in every zone", () => {
    fc.assert(
      fc.property(time, (written) => {
        expect(isCapTime(written)).toBe(true)
        expect(fromCapTime(toCapTime(fromCapTime(written), "Asia/Shanghai"))).toEqual(fromCapTime(written))
      }),
    )
  })
})

const xml = writeCap(rain)
/** What is said of the message when something in it is changed. */
const change = (from: string | RegExp, to: string) => readCapDocument(bytes(xml.replace(from, to)))

describe("reading what others wrote", () => {
  test.each([
    ["another namespace", "cap:1.2", "cap:9.9", "UNKNOWN_ROOT"],
    ["a double element", "<scope>", "<scope>Public</scope><scope>", "DUPLICATE_ELEMENT"],
    ["no sender", /<sender>.*<\/sender>/, "", "MISSING_REQUIRED_ELEMENT"],
    ["an empty sender", /<sender>.*<\/sender>/, "<sender> </sender>", "MISSING_REQUIRED_ELEMENT"],
    ["an empty category", /<category>.*<\/category>/, "<category/>", "MISSING_REQUIRED_ELEMENT"],
    ["a sender with a comma", "warn@linjiang", "warn,linjiang", "INVALID_SENDER"],
    ["an identifier with a space", "W-1.", "W 1.", "INVALID_IDENTIFIER"],
    ["a day that does not exist", "2026-07-31T03:12:00", "2026-02-30T03:12:00", "INVALID_DATE"],
    ["a value that is not in the list", "Immediate", "immediate", "INVALID_ENUM_VALUE"],
  ])("%s is rejected", (_what, from, to, code) => {
    const { verdict, problems, alerts } = change(from, to)
    expect([verdict, problems.map((problem) => problem.code)]).toEqual(["reject", expect.arrayContaining([code])])
    expect(alerts.every(({ alert: read }) => read === undefined)).toBe(true)
  })
  test.each([
    ["a strange element", "<scope>", "<mood>calm</mood><scope>", "UNSUPPORTED_ELEMENT", "alert/mood"],
    ["wrong order", /(<sender>.*<\/sender>)\s*(<sent>.*<\/sent>)/, "$2$1", "INVALID_SEQUENCE", "alert/sender"],
    ["UTC as Z", "03:12:00+08:00", "03:12:00Z", "INVALID_TIME_FORMAT", "alert/sent"],
    ["an empty element", "<note>demonstration</note>", "<note/>", "EMPTY_ELEMENT", "alert/note"],
    ["a ring left open", " 30,113</polygon>", "</polygon>", "UNCLOSED_POLYGON", "alert/info[1]/area[1]/polygon[1]"],
    [
      "longitude first",
      "30,113 30,114 31,114 30,113",
      "113,30 114,30 114,31 113,30",
      "INVALID_POLYGON",
      "alert/info[1]/area[1]/polygon[1]",
    ],
    [
      "a border that crosses itself",
      "30,113 30,114 31,114 30,113",
      "0,0 10,10 10,0 0,12 0,0",
      "INVALID_POLYGON_SELF_INTERSECTION",
      "alert/info[1]/area[1]/polygon[1]",
    ],
    [
      "an altitude in words",
      "</area>",
      "<altitude>ground</altitude></area>",
      "INVALID_ALTITUDE",
      "alert/info[1]/area[1]/altitude",
    ],
    [
      "a ceiling alone",
      "</area>",
      "<ceiling>9</ceiling></area>",
      "INVALID_ALTITUDE_CEILING_RANGE",
      "alert/info[1]/area[1]/ceiling",
    ],
    ["a circle of words", "</polygon>", "</polygon><circle>here</circle>", "INVALID_CIRCLE", "alert/info[1]/area[1]/circle[1]"],
    ["a language of words", "zh-CN", "Chinese language", "INVALID_LANGUAGE", "alert/info[1]/language"],
    [
      "a reference to itself",
      "<info>",
      "<references>warn@linjiang.example,W-1.20260730191200.ab12cd34,2026-07-31T03:12:00+08:00</references><info>",
      "CIRCULAR_REFERENCE",
      "alert/references",
    ],
    ["a reference without a time", "<info>", "<references>a,b</references><info>", "INVALID_REFERENCES", "alert/references"],
    ["an update of nothing", ">Alert<", ">Update<", "UPDATE_OR_CANCEL_MUST_REFERENCE", "alert/references"],
    [
      "a restriction for all",
      "<note>",
      "<restriction>police</restriction><note>",
      "RESTRICTION_SCOPE_MISMATCH",
      "alert/restriction",
    ],
    ["nobody named", ">Public<", ">Private<", "MISSING_ADDRESSES", "alert/addresses"],
    ["a web address without a scheme", "https://warn", "warn", "INVALID_WEB", "alert/info[1]/web"],
    ["no info", /<info>[^]*<\/info>/, "", "MISSING_INFO", "alert/info"],
  ])("%s is a defect that is read around", (_what, from, to, code, path) => {
    const { verdict, problems, alerts } = change(from, to)
    expect(problems).toContainEqual(expect.objectContaining({ code, path }))
    expect([verdict, alerts.length]).toEqual(["accept-with-defects", 1])
    expect(alerts[0]!.alert).toBeDefined()
  })
  test.each([
    ["TEXT_CONTAINS_HTML_TAGS", "暴雨红色预警", "&lt;b&gt;now&lt;/b&gt;"],
    ["TEXT_CONTAINS_HTML_ENTITIES", "暴雨红色预警", "now &amp;nbsp; here"],
    ["HEADLINE_TOO_LONG", "暴雨红色预警", "x".repeat(161)],
    ["EXPIRES_BEFORE_START", "2026-07-31T08:00:00", "2026-07-31T03:00:00"],
    ["MISSING_NOTE", "<note>demonstration</note>", ""],
    ["PASSWORD_DEPRECATED", "<scope>", "<password>x</password><scope>"],
    ["REPEATED_POSITION", "30,113 30,114", "30,113 30,113 30,114"],
    ["POSTDATED_REFERENCE", "<info>", "<references>a,b,2027-01-01T00:00:00+08:00</references><info>"],
  ])("%s is advice and changes no verdict", (code, from, to) => {
    const { verdict, problems } = change(from, to)
    expect([verdict, problems.map((problem) => problem.code)]).toEqual(["accept", [code]])
  })
  test("versions 1.0 and 1.1 are read as well", () => {
    const old = change("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0")
    expect(old.alerts[0]).toMatchObject({ version: "1.0", verdict: "accept" })
    const named = xml
      .replace("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0")
      .replace("<certainty>Observed</certainty>", "<certainty>Very Likely</certainty><eventCode>SAME=CAE</eventCode>")
    const { alerts } = readCapDocument(named)
    expect(alerts[0]!.alert!.info[0]).toMatchObject({ certainty: "Likely", eventCode: [{ valueName: "SAME", value: "CAE" }] })
    expect(change("cap:1.2", "cap:1.1").alerts[0]).toMatchObject({ version: "1.1", verdict: "accept" })
  })
  test("prefixes, sections, comments, and references change nothing", () => {
    const plain = readCap(xml)
    const prefixed = xml.replaceAll(/<(\/?)([a-z])/gi, "<$1c:$2").replace("xmlns=", "xmlns:c=")
    const dressed = prefixed.replace("demonstration", "<!-- a --><![CDATA[demon]]>str&#97;&#x74;ion<?p q?>")
    const reading = readCap(`\uFEFF${dressed.replaceAll("\n", "\r\n")}`)
    expect(reading.ok && plain.ok && reading.alert).toEqual(plain.ok && plain.alert)
  })
  test("feeds and envelopes give their messages, and say which of them is broken", () => {
    const inside = xml.slice(xml.indexOf("<alert"))
    const entry = (id: string, content: string) =>
      `<entry><id>${id}</id><title>t</title><updated>2026-07-31T03:12:00Z</updated><content type="text/xml">${content}</content></entry>`
    const feed = (entries: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><updated>2026-07-31T03:12:00Z</updated>${entries}</feed>`
    const read = readCapDocument(feed(entry("1", inside) + entry("2", inside.replace("W-1.", "W 1."))))
    expect([read.kind, read.verdict, read.alerts.map(({ verdict }) => verdict)]).toEqual(["atom", "reject", ["accept", "reject"]])
    expect(read.problems[0]).toMatchObject({ code: "INVALID_IDENTIFIER", path: "feed/entry[2]/content/alert/identifier" })
    const twice = readCapDocument(feed(entry("1", inside) + entry("1", inside.replace("暴雨红色预警", "x"))))
    expect(twice.problems.map(({ code }) => code)).toEqual(["DUPLICATE_FEED_ID", "RETRANSMISSION_CONFLICT"])
    expect(readCap(feed(entry("1", inside)))).toMatchObject({ ok: false })
  })
})

describe("profiles", () => {
  const codes = (profile: CapProfile, message: object) =>
    readCapDocument(writeCap({ ...rain, ...message } as CapAlertInput), { profile }).problems.map(({ code }) => code)
  const block = rain.info![0]!
  test.each<[CapProfile, object, object]>([
    [
      "ipaws",
      {},
      {
        code: ["IPAWSv1.0"],
        info: [
          {
            ...block,
            eventCode: [{ valueName: "SAME", value: "FFW" }],
            area: [{ ...block.area![0], geocode: [{ valueName: "SAME", value: "006037" }] }],
          },
        ],
      },
    ],
    [
      "cap-cp",
      {},
      {
        code: ["profile:CAP-CP:0.4"],
        info: ["en-CA", "fr-CA"].map((language) => ({
          ...block,
          language,
          eventCode: [{ valueName: "profile:CAP-CP:Event:0.4", value: "rainfall" }],
          area: [{ ...block.area![0], geocode: [{ valueName: "profile:CAP-CP:Location:0.3", value: "59" }] }],
        })),
      },
    ],
    [
      "cap-au",
      {},
      {
        code: ["urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"],
        info: [{ ...block, senderName: "City", eventCode: [{ valueName: "x", value: "y" }] }],
      },
    ],
    ["google", {}, { info: [{ ...block, description: "Rain.", senderName: "City" }] }],
    [
      "meteoalarm",
      {},
      {
        info: [
          {
            ...block,
            parameter: [
              { valueName: "awareness_level", value: "4; red; Extreme" },
              { valueName: "awareness_type", value: "10; Rain" },
            ],
            area: [{ ...block.area![0], geocode: [{ valueName: "EMMA_ID", value: "DE001" }] }],
          },
        ],
      },
    ],
    ["wmo", {}, { identifier: "2.49.0.0.156.0.CN.2026.1" }],
    ["gbt-35965", {}, { identifier: "11000041600000_20260731031200_1" }],
  ])("%s is told apart from plain CAP", (profile, plain, kept) => {
    expect(codes(profile, plain).some((code) => code.startsWith("PROFILE_"))).toBe(true)
    expect(codes(profile, kept)).toEqual([])
  })
})
