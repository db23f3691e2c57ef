import { z } from "zod"

/** Shapes and corners of one picture: contours of a forecast have some thousand. */
const FEATURES_MAX = 5_000
const CORNERS_MAX = 100_000
/** What may stand beside a shape, for reading. */
const PROPERTIES_MAX = 8

/** WGS 84, longitude first; a height is left out. */
const Position = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .rest(z.number())
  .transform(([lon, lat]) => [lon, lat])
const Line = z.array(Position).min(2)
const Ring = z.array(Position).min(4)
const Geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Point"), coordinates: Position }),
  z.object({ type: z.literal("MultiPoint"), coordinates: z.array(Position) }),
  z.object({ type: z.literal("LineString"), coordinates: Line }),
  z.object({ type: z.literal("MultiLineString"), coordinates: z.array(Line) }),
  z.object({ type: z.literal("Polygon"), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(Ring).min(1)) }),
])
const Short = z.union([z.number(), z.string().max(80)])
const Collection = z.object({
  type: z.literal("FeatureCollection"),
  features: z
    .array(
      z.object({
        type: z.literal("Feature"),
        geometry: Geometry,
        properties: z.record(z.string(), z.unknown()).nullish(),
      }),
    )
    .max(FEATURES_MAX),
})

/** GeoJSON (RFC 7946) with its shapes and a few short facts beside each, and nothing else; undefined when it is none, or too large. */
export function plainGeoJson(given: unknown) {
  const read = Collection.safeParse(given)
  if (!read.success) return undefined
  const corners = read.data.features.reduce((sum, { geometry }) => sum + cornersOf(geometry.coordinates), 0)
  if (corners > CORNERS_MAX) return undefined
  return {
    type: "FeatureCollection" as const,
    features: read.data.features.map(({ geometry, properties }) => ({
      type: "Feature" as const,
      geometry,
      properties: Object.fromEntries(
        Object.entries(properties ?? {})
          .filter(([name, value]) => name.length <= 40 && Short.safeParse(value).success)
          .slice(0, PROPERTIES_MAX),
      ),
    })),
  }
}

function cornersOf(coordinates: readonly unknown[]): number {
  return typeof coordinates[0] === "number"
    ? 1
    : coordinates.reduce<number>((sum, inner) => sum + cornersOf(inner as unknown[]), 0)
}
