import { describe, expect, test } from "vitest"
import { addItem, nextItem, OUTBOX_MAX, type OutboxItem, readOutbox, settle, writeOutbox } from "./outbox.ts"

const item = (savedAtMs: number, more: Partial<OutboxItem> = {}): OutboxItem => ({ task: "t", verb: "start", savedAtMs, ...more })

function memory(): Storage {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  } as unknown as Storage
}

describe("the outbox", () => {
  test("is kept and read back", () => {
    const storage = memory()
    writeOutbox(storage, [item(1)])
    expect(readOutbox(storage)).toEqual([item(1)])
  })
  test("of another version counts as nothing", () => {
    const storage = memory()
    storage.setItem("holdfast-field-outbox", '{"what":1}')
    expect(readOutbox(storage)).toEqual([])
  })
  test("sends in order and passes over what was refused", () => {
    const items = [item(1, { refused: "closed" }), item(2), item(3)]
    expect(nextItem(items)).toEqual(item(2))
    expect(settle(items, item(2), { kind: "arrived" })).toEqual([items[0], item(3)])
    expect(settle(items, item(2), { kind: "away" })).toEqual(items)
    expect(settle(items, item(2), { kind: "refused", reason: "late" })[1]?.refused).toBe("late")
  })
  test("says when it is full", () => {
    const full = Array.from({ length: OUTBOX_MAX }, (_, at) => item(at))
    expect(addItem(full, item(999))).toBeUndefined()
  })
})
