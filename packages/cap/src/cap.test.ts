import { spawnSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { CapAlert, type CapAlertInput, checkCap, fromCapTime, isCapTime, readCap, toCapTime, writeCap } from "./index.ts"

const data = fileURLToPath(new URL("../../../../shared/data/", import.meta.url))
const schema = path.join(data, "schemas/CAP-v1.2.xsd")
const hasSchema = fs.existsSync(schema) && spawnSync("xmllint", ["--version"]).status === 0
/** Each message starts the judge anew, and a busy machine starts it slowly. */
const XMLLINT_TIMEOUT_MS = 60_000
const messages = path.join(data, "cap")

const rain: CapAlertInput = {
  identifier: "W-1.20260730191200.ab12cd34",
  sender: "warn@linjiang.example",
  sent: "2026-07-31T03:12:00+08:00",
  status: "Exercise",
  msgType: "Alert",
  scope: "Public",
  note: "demonstration",
  info: [
    {
      language: "zh-CN",
      category: ["Met"],
      event: "暴雨",
      responseType: ["Execute"],
      urgency: "Immediate",
      severity: "Extreme",
      certainty: "Observed",
      expires: "2026-07-31T08:00:00+08:00",
      headline: "暴雨红色预警",
      instruction: "现在就去高处。不要进 <地下> 通道 & 涵洞。",
      web: "https://warn.example/warnings/W-1",
      area: [
        {
          areaDesc: "西河区",
          polygon: [
            [
              [113, 30],
              [114, 30],
              [114, 31],
              [113, 30],
            ],
          ],
          geocode: [],
        },
      ],
    },
  ],
}

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((value) => value.trim() !== "")
const token = fc.stringMatching(/^[A-Za-z0-9.:@_-]{1,30}$/)
const time = fc
  .tuple(
    fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
    fc.constantFrom("UTC", "Asia/Shanghai", "America/St_Johns", "Asia/Kathmandu"),
  )
  .map(([at, zone]) => toCapTime(at, zone))
const lonLat = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }).map((lon) => Number(lon.toFixed(6))),
  fc.double({ min: -90, max: 90, noNaN: true }).map((lat) => Number(lat.toFixed(6))),
)
const ring = fc.array(lonLat, { minLength: 3, maxLength: 8 }).map((open) => [...open, open[0]!])
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const named = fc.array(fc.record({ valueName: text, value: text }), { maxLength: 2 })
const info = fc.record({
  language: maybe(fc.constantFrom("zh-CN", "en", "en-US")),
  category: fc.array(fc.constantFrom("Met" as const, "Geo" as const, "CBRNE" as const), { minLength: 1, maxLength: 3 }),
  event: text,
  responseType: fc.array(fc.constantFrom("Avoid" as const, "AllClear" as const), { maxLength: 2 }),
  urgency: fc.constantFrom("Immediate" as const, "Past" as const),
  severity: fc.constantFrom("Extreme" as const, "Unknown" as const),
  certainty: fc.constantFrom("Observed" as const, "Likely" as const),
  eventCode: named,
  onset: maybe(time),
  expires: maybe(time),
  headline: maybe(text),
  description: maybe(text),
  instruction: maybe(text),
  contact: maybe(text),
  parameter: named,
  area: fc.array(
    fc.record({
      areaDesc: text,
      polygon: fc.array(ring, { maxLength: 2 }),
      circle: fc.array(fc.record({ center: lonLat, radiusKm: fc.integer({ min: 0, max: 500 }) }), { maxLength: 1 }),
      geocode: named,
      altitude: maybe(fc.integer({ min: -500, max: 30_000 })),
    }),
    { maxLength: 2 },
  ),
})
const alert = fc.record({
  identifier: token,
  sender: token,
  sent: time,
  status: fc.constantFrom("Actual" as const, "Exercise" as const),
  msgType: fc.constantFrom("Alert" as const, "Update" as const, "Cancel" as const),
  scope: fc.constant("Public" as const),
  code: fc.array(text, { maxLength: 2 }),
  note: maybe(text),
  references: fc.array(fc.record({ sender: token, identifier: token, sent: time }), { maxLength: 3 }),
  info: fc.array(info, { maxLength: 2 }),
})

/** What a message is after the schema: absent members gone, lists filled in. */
const normal = (value: unknown) => JSON.parse(JSON.stringify(CapAlert.parse(value))) as unknown

function validate(xml: string): string {
  const run = spawnSync("xmllint", ["--noout", "--schema", schema, "-"], { input: xml, encoding: "utf8" })
  return run.status === 0 ? "valid" : run.stderr
}

describe("writing and reading", () => {
  test("a message that was written reads back as the same message, and writes to the same bytes", () => {
    fc.assert(
      fc.property(alert, (message) => {
        const xml = writeCap(message)
        const reading = readCap(xml)
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
    ])
      expect([wrong, isCapTime(wrong)]).toEqual([wrong, false])
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

describe("reading what others wrote", () => {
  const change = (from: string | RegExp, to: string) => readCap(writeCap(rain).replace(from, to))
  test.each([
    ["a document type", "<?xml version", "<!DOCTYPE a [<!ENTITY b 'c'>]><?xml version", "CAP-01"],
    ["an entity", "西河区", "&city;", "CAP-01"],
    ["a tag left open", "</alert>", "", "CAP-01"],
    ["another namespace", "cap:1.2", "cap:9.9", "CAP-02"],
    ["a strange element", "<scope>", "<mood>calm</mood><scope>", "CAP-03"],
    ["a double element", "<scope>", "<scope>Public</scope><scope>", "CAP-03"],
    ["wrong order", /(<sender>.*<\/sender>)\s*(<sent>.*<\/sent>)/, "$2$1", "CAP-03"],
    ["no sender", /<sender>.*<\/sender>/, "", "CAP-04"],
    ["a sender with a comma", "warn@linjiang", "warn,linjiang", "CAP-05"],
    ["UTC as Z", "03:12:00+08:00", "03:12:00Z", "CAP-06"],
    ["a value that is not in the list", "Immediate", "immediate", "CAP-08"],
    ["a ring left open", "30,113 30,114", "30.5,113 30,114", "CAP-20"],
    ["longitude first", "30,113 30,114 31,114 30,113", "113,30 114,30 114,31 113,30", "CAP-20"],
  ])("refuses %s by its rule", (_what, from, to, rule) => {
    const reading = change(from, to)
    expect(reading.ok ? [] : reading.findings.map((found) => found.rule)).toContain(rule)
  })
  test("takes empty elements for absent ones", () => {
    const reading = change("<note>demonstration</note>", "<note/>")
    expect(reading.ok && reading.alert.note).toBeUndefined()
  })
  test("is bounded in size, depth, and number", () => {
    for (const bomb of ["x".repeat(1_000_001), "<a>".repeat(30), `<a>${"<b/>".repeat(50_001)}</a>`]) {
      const reading = readCap(bomb)
      expect(reading.ok || reading.findings[0]!.rule).toBe("CAP-01")
    }
  })
  test.skipIf(!hasSchema)(
    "agrees with xmllint on what is well-formed (needs xmllint)",
    () => {
      const wellFormed = (xml: string) => spawnSync("xmllint", ["--noout", "--nonet", "-"], { input: xml }).status === 0
      const pieces = [
        "<a>",
        "</a>",
        "<b c='d'>",
        "</b>",
        "<b/>",
        "&amp;",
        "&#65;",
        "&#0;",
        "&x;",
        "]]>",
        "<![CDATA[<]]>",
        "<!-- - -->",
        "<?p?>",
        "<a:b/>",
        'e="f"',
        "text",
      ]
      const sample = fc.sample(fc.array(fc.constantFrom(...pieces), { maxLength: 5 }), { numRuns: 60, seed: 11 })
      for (const parts of sample) {
        const xml = `<r>${parts.join("")}</r>`
        if (xml.includes("a:b")) continue
        const ours = readCap(xml)
        expect([xml, !ours.ok && ours.findings[0]!.rule !== "CAP-01"]).toEqual([xml, wellFormed(xml)])
      }
    },
    XMLLINT_TIMEOUT_MS,
  )
})

describe("rules between values", () => {
  const rules = (change: Partial<CapAlertInput>, inside: object = {}) =>
    checkCap(CapAlert.parse({ ...rain, info: [{ ...rain.info![0], ...inside }], ...change })).map(({ rule }) => rule)
  const itself = { sender: rain.sender, identifier: rain.identifier, sent: rain.sent }
  test("a sound message has no remark", () => expect(rules({})).toEqual([]))
  test.each([
    ["CAP-12", { msgType: "Cancel" as const }, {}],
    ["CAP-13", { references: [itself] }, {}],
    ["CAP-13W", { references: [{ ...itself, identifier: "later", sent: "2027-01-01T00:00:00+08:00" }] }, {}],
    ["CAP-14", { note: undefined }, {}],
    ["CAP-15", { restriction: "police" }, {}],
    ["CAP-16", { scope: "Private" as const }, {}],
    [
      "CAP-21",
      {},
      {
        area: [
          {
            areaDesc: "line",
            polygon: [
              [
                [1, 1],
                [2, 2],
                [1, 1],
                [1, 1],
              ],
            ],
          },
        ],
      },
    ],
    ["CAP-23", {}, { area: [{ areaDesc: "sky", ceiling: 5 }] }],
    ["CAP-24", {}, { web: "/warnings/1" }],
    ["CAP-25", {}, { resource: [{ resourceDesc: "map", mimeType: "png" }] }],
    ["CAP-27", {}, { description: "go <b>now</b>" }],
    ["CAP-28", {}, { headline: "x".repeat(161) }],
    ["CAP-33", {}, { expires: "2026-07-31T03:00:00+08:00" }],
  ])("%s", (rule, change, inside) => expect(rules(change as Partial<CapAlertInput>, inside)).toContain(rule))
  test("CAP-19", () => {
    const block = { ...rain.info![0]!, description: "same" }
    expect(rules({ info: [block, { ...block, language: "en" }] })).toContain("CAP-19")
  })
})

describe.skipIf(!fs.existsSync(messages))("real messages (needs the shared data)", () => {
  const files = fs.existsSync(messages)
    ? fs
        .readdirSync(messages, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(xml|cap)$/.test(file))
        .toSorted()
    : []
  test.each(files)("%s reads, and writes to the same message, or is refused with a reason", (file) => {
    const reading = readCap(fs.readFileSync(path.join(messages, file), "utf8"))
    if (!reading.ok) {
      expect(reading.findings.length).toBeGreaterThan(0)
      return
    }
    const again = readCap(writeCap(reading.alert))
    expect(again.ok && again.alert).toEqual(reading.alert)
    expect(Array.isArray(checkCap(reading.alert))).toBe(true)
  })
  test("most of them read", () => {
    const read = files.filter((file) => readCap(fs.readFileSync(path.join(messages, file), "utf8")).ok)
    expect(read.length).toBeGreaterThan(files.length / 3)
  })
})
