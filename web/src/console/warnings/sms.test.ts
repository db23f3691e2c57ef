import { expect, test } from "vitest"
import { smsLength } from "./sms.ts"

test.each([
  ["", { units: 0, parts: 0, room: 160 }],
  ["a".repeat(160), { units: 160, parts: 1, room: 160 }],
  ["a".repeat(161), { units: 161, parts: 2, room: 306 }],
  [`${"a".repeat(159)}€`, { units: 161, parts: 2, room: 306 }],
  ["雨".repeat(70), { units: 70, parts: 1, room: 70 }],
  ["雨".repeat(71), { units: 71, parts: 2, room: 134 }],
  ["a".repeat(70).concat("·"), { units: 71, parts: 2, room: 134 }],
])("%j", (text, expected) => expect(smsLength(text)).toEqual(expected))
