import fc from "fast-check"
import { type CapAlertInput, toCapTime } from "../index.ts"

/** A warning in Chinese, with characters that XML must escape. */
export const rain: CapAlertInput = {
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
/** Times in several zones. */
export const time = fc
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
/** Messages of every shape that the standard knows and the writer takes. */
export const alert = fc
  .record({
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
  .map((message): CapAlertInput => (message.references.length === 0 ? { ...message, msgType: "Alert" } : message))
  .filter(({ identifier, references }) => references?.every((one) => one.identifier !== identifier) ?? true)
