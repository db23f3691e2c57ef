import type { AreaRef, ThreadNode } from "@holdfast/contracts"
import type { Figure } from "../../platform/http/index.ts"
import type { CityModule, World } from "../../platform/world/index.ts"
import type { DeviceDoor } from "./devices/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import type { Ingest } from "./ingest.ts"
import { forgetFrames, layerRoutes } from "./layers/index.ts"
import { alertRoutes, describeAlerts, forgetAlerts, type OutsideContext, quarantineRoutes, sweepAlerts } from "./outside/index.ts"
import type { Planning } from "./planning.ts"
import { pushRoutes, SourceBook, sourceFigures, sourceRoutes } from "./sources/index.ts"

/** What the rest of the city knows of where things outside lie, and what its packs make of them. */
export type Others = Pick<OutsideContext, "rules" | "areasTouching" | "bounds">
/** A world without a city around it: nothing outside is about it. */
export const noOthers: Others = { rules: [], areasTouching: async () => [], bounds: () => undefined }

export interface FromOthers {
  readonly sources: SourceBook
  readonly routes: CityModule["routes"]
  figures(): Figure[]
  describe(records: readonly string[]): Promise<Map<string, ThreadNode>>
  /** Ends what others said for a time that is over. */
  sweep(now: Date): Promise<void>
  forget(now: Date): Promise<void>
}

/** What comes from others: sources by mapping files, their alerts, their pictures. */
export function startFromOthers(options: {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "add">
  readonly door: DeviceDoor
  readonly planning: Planning
  readonly others: Others
}): FromOthers {
  const { world, catalogue, ingest, door, planning, others } = options
  const outside: OutsideContext = {
    ...others,
    world,
    hazards: planning.hazards,
    findArea: (id): AreaRef | undefined => planning.findArea(id),
  }
  const sources = new SourceBook({ world, catalogue, ingest, outside })
  const sourceOf = (name: string) => {
    const mapping = sources.sources.find((one) => one.mapping.name === name)?.mapping.alerts
    return mapping && { name, mapping }
  }
  return {
    sources,
    routes: [
      ...[sourceRoutes(sources, world.db.query), pushRoutes(sources, door)],
      ...[alertRoutes(outside), quarantineRoutes(outside, sourceOf), layerRoutes(world)],
    ].map((plugin) => ({
      prefix: "/api",
      plugin,
    })),
    figures: () => sourceFigures(sources),
    describe: (records) => describeAlerts(world.db.query, records),
    sweep: (now) => sweepAlerts(world, now),
    forget: async (now) => {
      await forgetAlerts(world, now)
      await forgetFrames(world, now)
    },
  }
}
