import fc from "fast-check"
import { expect, test } from "vitest"
import { shortMessageBytes, splitShortMessage } from "./short-message.ts"

test.each([
  ["", "gsm-7", 0, 0, 160],
  ["a".repeat(160), "gsm-7", 160, 1, 160],
  ["a".repeat(161), "gsm-7", 161, 2, 306],
  [`${"a".repeat(159)}€`, "gsm-7", 161, 2, 306],
  // The pair of the euro sign does not fit into the last place of the first part.
  [`${"a".repeat(152)}€${"a".repeat(152)}`, "gsm-7", 306, 3, 459],
  ["雨".repeat(70), "ucs-2", 70, 1, 70],
  ["雨".repeat(71), "ucs-2", 71, 2, 134],
  ["a".repeat(70).concat("·"), "ucs-2", 71, 2, 134],
  ["🌊".repeat(67), "ucs-2", 134, 3, 201],
  ["\u001B", "ucs-2", 1, 1, 70],
])("%j", (text, alphabet, units, parts, room) => {
  const message = splitShortMessage(text)
  expect({ ...message, parts: message.parts.length }).toEqual({ alphabet, units, parts, room })
})

test("the parts of any text are the text again, and each fits into its message", () => {
  const any = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.stringMatching(/^[a-z€^[\]{}]{0,500}$/))
  fc.assert(
    fc.property(any, (text) => {
      const { alphabet, parts } = splitShortMessage(text)
      expect(parts.join("")).toBe(text)
      const header = parts.length > 1 ? 6 : 0
      for (const part of parts) {
        const bytes = shortMessageBytes(part, alphabet).length
        // What the air carries: seven bits of each unpacked byte.
        const octets = alphabet === "gsm-7" ? Math.ceil((bytes * 7) / 8) : bytes
        expect(octets + header).toBeLessThanOrEqual(140)
      }
    }),
  )
})

test("both alphabets in bytes", () => {
  expect([...shortMessageBytes("@a€", "gsm-7")]).toEqual([0x00, 0x61, 0x1b, 0x65])
  expect([...shortMessageBytes("雨a", "ucs-2")]).toEqual([0x96, 0xe8, 0x00, 0x61])
})
