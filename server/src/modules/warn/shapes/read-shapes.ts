import {
  type AreaRef,
  type GroundReading,
  type ReadShape,
  SHAPES_MAX,
  type ShapeGeometry,
  type ShapeSource,
  type WarningShape,
} from "@holdfast/contracts"
import { distanceM, type LonLat, type MultiPolygon, toWgs84 } from "@holdfast/geo"
import { newId } from "@holdfast/kernel"
import type { z } from "zod"
import type { WarnContext } from "../context.ts"
import { cityBounds } from "./city-bounds.ts"
import { outlineOf } from "./domain/outline-of.ts"
import { assertOnEarth, placeShape } from "./domain/place-shape.ts"
import { type NamedAfter, proposeName } from "./domain/propose-name.ts"
import { readText } from "./domain/read-text.ts"
import { areasErrors } from "./errors.ts"
import { mend } from "./store/mend-store.ts"

type Source = z.output<typeof ShapeSource>
type Context = Pick<WarnContext, "world" | "places">

/** One shape before it is mended. */
interface Raw {
  readonly field: string
  readonly polygons: MultiPolygon
  readonly circle?: Extract<ShapeGeometry, { type: "Circle" }>
  readonly movedM: number
  readonly after: NamedAfter
  readonly origin: WarningShape["origin"]
  readonly system: WarningShape["system"]
}

/** What is smaller warns nobody. */
const AREA_MIN_M2 = 1_000

/**
 * Makes drawn areas of what was drawn, typed, pasted, or asked for, and reads them back in names; nothing is stored. Each is taken into
 * WGS 84, mended, and named after where it lies; what was done to it is said. Throws `AREAS_…` with what is wrong and how to mend it.
 */
export async function readShapes(context: Context, source: Source): Promise<ReadShape[]> {
  const raws = await takeSource(context, source)
  const read: ReadShape[] = []
  for (const raw of raws) read.push(await readShape(context, raw))
  return read
}

async function readShape({ world, places }: Context, raw: Raw): Promise<ReadShape> {
  const { origin, system, movedM, after } = raw
  const placed = placeShape(raw.polygons, { system: "wgs84", city: cityBounds(places), field: raw.field })
  const mended = raw.circle ? undefined : await mend(world.db.query, placed.polygons)
  const areaM2 = Math.round(mended?.areaM2 ?? Math.PI * (raw.circle!.radiusKm * 1000) ** 2)
  if (areaM2 < AREA_MIN_M2) throw areasErrors.TOO_SMALL({ areaM2, limitM2: AREA_MIN_M2 })
  const geometry: ShapeGeometry = raw.circle ?? { type: "MultiPolygon", coordinates: copyOf(mended!.polygons) }
  const outline = outlineOf(geometry)
  const reading = await places.readGround({ areas: [], shapes: [outline] })
  const areas = [...reading.whole, ...reading.partly.map(({ area }) => area)]
  if (areas.length === 0) throw elsewhere(places, outline)
  return {
    shape: { id: newId(), name: proposeName(after, reading, ({ id }) => parentOf(places, id)), geometry, origin, system, areas },
    outline: copyOf(outline),
    reading: rounded(reading),
    notes: [
      ...(placed.crosses ? [{ code: "mended" as const, amount: null }] : []),
      ...(mended && mended.slivers > 0 ? [{ code: "slivers" as const, amount: mended.slivers }] : []),
      ...(mended && mended.simplifiedM !== null ? [{ code: "simplified" as const, amount: mended.simplifiedM }] : []),
      ...(movedM > 0 ? [{ code: "moved" as const, amount: movedM }] : []),
    ],
  }
}

async function takeSource(context: Context, source: Source): Promise<Raw[]> {
  const { places } = context
  const own = { movedM: 0, system: "wgs84" as const }
  const city = cityBounds(places)
  if (source.from === "drawn") {
    const polygons = source.rings.map((ring) => [ring])
    return [{ ...own, field: "rings", polygons, after: { kind: "parts" }, origin: "drawn" }]
  }
  if (source.from === "circle") {
    assertOnEarth(source.center, "center")
    const { system, radiusKm } = source
    const center = toWgs84(source.center, system)
    const movedM = Math.round(distanceM(source.center, center))
    return [{ ...circleOf(center, radiusKm), movedM, system, after: { kind: "parts" }, origin: "circle" }]
  }
  if (source.from === "near") return [{ ...own, ...(await near(context, source)), origin: "near" }]
  if (source.from === "along") {
    const { line, radiusKm } = source
    const named = (await places.listLines()).find(({ key }) => key === line)
    const polygons = named && (await places.around({ line }, radiusKm * 1000))
    if (!polygons) throw areasErrors.LINE_NOT_FOUND({ line })
    return [{ ...own, field: "line", polygons, after: { kind: "along", of: named.name, km: radiusKm }, origin: "along" }]
  }
  const { system, origin } = source
  const given = readText(source.text, source)
  if (given.length > SHAPES_MAX) throw areasErrors.TOO_MANY_SHAPES({ count: given.length, limit: SHAPES_MAX })
  return given.map(({ field, name, polygons }) => {
    const placed = placeShape(polygons, { system, city, field })
    const after: NamedAfter = name === undefined ? { kind: "parts" } : { kind: "given", name }
    return { field, polygons: placed.polygons, movedM: placed.movedM, after, origin, system }
  })
}

/** Around a site it is a circle; around an area everything within that distance of its border. */
async function near(
  { places }: Context,
  { place, radiusKm: km }: { readonly place: string; readonly radiusKm: number },
): Promise<Pick<Raw, "field" | "polygons" | "after">> {
  const area = places.findArea(place)
  const widened = area && (await places.around({ area: area.id }, km * 1000))
  if (widened) return { field: "place", polygons: widened, after: { kind: "near", of: area.name, km } }
  const site = (await places.listSites({})).find(({ id }) => id === place)
  if (!site) throw areasErrors.PLACE_NOT_FOUND({ place })
  return { ...circleOf(site.at, km), after: { kind: "near", of: site.name, km } }
}

function circleOf(at: LonLat, radiusKm: number): Pick<Raw, "field" | "polygons"> & { circle: NonNullable<Raw["circle"]> } {
  const circle = { type: "Circle" as const, center: [at[0], at[1]] as [number, number], radiusKm }
  return { field: "center", circle, polygons: outlineOf(circle) }
}

function parentOf({ findArea }: Context["places"], id: string): AreaRef | undefined {
  const parent = findArea(id)?.parent
  return parent ? findArea(parent) : undefined
}

/** Its box meets the city's, and it does not. */
function elsewhere(places: Context["places"], [polygon]: MultiPolygon) {
  const [west, south, east, north] = cityBounds(places)
  const [lon, lat] = polygon![0]![0]!
  const distanceKm = Math.round(distanceM([lon, lat], [(west + east) / 2, (south + north) / 2]) / 1000)
  return areasErrors.ELSEWHERE({ value: `${lon.toFixed(4)}, ${lat.toFixed(4)}`, distanceKm })
}

function rounded(reading: GroundReading): GroundReading {
  const { areaKm2, outside } = reading
  const two = (value: number) => Math.round(value * 100) / 100
  return { ...reading, areaKm2: two(areaKm2), outside: { km2: two(outside.km2), share: outside.share } }
}

function copyOf(polygons: MultiPolygon): [number, number][][][] {
  return polygons.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])))
}
