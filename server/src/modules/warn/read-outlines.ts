import { fitRings, type Ring } from "@holdfast/geo"
import type { WarnContext } from "./context.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import type { StoredWarning } from "./domain/warning.ts"

/**
 * What one message holds in each language. With two languages that is some 350 kB, where receivers take up to 900 kB (the limit of
 * public aggregators), and 80 positions for each of 100 areas.
 */
const POSITIONS_MAX = 8_000
/** What our model of a CAP area holds. */
const RINGS_MAX = 1_000

/**
 * The outlines of a warning's areas, as a message can hold them. CAP has no holes, so only the outer rings are kept; who lives in a
 * hole is warned as well. Read before a transaction, because no transaction may wait for another module.
 */
export async function readOutlines(
  { places }: Pick<WarnContext, "places">,
  { areas }: Pick<StoredWarning, "areas">,
): Promise<Outlines> {
  const shapes = await Promise.all(areas.map(({ id }) => places.outline([id])))
  const rings = shapes.map((shape) => shape.flatMap(([outer]): Ring[] => (outer ? [outer] : [])))
  const fitted = fitRings(rings, { positionsMax: POSITIONS_MAX, ringsMax: RINGS_MAX })
  return new Map(areas.map(({ id }, i) => [id, fitted[i]!]))
}
