import { randomUUID } from "node:crypto"
import type { Json } from "@holdfast/kernel"
import { describe, expect, test } from "vitest"
import { type Bus, MemoryBus, openNatsBus } from "./index.ts"

const natsUrl = process.env["HOLDFAST_TEST_NATS_URL"]
const world = randomUUID()

const buses: [name: string, open: (onError: (error: unknown) => void) => Promise<Bus>, available: boolean][] = [
  ["memory", async (onError) => new MemoryBus(onError), true],
  ["NATS", (onError) => openNatsBus({ servers: natsUrl!, world, onError }), Boolean(natsUrl)],
]

for (const [name, open, available] of buses) {
  describe.skipIf(!available)(`the bus over ${name}`, () => {
    test("tells every listener of a subject, in order, until it leaves", async () => {
      const bus = await open(() => {})
      const heard: Json[] = []
      const leave = bus.subscribe("log", (payload) => heard.push(payload))
      bus.subscribe("other", () => heard.push("wrong"))
      await bus.flush()
      for (let i = 0; i < 100; i += 1) bus.publish("log", { i })
      await bus.flush()
      await expect.poll(() => heard.length).toBe(100)
      expect(heard).toEqual(Array.from({ length: 100 }, (_, i) => ({ i })))
      leave()
      bus.publish("log", "late")
      await bus.flush()
      expect(heard.length).toBe(100)
      await bus.close()
    })

    test("a listener that throws is reported and does not keep the news from the others", async () => {
      const errors: unknown[] = []
      const bus = await open((error) => errors.push(error))
      const heard: Json[] = []
      bus.subscribe("log", () => {
        throw new Error("broken listener")
      })
      bus.subscribe("log", (payload) => heard.push(payload))
      await bus.flush()
      bus.publish("log", 1)
      await bus.flush()
      await expect.poll(() => [heard.length, errors.length]).toEqual([1, 1])
      await bus.close()
    })
  })
}
