import { cutHoles, fitRings, type MultiPolygon, type Ring } from "@holdfast/geo"
import type { WarnContext } from "./context.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { outlineOf } from "./shapes/index.ts"

/**
 * What one message holds in each language. With two languages that is some 350 kB, where receivers take up to 900 kB (the limit of
 * public aggregators), and 80 positions for each of 100 areas.
 */
const POSITIONS_MAX = 8_000
/** What our model of a CAP area holds. */
const RINGS_MAX = 1_000

/**
 * The outlines of a warning's areas and shapes, as a message can hold them. CAP has no holes, so what has some is cut into rings
 * without, which cover the same ground. Areas that are only touched by a shape have none of their own. Read before a transaction,
 * because no transaction may wait for another module.
 */
export async function readOutlines(
  { places }: Pick<WarnContext, "places">,
  { areas, shapes }: Pick<StoredWarning, "areas" | "shapes">,
): Promise<Outlines> {
  const named = await Promise.all(areas.map(async ({ id, drawn }) => ({ id, polygons: drawn ? [] : await places.outline([id]) })))
  const drawn = shapes.map(({ id, geometry }) => ({ id, polygons: outlineOf(geometry) }))
  const all = [...named, ...drawn]
  const fitted = fitKept(
    places,
    all.map(({ polygons }) => polygons),
  )
  return new Map(all.map(({ id }, i) => [id, fitted[i]!]))
}

interface Fit {
  readonly of: readonly MultiPolygon[]
  readonly fitted: readonly Ring[][]
}
/** So many of the last fits are kept: those of the warnings that wait. */
const FITS_MAX = 8
const fits = new WeakMap<object, Fit[]>()

/**
 * A city's outlines with every bend take a tenth of a second to fit, which nobody should wait for at the moment of sending: they were
 * fitted for the card and at submission. The same outlines are the same objects until the areas change.
 */
function fitKept(places: object, of: readonly MultiPolygon[]): readonly Ring[][] {
  const kept = fits.get(places) ?? []
  const known = kept.find((fit) => fit.of.length === of.length && fit.of.every((polygons, i) => polygons === of[i]))
  if (known) return known.fitted
  const rings = of.map((polygons) => polygons.flatMap((polygon): Ring[] => cutHoles(polygon)))
  const fitted = fitRings(rings, { positionsMax: POSITIONS_MAX, ringsMax: RINGS_MAX })
  fits.set(places, [{ of, fitted }, ...kept].slice(0, FITS_MAX))
  return fitted
}
