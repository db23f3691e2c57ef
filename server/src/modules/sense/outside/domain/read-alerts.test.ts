import fs from "node:fs"
import path from "node:path"
import { gunzipSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isAboutPerson } from "./about-person.ts"
import { AlertsMapping } from "./alerts-mapping.ts"
import { hear } from "./hear.ts"
import { nameOf } from "./name-of.ts"
import { type NewAlert, textOf } from "./new-alert.ts"
import { readAlerts } from "./read-alerts.ts"
import { areaShape, CORNERS_MAX, isNear } from "./shape.ts"

const data = path.join(import.meta.dirname, "../../../../../../../shared/data")
const isThere = fs.existsSync(data)
const read = (file: string) => {
  const bytes = fs.readFileSync(path.join(data, file))
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")
}
const mapping = (format: AlertsMapping["format"], min = 4) =>
  AlertsMapping.parse({ format, publisher: { "zh-CN": "甲", en: "A" }, min_magnitude: min })
const count = <T extends string>(found: readonly T[]) =>
  Object.fromEntries(
    Map.groupBy(found, (one) => one)
      .entries()
      .map(([one, all]) => [one, all.length]),
  )

describe.skipIf(!isThere)("recorded answers (need ../shared/data)", () => {
  test("of the National Weather Service: those with times are taken, and what looks for a child is turned away", () => {
    // The recording holds words such as "date:now -1 hour" where times were.
    const text = read("alerts_json/nws_active_e2e.json.gz").replaceAll(/"date:[^"]*"/g, '"2024-01-08T20:00:00-06:00"')
    const { alerts, refused } = readAlerts(mapping("nws"), text)
    expect(alerts.length + refused.length).toBe(152)
    expect(refused.filter((reason) => reason !== "person")).toEqual([])
    expect(alerts.length).toBeGreaterThan(140)
    const wind = alerts.find(({ texts }) => texts[0]!.event === "Wind Advisory")!
    expect(wind).toMatchObject({
      sender: "w-nws.webmaster@noaa.gov",
      act: "tell",
      severity: "Moderate",
      shape: null,
      geocodes: ["001073"],
    })
    expect(wind.references).toHaveLength(3)
    expect(alerts.some(({ shape }) => shape?.type === "MultiPolygon")).toBe(true)
  })
  test("of MeteoAlarm: one alert for each message, with each of its languages", () => {
    const { alerts, refused } = readAlerts(mapping("meteoalarm"), read("alerts_json/meteoalarm_croatia.json"))
    expect([alerts.length, refused]).toEqual([63, []])
    expect(alerts[0]).toMatchObject({
      severity: "Moderate",
      urgency: "Future",
      geocodes: ["HR004"],
      expires: new Date("2023-12-26T16:00:00Z"),
    })
    expect(alerts[0]!.texts.map(({ language, event }) => [language, event])).toEqual([
      ["hr-HR", "Žuto upozorenje za vjetar"],
      ["en-GB", "Yellow wind warning"],
    ])
  })
  test("of the USGS: earthquakes from a magnitude on, severity only where somebody judged it", () => {
    const { alerts, refused } = readAlerts(mapping("usgs", 4.5), read("quake/earthquakes.json.gz"))
    expect(alerts.length + refused.length).toBe(1_707)
    expect(count(refused)).toEqual({ weak: refused.length })
    expect(Math.min(...alerts.map(({ magnitude }) => magnitude!))).toBeGreaterThanOrEqual(4.5)
    expect(alerts.every(({ shape, depthKm }) => shape?.type === "Point" && depthKm !== null)).toBe(true)
    expect(new Set(alerts.map(({ severity }) => severity)).has("Unknown")).toBe(true)
  })
  test("CAP from ten countries: a feed gives messages or links, never an exception, and no document type is expanded", () => {
    const found = fs
      .readdirSync(path.join(data, "cap"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(xml|cap|atom|rss|edxlde|txt)$/.test(file))
      .map((file) => ({ file, ...readAlerts(mapping("cap"), read(path.join("cap", file)), undefined) }))
    const of = (name: string) => found.find(({ file }) => file.endsWith(name))!
    expect(of("xee.atom")).toMatchObject({ alerts: [], links: [], refused: ["not-a-feed"] })
    expect(of("pelmorex.atom").links[0]!.href).toMatch(/^http:\/\/capcp2\.naad-adna\.pelmorex\.com\/.*\.xml$/)
    expect(of("earthquake_index.atom").links[0]!.href).toContain("/catalogs/cap/us2010apcd")
    expect(of("ny_index.rss").links).toHaveLength(2)
    expect(of("smhi.se.alerts.cap").alerts).toHaveLength(17)
    expect(of("bushfire_valid.edxlde").alerts.length + of("bushfire_valid.edxlde").refused.length).toBe(7)
    expect(of("cap_amber_alert_example.xml")).toMatchObject({ alerts: [], refused: ["person"] })
    const tsunami = of("Maldives-Tsunami-MultiLanguage.xml")
    expect([...tsunami.alerts.flatMap(({ texts }) => texts), ...tsunami.refused].length).toBeGreaterThan(0)
    const all = found.flatMap(({ alerts }) => alerts)
    expect(all.length).toBeGreaterThan(60)
    for (const { shape, expires, texts } of all) {
      expect(Number.isNaN(expires.getTime())).toBe(false)
      expect(texts.length).toBeLessThanOrEqual(8)
      if (shape?.type === "MultiPolygon") expect(shape.coordinates.flat(2).length).toBeLessThanOrEqual(CORNERS_MAX)
    }
  })
})

const cap = (body: string, info = "") => `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier>
  <sender>s@x</sender><sent>2026-07-30T19:00:00+00:00</sent>${body}${info}</alert>`
const info = (more = "", event = "Flood Warning") => `<info><category>Met</category><event>${event}</event>${more}
  <urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty></info>`
const actual = "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"

test.each([
  ["a test", cap(actual.replace("Actual", "Test"), info()), "not-actual"],
  ["for few", cap(actual.replace("Public", "Private"), info()), "not-public"],
  ["a receipt", cap(actual.replace("Alert", "Ack"), info()), "no-news"],
  ["without words", cap(actual), "no-words"],
  ["somebody is looked for", cap(actual, info("", "Child Abduction Emergency")), "person"],
])("%s is not taken: %s", (_, text, reason) => {
  expect(readAlerts(mapping("cap"), text)).toMatchObject({ alerts: [], refused: [reason] })
})

test("all clear ends what it refers to, as a cancellation does, and a message without an end lasts a day", () => {
  const clear = readAlerts(mapping("cap"), cap(actual, info("<responseType>AllClear</responseType>"))).alerts[0]!
  expect(clear.act).toBe("end")
  const plain = readAlerts(mapping("cap"), cap(actual, info())).alerts[0]!
  expect([plain.act, plain.expires]).toEqual(["tell", new Date("2026-07-31T19:00:00Z")])
})

test("no text makes a reader throw, and what hides in words is taken out", () => {
  fc.assert(
    fc.property(fc.constantFrom("cap", "nws", "meteoalarm", "usgs"), fc.oneof(fc.string(), fc.json()), (format, text) => {
      const { alerts, refused, links } = readAlerts(mapping(format), text)
      expect(alerts.length + refused.length + links.length).toBeGreaterThanOrEqual(0)
    }),
  )
  expect(textOf({ event: "Flood\u202E gninraW\u0000", description: "x".repeat(10_000) })).toMatchObject({
    event: "Flood gninraW",
  })
  expect(textOf({ description: "x".repeat(10_000) }).description).toHaveLength(6_000)
  expect(isAboutPerson([textOf({ event: "Flood Warning", headline: "Missing road signs" })], [])).toBe(false)
})

describe("shapes", () => {
  const ring = (n: number): [number, number][] => {
    const points = Array.from({ length: n }, (_, i): [number, number] => [
      121 + Math.cos((i / n) * 6.28),
      31 + Math.sin((i / n) * 6.28),
    ])
    return [...points, points[0]!]
  }
  test("stay within the bound however many corners came", () => {
    const shape = areaShape(Array.from({ length: 300 }, () => ring(120)))
    expect(shape?.type === "MultiPolygon" && shape.coordinates.flat(2).length).toBeLessThanOrEqual(CORNERS_MAX)
    expect(areaShape([])).toBeNull()
  })
  test("are near when their boxes come within the kilometres", () => {
    const shape = areaShape([ring(8)])!
    expect(isNear(shape, [121.5, 31, 121.6, 31.1], 0)).toBe(true)
    expect(isNear(shape, [123, 31, 124, 32], 90)).toBe(false)
    expect(isNear(shape, [123, 31, 124, 32], 110)).toBe(true)
    expect(isNear({ type: "Point", coordinates: [121, 31] }, [121, 31.5, 122, 32], 50)).toBe(false)
    expect(isNear({ type: "Point", coordinates: [121, 31] }, [121, 31.5, 122, 32], 60)).toBe(true)
  })
})

test("a pack hears an event by its words in any language, at the level of its severity, once for each hazard", () => {
  const rule = (id: string, events: string[]) => ({
    hazard: "rainstorm",
    rule: { id, name: { "zh-CN": "甲", en: "A" }, jurisdiction: "any", events, levels: { Severe: "yellow" as const } },
  })
  const rules = [rule("a", ["洪水"]), rule("b", ["flood warning"])]
  const alert = (event: string, severity: NewAlert["severity"]) => ({ texts: [textOf({ event })], severity })
  expect(hear(rules, alert("Flood Warning", "Severe"))).toMatchObject([{ rule: { id: "b" }, level: "yellow" }])
  expect(
    hear(rules, { texts: [textOf({ event: "洪水预警" }), textOf({ event: "Flood warning" })], severity: "Severe" }),
  ).toHaveLength(1)
  expect(hear(rules, alert("Flood Warning", "Unknown"))).toEqual([])
  expect(hear(rules, alert("Wind Advisory", "Severe"))).toEqual([])
})

test("an alert is called by who says it and what, once where the headline says both", () => {
  const text = { event: "", description: "", instruction: "", areaDesc: "" }
  const texts = [
    { ...text, language: "zh-CN", headline: "省气象台发布暴雨预警" },
    { ...text, language: "en", headline: "Rainstorm" },
  ]
  const publisher = { "zh-CN": "省气象台", en: "Met office" }
  expect(nameOf({ publisher, texts })).toEqual({ "zh-CN": "省气象台发布暴雨预警", en: "Met office: Rainstorm" })
})
