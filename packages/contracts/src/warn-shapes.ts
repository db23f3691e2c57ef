import { z } from "zod"
import { AreaRef, Bilingual, LonLat } from "./common.ts"

/** How a drawn area came into being; *near*: so far around a place; *along*: so far to both sides of a river or road. */
export const shapeOrigins = ["drawn", "circle", "near", "along", "geojson", "kml", "shapefile", "coordinates"] as const
/**
 * In which coordinate system it was given; *prj*: as the file beside a Shapefile says. What is drawn on our own map, or made from our
 * own places, is WGS 84. There is no "unknown": GCJ-02 taken for WGS 84 puts a warning half a kilometre beside the danger.
 */
export const shapeSystems = ["wgs84", "cgcs2000", "gcj02", "bd09", "prj"] as const
export type ShapeSystem = (typeof shapeSystems)[number]

/** Drawn areas of one warning. */
export const SHAPES_MAX = 20
/** Positions of one drawn area; what comes with more is made simpler, as little as that takes. */
export const SHAPE_POSITIONS_MAX = 2_000
export const RADIUS_KM_MAX = 200
/** A file or a pasted text. */
export const SHAPE_FILE_MAX_BYTES = 5_000_000
export const SHAPE_NAME_MAX = 80

/** Rings closed, the first of each polygon the outer one; WGS 84. Or a circle, which stays one for whoever knows circles. */
export const ShapeGeometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(z.array(LonLat).min(4)).min(1)).min(1) }),
  z.object({ type: z.literal("Circle"), center: LonLat, radiusKm: z.number().positive().max(RADIUS_KM_MAX) }),
])
export type ShapeGeometry = z.infer<typeof ShapeGeometry>

const ShapeName = z.string().trim().min(1).max(SHAPE_NAME_MAX)

/** A drawn area as an author takes it into a warning, from what `readShapes` gave back. */
export const NewShape = z.object({
  id: z.uuid(),
  name: z.object({ "zh-CN": ShapeName, en: ShapeName }),
  geometry: ShapeGeometry,
  origin: z.enum(shapeOrigins),
  system: z.enum(shapeSystems),
})
export type NewShape = z.infer<typeof NewShape>

export const WarningShape = NewShape.extend({
  /** The smallest named areas that it touches: what asks by name where a warning applies finds it there. */
  areas: z.array(AreaRef),
})
export type WarningShape = z.infer<typeof WarningShape>

/** A named area of a warning: chosen by name, or *drawn* when it is there only because a drawn area touches it. */
export const WarningArea = AreaRef.extend({ drawn: z.literal(true).optional() })
export type WarningArea = z.infer<typeof WarningArea>

/** Where a warning applies, as people say it: areas chosen by name, and drawn ones by theirs. */
export function placesOf({
  areas,
  shapes,
}: {
  readonly areas: readonly WarningArea[]
  readonly shapes: readonly Pick<WarningShape, "name">[]
}): { name: Bilingual }[] {
  return [...areas.filter(({ drawn }) => !drawn), ...shapes].map(({ name }) => ({ name }))
}

const RadiusKm = z.number().min(0.05).max(RADIUS_KM_MAX)
const Datum = z.enum(["wgs84", "cgcs2000", "gcj02", "bd09"])

/** What a drawn area is to be made of. */
export const ShapeSource = z.discriminatedUnion("from", [
  /** Drawn on our own map. */
  z.object({
    from: z.literal("drawn"),
    rings: z
      .array(z.array(z.tuple([z.number(), z.number()])))
      .min(1)
      .max(50),
  }),
  z.object({ from: z.literal("circle"), center: z.tuple([z.number(), z.number()]), radiusKm: RadiusKm, system: Datum }),
  /** Around a site, or an area as far as it reaches; by id. */
  z.object({ from: z.literal("near"), place: z.string().min(1).max(200), radiusKm: RadiusKm }),
  /** To both sides of everything that the map calls so. */
  z.object({ from: z.literal("along"), line: z.string().min(1).max(200), radiusKm: RadiusKm }),
  /** GeoJSON, well-known text, or positions one after the other. */
  z.object({
    from: z.literal("text"),
    text: z.string().max(SHAPE_FILE_MAX_BYTES),
    /** *prj*: the file's own system was turned into WGS 84 already. */
    system: z.enum(shapeSystems),
    origin: z.enum(["geojson", "kml", "shapefile", "coordinates"]),
    /** Of positions one after the other: latitude comes first. */
    latitudeFirst: z.boolean().default(false),
  }),
])
export type ShapeSource = z.input<typeof ShapeSource>
export const ReadShapes = z.object({ source: ShapeSource })

/** Where a warning lies, in names: what is wholly inside, what partly, and what is next to it and not included. */
export const GroundReading = z.object({
  areaKm2: z.number(),
  /** Residents by the smallest areas that are known, of those that are partly inside the share of their surface. */
  residents: z.int(),
  sites: z.record(z.string(), z.int()),
  whole: z.array(AreaRef),
  /** Share of the named area, from 0 to 1. */
  partly: z.array(z.object({ area: AreaRef, share: z.number() })),
  neighbours: z.array(AreaRef),
  /** What of it lies outside the city. */
  outside: z.object({ km2: z.number(), share: z.number() }),
})
export type GroundReading = z.infer<typeof GroundReading>

/** What was done to what was given, so that whoever takes it knows. */
export const shapeNotes = ["mended", "slivers", "simplified", "moved"] as const

export const ReadShape = z.object({
  shape: WarningShape,
  /** How it is drawn, circles too: coordinates of a GeoJSON MultiPolygon. */
  outline: z.array(z.array(z.array(LonLat))),
  reading: GroundReading,
  /** By how much: metres for *moved* and *simplified*, how many for *slivers*. */
  notes: z.array(z.object({ code: z.enum(shapeNotes), amount: z.number().nullable() })),
})
export type ReadShape = z.infer<typeof ReadShape>
export const ReadShapesAnswer = z.object({ shapes: z.array(ReadShape) })

/** Rivers and roads of the base map that have a name. */
export const NamedLine = z.object({ key: z.string(), kind: z.string(), name: Bilingual, lengthKm: z.number() })
export type NamedLine = z.infer<typeof NamedLine>
export const NamedLineList = z.object({ lines: z.array(NamedLine) })
