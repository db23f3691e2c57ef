import { z } from "zod"
import { Bilingual, LonLat } from "./common.ts"

export const areaKinds = ["city", "district", "street", "cell"] as const
export const siteKinds = [
  "school",
  "hospital",
  "shelter",
  "business",
  "venue",
  "substation",
  "mast",
  "waterworks",
  "pump-station",
  "underpass",
  "bridge",
  "store",
] as const

/** A node of the area tree: city → district → street → grid cell. Ids are readable and stable, such as `linjiang/xihe/liuyin`. */
export const Area = z.object({
  id: z.string(),
  kind: z.enum(areaKinds),
  name: Bilingual,
  parent: z.string().nullable(),
  /** Residents, rounded to 5; null where so few live that the figure would point at them. */
  population: z.int().nonnegative().nullable(),
  /** [west, south, east, north] */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  center: LonLat,
})
export type Area = z.infer<typeof Area>
export const AreaList = z.object({ areas: z.array(Area) })

export const Site = z.object({
  id: z.string(),
  kind: z.enum(siteKinds),
  name: Bilingual,
  area: z.string(),
  at: LonLat,
  /** Places for people, for shelters and venues. */
  capacity: z.int().nonnegative().nullable(),
})
export type Site = z.infer<typeof Site>
export const SiteList = z.object({ sites: z.array(Site) })

/**
 * What stands inside areas, for the card before sending. Counts of people are of residents: exact for people on duty, otherwise the
 * sum of what is published.
 */
export const AreaSummary = z.object({
  population: z.int(),
  sites: z.record(z.string(), z.int()),
  neighbours: z.array(z.object({ id: z.string(), name: Bilingual })),
})
export type AreaSummary = z.infer<typeof AreaSummary>

/** A base map from a PMTiles file, as `GET /api/places/basemap.json` tells it; the file itself is `basemap.pmtiles` beside it. */
export const Basemap = z.object({
  /** Whose layers its vector tiles have, or pictures. */
  schema: z.enum(["protomaps", "openmaptiles", "raster"]),
  /** Plain words that have to stand on the map. */
  attribution: z.string().nullable(),
  minZoom: z.int(),
  maxZoom: z.int(),
  /** West, south, east, north, in degrees. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
export type Basemap = z.infer<typeof Basemap>
/** Null where the city has none. */
export const BasemapAnswer = z.object({ basemap: Basemap.nullable() })
