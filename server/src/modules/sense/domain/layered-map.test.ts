import { expect, test } from "vitest"
import { LayeredMap } from "./layered-map.ts"

test("is the map that one would have copied, at every size, and leaves those before as they were", () => {
  let plain = new Map<number, string>([[-1, "first"]])
  let layered: ReadonlyMap<number, string> = plain
  const before: (readonly [ReadonlyMap<number, string>, number])[] = []
  for (let step = 0; step < 40; step += 1) {
    before.push([layered, layered.size])
    const entries = Array.from({ length: step * 13 }, (_, i) => [step * 1_000 + i, `${step} ${i}`] as const)
    plain = new Map([...plain, ...entries])
    layered = LayeredMap.with(layered, entries)
    expect(layered.size).toBe(plain.size)
    expect([...layered]).toEqual([...plain])
  }
  expect([...layered.keys()]).toEqual([...plain.keys()])
  expect([...layered.values()]).toEqual([...plain.values()])
  for (const key of [-1, 39_000, 39_506, 5, 99_999])
    expect([layered.get(key), layered.has(key)]).toEqual([plain.get(key), plain.has(key)])
  for (const [map, size] of before) expect([...map]).toHaveLength(size)
})
