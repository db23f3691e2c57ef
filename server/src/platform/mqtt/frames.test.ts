import fc from "fast-check"
import { expect, test } from "vitest"
import { CONNECT, PUBLISH, pubacks, publishFrame, readConnect, readFrame } from "./frames.ts"

const LIMIT = 1_000
const connect = Buffer.from("100f00044d5154540402003c0003676167", "hex")

test("a packet is found when it is whole, wherever it begins, and not before", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(20),
      (topic, payload, offset) => {
        const frame = publishFrame(topic, Buffer.from(payload))
        const bytes = Buffer.concat([Buffer.alloc(offset), frame])
        expect(readFrame(bytes, offset, LIMIT)).toMatchObject({ type: PUBLISH, flags: 0, end: bytes.length })
        for (const cut of [1, 2, 3, frame.length - 1]) {
          if (cut < frame.length) expect(readFrame(bytes.subarray(0, offset + cut), offset, LIMIT)).toBeUndefined()
        }
      },
    ),
    { seed: 7 },
  )
})

test("one that is too long is broken at its header, and a length without end too", () => {
  expect(readFrame(Buffer.of(0x30, 0xff, 0x7f), 0, LIMIT)).toBe("broken")
  expect(readFrame(Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff), 0, LIMIT)).toBe("broken")
})

test("a usual CONNECT is read, one with a session, a will, or another version is left to the broker", () => {
  const frame = readFrame(connect, 0, LIMIT)
  expect(frame).toMatchObject({ type: CONNECT })
  const range = frame as Exclude<typeof frame, undefined | "broken">
  expect(readConnect(connect, range)).toEqual({ clientId: "gag", keepAliveSeconds: 60, name: "", password: "" })
  for (const [at, byte] of [
    [9, 0x00],
    [9, 0x06],
    [8, 5],
    [9, 0x03],
    [13, 9],
  ] as const) {
    const other = Buffer.from(connect)
    other[at] = byte
    expect(readConnect(other, range)).toBeUndefined()
  }
})

test("bytes of any kind never read past a packet", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
      const bytes = Buffer.concat([Buffer.of(0x10, given.length), Buffer.from("\0\u0004MQTT\u0004"), Buffer.from(given)])
      const end = 2 + given.length
      expect(() => readConnect(bytes, { start: 2, end })).not.toThrow()
    }),
    { seed: 7, numRuns: 2_000 },
  )
})

test("acknowledgements of one commit leave in one piece", () => {
  expect(pubacks([1, 0x1234])).toEqual(Buffer.of(0x40, 2, 0, 1, 0x40, 2, 0x12, 0x34))
})
