import type { PlacesModule } from "../modules/places/index.ts"
import { type DemoOptions, generateCity } from "./generate.ts"
import type { CityPlan, PlannedStation } from "./plan.ts"

export interface DemoCity {
  /** Whether the city was founded just now. */
  readonly founded: boolean
  /** The measuring stations. They come from the seed again, so that a start which was cut short can put them in later. */
  stations(): readonly PlannedStation[]
}

/** Founds the made-up city in a demo world that has no areas yet, and leaves any other city as it is. */
export async function ensureDemoCity(places: PlacesModule, options: DemoOptions): Promise<DemoCity> {
  let plan: CityPlan | undefined
  const generate = () => (plan ??= generateCity(options))
  const founded = places.listAreas("city").length === 0
  if (founded) {
    const { areas, sites, features, terrain } = generate()
    await places.foundCity({
      areas: areas.map(({ geometry, ...area }) => ({ ...area, shape: geometry })),
      sites,
      features,
      terrain,
      origin: options,
    })
  }
  return { founded, stations: () => generate().stations }
}
