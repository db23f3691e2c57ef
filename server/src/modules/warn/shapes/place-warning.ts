import type { GroundReading, NewShape, WarningArea, WarningShape } from "@holdfast/contracts"
import type { MultiPolygon } from "@holdfast/geo"
import type { WarnContext } from "../context.ts"
import { isInside, type StoredWarning } from "../domain/warning.ts"
import { cityBounds } from "./city-bounds.ts"
import { outlineOf } from "./domain/outline-of.ts"
import { GIVEN_POSITIONS_MAX, placeShape } from "./domain/place-shape.ts"
import { areasErrors } from "./errors.ts"
import { findFault } from "./store/mend-store.ts"

/** Where a warning applies: in names, as drawn, and as one ground. */
export interface WarningPlace {
  /** Those chosen by name, then those that a shape touches. */
  readonly areas: WarningArea[]
  readonly shapes: WarningShape[]
  readonly ground: readonly MultiPolygon[]
}

/**
 * Takes named areas and shapes for a warning. Throws `AREAS_NONE` for neither, and for a shape that is not what `readShapes` gave:
 * in the city, sound, within the bounds.
 *
 * @param shapes those that are kept as they were come as they were stored
 */
export async function placeWarning(
  context: Pick<WarnContext, "world" | "places">,
  { areas, shapes }: { readonly areas: readonly string[]; readonly shapes: readonly (NewShape | WarningShape)[] },
): Promise<WarningPlace> {
  const { places } = context
  const chosen = [...new Set(areas)].map((id) => ({ id, name: places.getArea(id).name }))
  if (chosen.length === 0 && shapes.length === 0) throw areasErrors.NONE({})
  const count = shapes.flatMap(({ geometry }) => outlineOf(geometry).flat(2)).length
  if (count > GIVEN_POSITIONS_MAX) throw areasErrors.TOO_MANY_POSITIONS({ count, limit: GIVEN_POSITIONS_MAX })
  const taken: WarningShape[] = []
  for (const shape of shapes) taken.push("areas" in shape ? shape : await takeShape(context, shape))
  const drawn = taken
    .flatMap((shape) => shape.areas)
    .filter(({ id }, i, all) => !isInside(id, chosen) && all.findIndex((other) => other.id === id) === i)
  return {
    areas: [...chosen, ...drawn.map(({ id, name }) => ({ id, name, drawn: true as const }))],
    shapes: taken,
    ground: await groundOf(context, { areas: chosen, shapes: taken }),
  }
}

/** Named areas and shapes as polygons, which may overlap. Read before a transaction, because it asks another module. */
export async function groundOf(
  { places }: Pick<WarnContext, "places">,
  { areas, shapes }: Pick<StoredWarning, "areas" | "shapes">,
): Promise<MultiPolygon[]> {
  const chosen = areas.filter(({ drawn }) => !drawn).map(({ id }) => id)
  const named = chosen.length > 0 ? [await places.outline(chosen)] : []
  return [...named, ...shapes.map(({ geometry }) => outlineOf(geometry))]
}

/** Where a warning with shapes lies, in names; who and what is there, each counted once. */
export function readWarningGround(
  { places }: Pick<WarnContext, "places">,
  { areas, shapes }: Pick<StoredWarning, "areas" | "shapes">,
): Promise<GroundReading> {
  const chosen = areas.filter(({ drawn }) => !drawn).map(({ id }) => id)
  return places.readGround({ areas: chosen, shapes: shapes.map(({ geometry }) => outlineOf(geometry)) })
}

async function takeShape({ world, places }: Pick<WarnContext, "world" | "places">, shape: NewShape): Promise<WarningShape> {
  const { polygons } = placeShape(outlineOf(shape.geometry), { system: "wgs84", city: cityBounds(places), field: shape.name.en })
  const fault = shape.geometry.type === "MultiPolygon" ? await findFault(world.db.query, polygons) : undefined
  if (fault) throw areasErrors.NOT_SOUND({ value: fault })
  const { whole, partly } = await places.readGround({ areas: [], shapes: [polygons] })
  const { id, name, geometry, origin, system } = shape
  return { id, name, geometry, origin, system, areas: [...whole, ...partly.map(({ area }) => area)] }
}
