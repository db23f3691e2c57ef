import { fitRings, type Ring } from "@holdfast/geo"
import type { PlacesModule } from "../../modules/places/index.ts"
import type { Subscribing } from "../page-context.ts"

/** Together some 200 kB before packing: enough to tell streets apart, and little enough for a phone. */
const POSITIONS_MAX = 12_000
const RINGS_MAX = 50
/** A tenth of a metre says nothing here; these are eleven metres. */
const DECIMALS = 4

/**
 * The outlines of all published areas, simplified, as JSON: a browser that asks "where am I" finds its place in them by itself, and
 * the point stays there. From the largest to the smallest area.
 */
export async function renderOutlines(
  places: Pick<PlacesModule, "listAreas" | "outline">,
  { subscriptions }: Pick<Subscribing, "subscriptions">,
): Promise<string> {
  const areas = places.listAreas().filter(({ id }) => subscriptions.offeredFor(id)?.id === id)
  const rings: Ring[][] = []
  for (const { id } of areas) {
    const shape = await places.outline([id])
    rings.push(shape.flatMap(([outer]): Ring[] => (outer ? [outer] : [])))
  }
  const fitted = fitRings(rings, { positionsMax: Math.max(POSITIONS_MAX, areas.length * 8), ringsMax: RINGS_MAX })
  const round = (degrees: number) => Number(degrees.toFixed(DECIMALS))
  return JSON.stringify({
    areas: areas.map(({ id }, i) => ({
      id,
      rings: fitted[i]!.map((ring) => ring.map(([lon, lat]) => [round(lon), round(lat)])),
    })),
  })
}
