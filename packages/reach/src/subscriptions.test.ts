import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { type Subscription, Subscriptions } from "./subscriptions.ts"

const AREAS = 5
const hazards = [null, ["rainstorm"], ["heat"], ["heat", "rainstorm"]]

test("property: after any changes each question is answered as by a plain list", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = new Random(seed)
    const capacity = 400
    const index = new Subscriptions(AREAS, capacity)
    const model = new Map<number, Subscription>()
    for (let step = 0; step < 3_000; step += 1) {
      const number = random.int(random.chance(0.5) ? 500 : 4_294_967_296)
      if (random.chance(0.4)) expect(index.remove(number)).toBe(model.delete(number))
      else if (random.chance(0.002)) {
        const now = random.int(1_000)
        const gone = [...model.values()].filter(({ expires }) => expires <= now)
        expect(index.expire(now), `seed ${seed}, step ${step}`).toBe(gone.length)
        for (const { number: old } of gone) model.delete(old)
      } else {
        const place = random.chance(0.6) ? 0 : random.int(AREAS)
        const put = { number, place, hazards: random.pick(hazards), minLevel: 1 + random.int(4), expires: random.int(1_000) }
        const fits = model.has(number) || model.size < capacity
        expect(index.put(put), `seed ${seed}, step ${step}`).toBe(fits)
        if (fits) model.set(number, put)
      }
      if (step % 50 > 0) continue
      const asked = { hazard: random.pick(["rainstorm", "heat", "flood"]), level: 1 + random.int(4), now: random.int(1_000) }
      const places = [0, 1, 2, 3, 4].filter(() => random.chance(0.6))
      const expected = [...model.values()].filter(
        ({ place, hazards: wanted, minLevel, expires }) =>
          places.includes(place) && minLevel <= asked.level && expires > asked.now && (wanted?.includes(asked.hazard) ?? true),
      )
      const listed = index.list(Uint32Array.from(places), asked)
      expect([...listed.toSorted()], `seed ${seed}, step ${step}`).toEqual(
        expected.map(({ number: found }) => found).toSorted((a, b) => a - b),
      )
      expect(index.size).toBe(model.size)
    }
  }
})

test("a full index refuses without losing anything, and takes again what fits", () => {
  const index = new Subscriptions(1, 100)
  const put = (number: number) => index.put({ number, place: 0, hazards: null, minLevel: 1, expires: 10 })
  for (let number = 0; number < 100; number += 1) expect(put(number)).toBe(true)
  expect([put(100), put(99)]).toEqual([false, true])
  expect(index.expire(10)).toBe(100)
  for (let round = 0; round < 50; round += 1) {
    for (let number = 0; number < 100; number += 1) expect(put(number * 7 + round)).toBe(true)
    expect(index.expire(10)).toBe(100)
  }
})
