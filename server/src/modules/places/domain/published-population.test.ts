import fc from "fast-check"
import { expect, test } from "vitest"
import { publishedPopulation } from "./published-population.ts"

const city = (...parts: number[]) => [
  { id: "c", parent: null, population: parts.reduce((sum, part) => sum + part, 0) },
  ...parts.map((population, i) => ({ id: `c/${i}`, parent: "c", population })),
]
const figures = (...parts: number[]) => [...publishedPopulation(city(...parts)).values()]

test("figures are rounded to 5, and nobody is nobody", () => {
  expect(figures(1_003, 0, 10)).toEqual([1_015, 1_005, 0, 10])
})
test("a few people are withheld, and with them the smallest other part, but not a third", () => {
  expect(figures(9, 500, 40, 0)).toEqual([550, null, 500, null, 0])
  expect(figures(9, 3, 40)).toEqual([50, null, null, 40])
})
test("what lies inside a withheld part is withheld with it", () => {
  const inside = [
    { id: "c/1/a", parent: "c/1", population: 15 },
    { id: "c/1/b", parent: "c/1", population: 25 },
  ]
  const published = publishedPopulation([...city(9, 40, 500), ...inside])
  expect([...published]).toContainEqual(["c/1/a", null])
  expect([...published]).toContainEqual(["c/2", 500])
})
test("nobody who subtracts what is published from the whole finds a few people", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 8 }), (parts) => {
      const areas = city(...parts)
      const published = publishedPopulation(areas)
      for (const { id, population } of areas) {
        const figure = published.get(id)!
        if (figure !== null) expect(figure % 5 === 0 && (population === 0 || population >= 10)).toBe(true)
      }
      const withheld = areas.slice(1).filter(({ id }) => published.get(id) === null)
      const lived = areas.slice(1).filter(({ population }) => population > 0)
      expect(withheld.length === 1 && lived.length > 1).toBe(false)
    }),
  )
})
