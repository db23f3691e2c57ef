import { readCap, writeCap } from "@holdfast/cap"
import type { WarningResource } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { rainstorm } from "../test/city.ts"
import { type CapOccasion, composeCap } from "./compose-cap.ts"

const text = { headline: "Red rainstorm warning", description: "Rain on Xihe.", instruction: "Go to high ground now." }
const texts = { "zh-CN": text, en: text }
const alternative = { "zh-CN": "现在就去高处。", en: "Go to high ground now." }
const resources: WarningResource[] = [
  { kind: "video", uri: "https://video.linjiang.example/red.mp4", mimeType: "video/mp4", alternative },
  { kind: "picture", picture: "0b4f8a56-6d0c-4f0a-9c55-0d2f0b6f8f11", size: 1_234, digest: "a".repeat(40), alternative },
]

/** As a receiver reads it; what breaks a rule of CAP is never written. */
function infosFor(purpose: CapOccasion["purpose"]) {
  const alert = composeCap(
    {
      ...{ level: "red", areas: [{ id: "linjiang/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }], shapes: [], resources },
      ...{ urgency: "Immediate", certainty: "Observed", onset: new Date(0), expires: new Date(3_600_000) },
      ...{ original: null, basis: "approved" },
    },
    rainstorm.warning,
    {
      ...{ sender: "warn@city.example", city: rainstorm.name, timeZone: "Asia/Shanghai" },
      ...{ publicUrl: "https://city.example", isLive: true },
    },
    {
      ...{ identifier: "W-1", sentAt: new Date(0), msgType: "Alert", purpose, texts },
      ...{ references: [], outlines: new Map(), page: "W-1" },
    },
  )
  const reading = readCap(writeCap(alert))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.alert.info
}

test.each(["warn", "reissue", "correct"] as const)("a video and a picture are resources of each language: %s", (purpose) => {
  const infos = infosFor(purpose)
  expect(infos.map(({ resource }) => resource.map(({ resourceDesc }) => resourceDesc))).toEqual([
    ["现在就去高处。", "现在就去高处。"],
    ["Go to high ground now.", "Go to high ground now."],
  ])
  expect(infos[1]!.resource).toMatchObject([
    { mimeType: "video/mp4", uri: "https://video.linjiang.example/red.mp4" },
    {
      mimeType: "image/jpeg",
      uri: "https://city.example/warnings/pictures/0b4f8a56-6d0c-4f0a-9c55-0d2f0b6f8f11.jpg",
      size: 1_234,
      digest: "a".repeat(40),
    },
  ])
})

test.each(["lift", "retract"] as const)("what ends a warning carries none of them: %s", (purpose) => {
  expect(infosFor(purpose).flatMap(({ resource }) => resource)).toEqual([])
})
