import type { Json } from "@holdfast/kernel"
import type { World } from "../platform/world/index.ts"

export type Report = (progress: Json) => void

/** A job of the command line that needs the city: it runs inside the server when one is running, and otherwise on its own. */
export interface Command {
  readonly name: string
  /** @param gone that nobody waits for the answer any more, for a command that would go on for ever */
  run(world: World, args: Json, report: Report, gone: AbortSignal): Promise<Json>
}
