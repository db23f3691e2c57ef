import fc from "fast-check"
import { expect, test } from "vitest"
import { RecentlyUsed } from "./recently-used.ts"

test("what was asked for longest ago goes first", () => {
  const kept = new RecentlyUsed<{ byteLength: number }>({ entries: 2, bytes: 100 })
  let made = 0
  const get = (key: string) => kept.get(key, () => ({ byteLength: (made += 1) }))
  for (const key of ["a", "b", "a", "c", "a"]) get(key)
  expect(made).toBe(3)
  get("b")
  expect(made).toBe(4)
})

test("property: never more entries nor bytes than allowed, as a plain model counts them", () => {
  const asked = fc.array(
    fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e", "f"), size: fc.integer({ min: 1, max: 60 }) }),
    {
      maxLength: 60,
    },
  )
  fc.assert(
    fc.property(asked, (requests) => {
      const kept = new RecentlyUsed<{ byteLength: number }>({ entries: 3, bytes: 100 })
      let model: { key: string; byteLength: number }[] = []
      for (const { key, size } of requests) {
        const known = model.find((item) => item.key === key)
        const got = kept.get(key, () => ({ byteLength: size }))
        expect(got.byteLength).toBe(known?.byteLength ?? size)
        model = [...model.filter((item) => item !== known), known ?? { key, byteLength: size }]
        while (model.length > 3 || model.reduce((sum, { byteLength }) => sum + byteLength, 0) > 100) model.shift()
      }
    }),
  )
})
