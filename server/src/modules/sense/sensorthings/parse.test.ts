import { AppError } from "@holdfast/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Message } from "../../../platform/mqtt/index.ts"
import type { Datastream } from "../domain/catalogue.ts"
import { NO_RESULT_TIME } from "../domain/observation.ts"
import { MESSAGE_MAX_BYTES, readMessage } from "../mqtt/read-message.ts"
import { newScanned, scanObservation, scanTopic } from "../mqtt/scan-observation.ts"
import { readJsonBatch } from "./batch/index.ts"
import { parseDataArrays, parseLines } from "./data-array.ts"
import { boundSeries, finder } from "./find-series.ts"
import { ObservationBody, parseObservation } from "./observation-body.ts"

const now = new Date("2026-07-31T03:05:00Z")
const name = { "zh-CN": "雨量", en: "Rainfall" }
const datastream: Datastream = {
  number: 1,
  key: "gauge-1-rainfall",
  thing: {
    number: 1,
    key: "gauge-1",
    kind: "rain-gauge",
    name,
    area: { id: "linjiang", name },
    isHousehold: false,
    isPlaced: true,
  },
  sensor: { number: 1, key: "tipping", name: "", description: "", encodingType: "text/html", metadata: "" },
  property: { number: 1, id: "rainfall", name, unit: "mm", result: "number", subject: "place" },
  createdAt: now,
}
const find = () => datastream
const datastreams = new Map([[1, datastream]])
const topic = "v1.1/Datastreams(1)/Observations"
const parseMessage = (given: Message) => {
  const { path, body } = readMessage(given)
  return parseObservation(body, finder({ datastreams, multiDatastreams: new Map() }, boundSeries(path)), now)
}
const said = (of: Uint8Array | string) => ({ bytes: Buffer.from(of as string), start: 0, end: Buffer.byteLength(of) })
const message = (text: string) => parseMessage({ topic, ...said(text) })
/** Reads it in the middle of other bytes, as it comes. */
const scan = (text: string) => {
  const scanned = newScanned()
  const bytes = Buffer.from(`{"${text}"}`)
  return scanObservation({ bytes, start: 2, end: bytes.length - 2 }, scanned) ? scanned : undefined
}

/** Whatever comes from outside is either understood or refused with words; nothing else is thrown. */
function answers(parse: () => unknown): void {
  try {
    parse()
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
  }
}

describe("a measurement", () => {
  test("is an instant and a number", () => {
    expect(message('{"phenomenonTime":"2026-07-31T11:00:00+08:00","result":12.5}')).toEqual({
      datastream: 1,
      atMs: Date.UTC(2026, 6, 31, 3),
      resultAtMs: NO_RESULT_TIME,
      value: 12.5,
    })
    expect(message('{"result":null}')).toMatchObject({ atMs: now.getTime(), value: null })
  })
  test.each([
    ["words", '{"result":"Mr Li was here"}', "SENSE_RESULT_REFUSED"],
    ["a truth for a number", '{"result":true}', "SENSE_RESULT_REFUSED"],
    ["a number that is none", '{"result":1e999}', "SENSE_RESULT_REFUSED"],
    ["an object", '{"result":{"value":1}}', "SENSE_RESULT_REFUSED"],
    ["no result", "{}", "SENSE_MESSAGE_INVALID"],
    ["words beside it", '{"result":1,"parameters":{"who":"Mr Li was here"}}', "SENSE_MESSAGE_INVALID"],
    [
      "an interval that ends before it starts",
      '{"phenomenonTime":"2026-07-31T01:00:00Z/2026-07-31T00:00:00Z","result":1}',
      "SENSE_MESSAGE_INVALID",
    ],
    ["a clock that was lost", '{"phenomenonTime":"1970-01-01T00:00:00Z","result":1}', "SENSE_TIME_REFUSED"],
    ["a clock far ahead", '{"phenomenonTime":"2026-07-31T03:20:00Z","result":1}', "SENSE_TIME_REFUSED"],
    ["another datastream", '{"Datastream":{"@iot.id":2},"result":1}', "SENSE_MESSAGE_INVALID"],
    ["valid until a year of five digits", '{"result":1,"validTime":"2026-01-01T00:00:00Z/P9000Y"}', "SENSE_MESSAGE_INVALID"],
    ["valid until what no date holds", '{"result":1,"validTime":"2026-01-01T00:00:00Z/P300000Y"}', "SENSE_MESSAGE_INVALID"],
    ["valid in a year of five digits elsewhere", '{"result":1,"validTime":"9999-12-31T23:00:00-02:00"}', "SENSE_MESSAGE_INVALID"],
    ["valid before the first year", '{"result":1,"validTime":"0001-01-01T00:00:00+01:00"}', "SENSE_MESSAGE_INVALID"],
    ["no JSON", "{", "SENSE_MESSAGE_INVALID"],
    ["too much", `{"result":${"1".repeat(MESSAGE_MAX_BYTES)}}`, "SENSE_PAYLOAD_TOO_LARGE"],
  ])("is not %s", (_what, text, code) => {
    expect(() => message(text)).toThrow(expect.objectContaining({ code }))
  })
  test.each(["v1.2/Observations", "v1.1/Datastreams(1)", "", `${topic}/x`])("does not come under the topic “%s”", (other) => {
    const parse = () => parseMessage({ topic: other, ...said('{"result":1}') })
    expect(parse).toThrow(expect.objectContaining({ code: "SENSE_TOPIC_REFUSED" }))
  })
})

describe("what is inside what it says", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels)
  test.each(["parameters", "resultQuality", "result", "phenomenonTime", "Datastream", "mood"])(
    "has few levels in %s",
    (field) => {
      for (const levels of [10, 3_000, 30_000]) {
        const values = { field, rule: "at-most-levels", max: 8 }
        expect(() => parseObservation(JSON.parse(`{"result":1,"${field}":${nested(levels)}}`), find, now)).toThrow(
          expect.objectContaining({ code: "SENSE_MESSAGE_INVALID", values: expect.objectContaining(values) }),
        )
        const answer = expect.objectContaining({ code: "SENSE_MESSAGE_INVALID" })
        expect(() => message(`{"result":1,"${field}":${nested(levels)}}`)).toThrow(answer)
      }
    },
  )
  test("has few levels in a station, too", () => {
    const values = { field: "properties", rule: "at-most-levels", max: 100 }
    expect(() => parseMessage({ topic: "v1.1/Things", ...said(`{"properties":${nested(30_000)}}`) })).toThrow(
      expect.objectContaining({ values: expect.objectContaining(values) }),
    )
  })
  test("may have eight levels, and is looked at once for all of them", () => {
    let looks = 0
    const innermost = Object.defineProperty({ depth_m: 2 }, "toJSON", { value: () => (looks += 1) })
    const parameters = [1, 2, 3, 4, 5, 6].reduce<object>((inside) => ({ inside }), innermost)
    expect(parseObservation({ result: 1, parameters }, find, now).detail).toEqual({ parameters })
    expect(looks).toBe(1)
    for (const resultQuality of ["passport", { a: [{ b: "passport" }] }]) {
      expect(() => parseObservation({ result: 1, resultQuality }, find, now)).toThrow(
        expect.objectContaining({ values: expect.objectContaining({ value: "passport", rule: "no-persons" }) }),
      )
    }
  })
  test("refuses one row of many, not the others", () => {
    const components = ["phenomenonTime", "result", "validTime"]
    const rows = [null, "2026-01-01T00:00:00Z/P300000Y", "2026-01-01T00:00:00Z/P1D"]
    const dataArray = rows.map((validTime) => ["2026-07-31T03:00:00Z", 1, validTime])
    const read = parseDataArrays([{ Datastream: { "@iot.id": 1 }, components, dataArray }], find, now)
    expect(read).toEqual([
      expect.objectContaining({ value: 1 }),
      expect.objectContaining({ values: expect.objectContaining({ field: "validTime", rule: "time-or-interval" }) }),
      expect.objectContaining({ detail: { validTime: ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"] } }),
    ])
  })
})

describe("what a schema refuses breaks a rule of ours", () => {
  const group = { Datastream: { "@iot.id": 1 }, components: ["phenomenonTime", "result"], dataArray: [] }
  const arrays = (given: unknown) => () => parseDataArrays(given, find, now)
  const body = (given: unknown) => () => parseObservation(given, find, now)
  const batch = (given: unknown) => () => readJsonBatch(given)
  const request = { id: "1", method: "GET", url: "Things" }
  test.each([
    ["a body that is missing", body(undefined), { field: "/", rule: "required" }],
    ["a list for a body", body([]), { field: "/", value: "[]", rule: "json-type", expected: "object" }],
    ["a name that is none", body({ result: 1, mood: 2 }), { field: "mood", value: "2", rule: "unknown-name" }],
    [
      "parameters that are none",
      body({ result: 1, parameters: 3 }),
      { field: "parameters", rule: "json-type", expected: "object" },
    ],
    ["a link that is none", body({ result: 1, Datastream: {} }), { field: "Datastream", rule: "link" }],
    [
      "a time without a zone",
      body({ result: 1, resultTime: "2026-07-31" }),
      { field: "resultTime", value: "2026-07-31", rule: "time" },
    ],
    ["no groups", arrays([]), { rule: "at-least-entries", min: 1 }],
    ["a column that is none", arrays([{ ...group, components: ["mood"] }]), { field: "0/components/0", rule: "one-of" }],
    ["a row that is none", arrays([{ ...group, dataArray: [3] }]), { field: "0/dataArray/0", value: "3", rule: "list" }],
    [
      "two series",
      arrays([{ ...group, MultiDatastream: { "@iot.id": 1 } }]),
      { field: "0/Datastream", rule: "datastream-or-multi" },
    ],
    ["an id below 1", arrays([{ ...group, Datastream: { "@iot.id": 0 } }]), { value: "0", rule: "positive-whole-number" }],
    ["a count below 0", arrays([{ ...group, "dataArray@iot.count": -1 }]), { value: "-1", rule: "whole-number" }],
    ["no requests", batch({}), { part: "requests", rule: "required" }],
    ["too many requests", batch({ requests: Array(501).fill(request) }), { rule: "at-most-entries", max: 500 }],
    ["a request without a name", batch({ requests: [{ ...request, id: "" }] }), { part: "requests/0/id", rule: "batch-id" }],
    ["a long method", batch({ requests: [{ ...request, method: "GETGETGETGET" }] }), { rule: "text", max: 10 }],
  ])("%s", (_what, parse, values) => {
    expect(parse).toThrow(expect.objectContaining({ values: expect.objectContaining(values) }))
  })
})

describe("anything at all", () => {
  const settings = { seed: 20260731, numRuns: 2_000 }
  test("as bytes under any topic", () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(topic), fc.string()), fc.uint8Array({ maxLength: 200 }), (any, payload) =>
        answers(() => parseMessage({ topic: any, ...said(payload) })),
      ),
      settings,
    )
  })
  test("as JSON", () => {
    const near = fc.record(
      {
        result: fc.jsonValue(),
        phenomenonTime: fc.oneof(fc.string(), fc.jsonValue()),
        resultTime: fc.jsonValue(),
        Datastream: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(near, fc.jsonValue()), (body) => {
        answers(() => parseObservation(body, find, now))
        answers(() => parseDataArrays(body, find, now))
        answers(() => parseDataArrays([{ Datastream: { "@iot.id": 1 }, components: ["result"], dataArray: [[body]] }], find, now))
        answers(() => message(JSON.stringify(body)))
      }),
      { ...settings, numRuns: 300 },
    )
  })
})

describe("the scanner of usual messages", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789-+:.TZ".split("")), maxLength: 26 })
  const near = fc.date({ min: new Date("1989-12-01T00:00:00Z"), max: now, noInvalidDate: true }).map((at) => at.toISOString())
  const time = fc.oneof(
    near,
    near.map((text) => text.replace(/\.\d+/, "")),
    near.map((text) => text.replace("-0", "-3")),
    digits,
  )
  const result = fc.oneof(
    fc.double().map(String),
    fc.integer().map(String),
    fc.constantFrom("true", "null", "01", "-", "1.", "-0"),
  )
  const payload = fc.record({ at: time, resultAt: fc.option(time), result }).map(({ at, resultAt, result: value }) => {
    const second = resultAt === null ? "" : `"resultTime":"${resultAt}",`
    return `{"phenomenonTime":"${at}",${second}"result":${value}}`
  })
  test("reads nothing otherwise than the schema does", () => {
    let scannedCount = 0
    fc.assert(
      fc.property(payload, (text) => {
        const scanned = scan(text)
        if (!scanned) return
        scannedCount += 1
        const body = JSON.parse(text) as { result: unknown }
        expect(ObservationBody.safeParse(body).success).toBe(true)
        expect(body.result).toBe(scanned.isTruth ? scanned.result === 1 : scanned.result)
        const { phenomenonTime, resultTime } = body as unknown as Record<string, string>
        expect(scanned.atMs).toBe(Date.parse(phenomenonTime!))
        expect(scanned.resultAtMs).toBe(resultTime === undefined ? NO_RESULT_TIME : Date.parse(resultTime))
      }),
      { seed: 20260731, numRuns: 5_000 },
    )
    expect(scannedCount).toBeGreaterThan(500)
  })
  test("reads what devices usually send", () => {
    const text =
      '{"Datastream": {"@iot.id": 7}, "phenomenonTime":"2026-07-31T03:04:05.678Z","resultTime":"2026-07-31T03:04:06Z","result":-12.5}'
    const [atMs, resultAtMs] = [Date.UTC(2026, 6, 31, 3, 4, 5, 678), Date.UTC(2026, 6, 31, 3, 4, 6)]
    expect(scan(text)).toEqual({ datastream: 7, atMs, resultAtMs, result: -12.5, isTruth: false })
  })
  test("rows and lines are read as one by one", () => {
    // JSON has no zero below zero.
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()).map((given) => given + 0 || 0)
    const value = fc.oneof(number, fc.constantFrom(true, null, "7"))
    const row = fc.record({ at: time, resultAt: fc.option(time), result: value })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.boolean(), (rows, hasResultTime) => {
        const bodies = rows.map(({ at, resultAt, result: given }) => ({
          ...{ phenomenonTime: at, result: given, Datastream: { "@iot.id": 1 } },
          ...(hasResultTime ? { resultTime: resultAt } : {}),
        }))
        const expected = bodies.map((body) => {
          try {
            return parseObservation(body, find, now)
          } catch (error) {
            return (error as AppError).code
          }
        })
        const seen = (read: readonly unknown[]) => read.map((one) => (one instanceof AppError ? one.code : one))
        const components = ["phenomenonTime", "result", ...(hasResultTime ? ["resultTime"] : [])]
        const dataArray = bodies.map((body) => components.map((name) => (body as Record<string, unknown>)[name]))
        expect(seen(parseDataArrays([{ Datastream: { "@iot.id": 1 }, components, dataArray }], find, now))).toEqual(expected)
        const lines = bodies.map((body) => JSON.stringify(body)).join("\n")
        expect(seen(parseLines(lines, find, now))).toEqual(expected)
      }),
      { seed: 20261122, numRuns: 1_000 },
    )
  })
  test.each([
    ["v1.1/Datastreams(17)/Observations", 17],
    ["v1.1/Datastreams()/Observations", undefined],
    ["v1.1/Datastreams(1x)/Observations", undefined],
    ["v1.1/Datastreams(1234567890)/Observations", undefined],
    ["v1.1/Observations", undefined],
  ])("finds the series of the topic %s", (topicText, number) => expect(scanTopic(topicText)).toBe(number))
})
