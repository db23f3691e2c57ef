import { ManualClock, systemClock } from "@holdfast/kernel"
import { afterAll } from "vitest"
import { allMigrations } from "../src/migrations.ts"
import { MemoryBus } from "../src/platform/bus/index.ts"
import { World, type WorldKind } from "../src/platform/world/index.ts"
import { openTestEngine, temporaryFolder } from "./engines.ts"

export interface TestWorld {
  readonly world: World
  readonly clock: ManualClock
}

/** A world on the engine under test, with a clock that the test moves. It begins on a summer night in Linjiang. */
export async function openTestWorld({ kind = "demo" }: { readonly kind?: WorldKind } = {}): Promise<TestWorld> {
  const clock = new ManualClock("2026-07-30T19:00:00Z")
  const world = await World.open({
    kind,
    engine: await openTestEngine(),
    clock,
    wall: systemClock,
    bus: new MemoryBus((error) => {
      throw error
    }),
    dataFolder: temporaryFolder(),
    migrations: allMigrations,
  })
  afterAll(() => world.close())
  return { world, clock }
}
