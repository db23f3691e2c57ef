import fs from "node:fs"
import { mappingRules } from "@holdfast/contracts"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseJsonPath, valuesAt } from "../../domain/json-path.ts"
import { readMapping } from "../read-mapping.ts"
import { mapMessage } from "./map-message.ts"

const file = `name: river
kind: mqtt-client
url: mqtt://broker.example:1883
topics: [gauges/+/level]
take:
  - each: $.readings[*]
    datastream: river-{topic.2}-{$.what}
    value: $.v
    time: $.ts
    time_format: epoch-s
    unit: cm
    missing: [-999]
`
const now = new Date("2026-07-30T19:00:00Z")
const unitOf = (datastream: string) => ({ "river-7-level": "m", "river-7-alarm": "1" })[datastream]
const mapping = { take: readMapping("river.yaml", file).mapping!.take! }
const map = (payload: unknown, topic = "gauges/7/level") =>
  mapMessage(mapping, { topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload) }, { unitOf, now })

describe("a message becomes measurements", () => {
  test("with unit, time, key from the topic, numbers that came as texts, and missing ones", () => {
    const readings = [
      { what: "level", ts: 1_785_438_000, v: 123 },
      { what: "level", ts: "1785438060", v: "124.5" },
      { what: "level", ts: 1_785_438_120, v: -999 },
    ]
    expect(map({ readings })).toEqual({
      measurements: [
        { datastream: "river-7-level", at: new Date("2026-07-30T19:00:00Z"), result: 1.23 },
        { datastream: "river-7-level", at: new Date("2026-07-30T19:01:00Z"), result: 1.245 },
        { datastream: "river-7-level", at: new Date("2026-07-30T19:02:00Z"), result: null },
      ],
      refused: [],
    })
  })
  test("what cannot be understood is refused by name, and the rest goes on", () => {
    const good = { what: "level", ts: 1, v: 1 }
    const readings = [
      { ...good, what: "mood" },
      { ...good, v: "much" },
      { ...good, ts: "soon" },
      { what: "alarm", ts: 1, v: 1 },
      7,
      good,
    ]
    expect(map({ readings }).refused).toEqual(["datastream", "value", "time", "unit", "datastream"])
    expect(map({ readings }).measurements).toHaveLength(1)
    expect(map("{").refused).toEqual(["not-json"])
    expect(map({ readings: 1 }).refused).toEqual(["nothing-found"])
    expect(map({ readings: [good] }, "gauges").refused).toEqual(["datastream"])
  })
  test("garbage is refused, and never a crash", () => {
    const seeds: unknown[] = [{ readings: [{ what: "level", ts: 1, v: 1 }] }]
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom(...seeds.map((one) => JSON.stringify(one)))),
        fc.string(),
        (payload, topic) => {
          const { measurements, refused } = map(payload, topic)
          expect(measurements.length + refused.length).toBeGreaterThan(0)
          for (const { at, result } of measurements)
            expect([Number.isNaN(at.getTime()), Number.isNaN(result)]).toEqual([false, false])
        },
      ),
      { seed: 11, numRuns: 500 },
    )
  })
})

test("a mapping that is wrong says line, field, and the rule of what must stand there", () => {
  const wrong = (change: (text: string) => string) =>
    readMapping("a.yaml", change(file)).problems.map(({ line, field, rule }) => [line, field, rule])
  const changed = (from: string, to: string) => wrong((text) => text.replace(from, to))
  expect(changed("unit: cm", "unit: inch")).toEqual([[11, "take.0.unit", "one-of"]])
  expect(changed("value: $.v", "value: v")).toEqual([[8, "take.0.value", "json-path"]])
  expect(changed("{topic.2}", "{topic}")).toEqual([[7, "take.0.datastream", "slots"]])
  expect(changed("topics:", "topic:")).toEqual([
    [1, "topics", "required"],
    [4, "topic", "unknown-name"],
  ])
  expect(changed("mqtt-client", "smoke-signs")).toEqual([[2, "kind", "one-of"]])
  expect(changed("mqtt://broker", "mqtt://me:secret@broker")).toEqual([[3, "url", "broker-address"]])
  expect(changed("[gauges/+/level]", "[]")).toEqual([[4, "topics", "entries-at-least"]])
  expect(changed("[gauges/+/level]", "7")).toEqual([[4, "topics", "entries"]])
  expect(changed("[gauges/+/level]", "")).toEqual([[4, "topics", "required"]])
  expect(changed("[-999]", "[{}]")).toEqual([[12, "take.0.missing.0", "missing-value"]])
  expect(changed("name: river", "name: 7")).toEqual([[1, "name", "words"]])
  expect(wrong((text) => `${text}  - {`)).toMatchObject([[13, "", "yaml-indent"]])
  expect(wrong((text) => text.replace("  - each", "\t- each"))).toContainEqual([6, "", "yaml-spaces"])
  expect(wrong((text) => `${text}name: other\n`)).toEqual([[13, "", "yaml-name-once"]])
  expect(changed("kind: mqtt-client", 'kind: "mqtt-client')).toEqual([[13, "", "yaml-closed"]])
  expect(wrong((text) => `${text}--- \n`)).toEqual([[13, "", "yaml-one-document"]])
  expect(wrong(() => "name: *nowhere\n")).toEqual([[1, "", "yaml-aliases"]])
  expect(wrong(() => "river")).toEqual([[1, "", "fields"]])
})

test("garbage in a mapping file breaks rules that have their values, and never a crash", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((text) => file.replace("$.v", text)),
        fc.json().map((text) => file.replace("[-999]", text)),
      ),
      (text) => {
        const { mapping: found, problems } = readMapping("a.yaml", text)
        expect(found === undefined).toBe(problems.length > 0)
        for (const { line, rule, values } of problems)
          expect([line >= 1, Object.keys(values).toSorted()]).toEqual([true, [...mappingRules[rule]].toSorted()])
      },
    ),
    { seed: 12, numRuns: 500 },
  )
})

test("paths are bounded and reach no inherited name", () => {
  expect(parseJsonPath(`$${".a".repeat(17)}`)).toBeUndefined()
  expect(parseJsonPath("$..a")).toBeUndefined()
  expect(valuesAt({}, parseJsonPath("$.constructor")!, 5)).toEqual([])
  expect(valuesAt({ "a b": [[1, 2], [3]] }, parseJsonPath("$['a b'][*][0]")!, 5)).toEqual([1, 3])
})

test("the mappings in the guide hold, in both languages alike", () => {
  const guides = ["connect-others.md", "zh-CN/connect-others.md"].map((page) => {
    const text = fs.readFileSync(new URL(`../../../../../../docs/guide/${page}`, import.meta.url), "utf8")
    return [...text.matchAll(/(?:```yaml|'YAML')\n(name: .*?)(?:```|\nYAML)/gs)].map(([, file]) => readMapping(page, file!))
  })
  const [own, other] = guides.map((found) => found.map(({ mapping }) => mapping))
  expect(guides.flat().flatMap(({ problems }) => problems)).toEqual([])
  expect(own).toEqual(other)
  expect(own!.map((mapping) => mapping!.name)).toEqual([
    ...["river-authority", "river-authority", "usgs-01491000", "air-forecast", "levee-service"],
    ...["nws", "meteoalarm", "quakes", "met-cap", "met-signed", "radar"],
  ])
})

test.each([
  ["nothing that it brings", "name: a\nkind: http-push\n", "take", "take-alerts-or-layer"],
  [
    "two things",
    "name: a\nkind: http-push\ntake: [{datastream: a, value: $.v}]\nalerts: {format: nws, publisher: {zh-CN: 甲, en: A}}\n",
    "alerts",
    "take-alerts-or-layer",
  ],
  [
    "a PNG without bounds",
    "name: a\nkind: http-push\nlayer: {id: a, name: {zh-CN: 甲, en: A}, attribution: A, licence: A, format: png}\n",
    "layer.bounds",
    "bounds-for-png",
  ],
])("a mapping with %s is refused by field", (_, text, field, rule) => {
  expect(readMapping("a.yaml", text).problems).toMatchObject([{ field, rule }])
})
