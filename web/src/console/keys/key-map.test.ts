import { describe, expect, test } from "vitest"
import { type KeyPress, keyMap, noKeys, readKey, screenOf } from "./key-map.ts"

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  atMs: 0,
  inField: false,
  composing: false,
  modified: false,
  ...more,
})

describe("keys", () => {
  test("each stands once", () => {
    const keys = keyMap.map(([key]) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })
  test("ask for a command, alone or after g", () => {
    expect(readKey(noKeys, press("a"), true).command).toBe("acknowledge")
    const { state } = readKey(noKeys, press("g"), true)
    const command = readKey(state, press("i", { atMs: 1_000 }), true).command
    expect(command).toBe("go-incidents")
    expect(screenOf(command!)).toBe("incidents")
  })
  test("forget g after a while", () => {
    const { state } = readKey(noKeys, press("g"), true)
    expect(readKey(state, press("w", { atMs: 2_000 }), true).command).toBe("draft")
  })
  test("are left alone in fields, while composing, with Ctrl, and when switched off", () => {
    for (const [key] of keyMap.filter(([found]) => found.length === 1)) {
      expect(readKey(noKeys, press(key, { inField: true }), true).command).toBeUndefined()
      expect(readKey(noKeys, press(key, { composing: true }), true).command).toBeUndefined()
      expect(readKey(noKeys, press(key, { modified: true }), true).command).toBeUndefined()
      expect(readKey(noKeys, press(key), false).command).toBeUndefined()
    }
    expect(readKey(noKeys, press("Escape", { inField: true }), false).command).toBe("back")
  })
  test("never send, approve, or reject", () => {
    for (const [, command] of keyMap) expect(command).not.toMatch(/send|approve|reject|submit/)
  })
})
