import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely"
import { expect, test } from "vitest"
import { rendering } from "../sensorthings/read/index.ts"
import { Updates } from "./updates.ts"

/** Asks a database that has nothing and counts the questions. */
function open() {
  const seen = { asked: 0, cut: new Set<string>(), errors: [] as unknown[] }
  const db = new Kysely<unknown>({
    log: () => {
      seen.asked += 1
    },
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const updates = new Updates({
    reading: () => ({ db, language: "en", now: new Date(), rendering: rendering("http://city.example", "en", () => false) }),
    publish: () => {},
    cut: (topic) => seen.cut.add(topic),
    onError: (error) => seen.errors.push(error),
  })
  const watch = async (...topics: string[]) => {
    for (const topic of topics) expect(await updates.watch(`v1.1/${topic}`)).toBe(true)
    seen.asked = 0
  }
  return { updates, seen, watch }
}
const rows = (datastream: number, count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => ({ id: from + i, datastream }))

test("what nobody hears asks nothing and cuts nobody; of a busy series only its own hearers are cut", async () => {
  const { updates, seen, watch } = open()
  await watch(
    "Datastreams(2)/Observations",
    "MultiDatastreams(2)/Observations",
    "Observations(7)",
    "Datastreams(1)/Observations(5)",
  )
  updates.stored(rows(3, 50_000, 100))
  await updates.stop()
  expect(seen).toEqual({ asked: 0, cut: new Set(), errors: [] })

  await watch("Datastreams(1)/Observations", "Things(1)/Datastreams")
  // The first are taken at once, as many more wait, and the last one finds no room.
  updates.stored(rows(1, 20_000, 100))
  updates.stored(rows(1, 20_001, 50_000))
  expect([...seen.cut]).toEqual(["v1.1/Datastreams(1)/Observations"])
  await updates.stop()
  updates.forget("v1.1/Datastreams(1)/Observations")
  seen.asked = 0
  updates.stored(rows(1, 1_000, 100_000))
  await updates.stop()
  expect(seen.asked).toBe(0)
})

test.each([
  ["Observations", 3],
  ["Observations(7)", 1],
  ["Observations?$select=result", 3],
  ["Datastreams(1)/Observations", 2],
  ["MultiDatastreams(1)/Observations", 2],
  ["Datastreams(1)/Observations(7)", 1],
  ["FeaturesOfInterest(9)/Observations", 3],
  ["Things(4)/Datastreams(1)/Observations", 3],
  ["Things", 0],
  ["Things(7)", 0],
])("%s is asked for %i of three measurements", async (topic, count) => {
  const { updates, seen, watch } = open()
  await watch(topic)
  // One after another, so that each that may be meant is one question.
  for (const [id, datastream] of [
    [7, 1],
    [8, 1],
    [9, 2],
  ] as const) {
    updates.stored([{ id, datastream }])
    await updates.stop()
  }
  expect(seen).toEqual({ asked: count, cut: new Set(), errors: [] })
  // Whose series is not said may be of any.
  updates.touched([{ set: "Observations", id: 7 }])
  await updates.stop()
  expect(seen.asked).toBe(count === 0 ? 0 : count + 1)
})
