import type { ObservedProperty } from "@holdfast/contracts"
import { type SenseModule, startSense } from "../modules/sense/index.ts"
import type { HazardRule } from "../platform/packs/index.ts"
import type { World } from "../platform/world/index.ts"

export type ReplaySense = Pick<SenseModule, "createStations" | "ingest" | "sweep" | "getSignal" | "stop">

/** The same module that takes the measurements of the live city, in the world of the replay. */
export function openSense(options: {
  readonly world: World
  readonly rules: readonly HazardRule[]
  readonly properties: readonly ObservedProperty[]
  readonly onError: (error: unknown) => void
}): Promise<ReplaySense> {
  // Stations come with their areas; nobody else adds any.
  return startSense({ ...options, areaOf: () => undefined })
}
