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
  population: z.int().nonnegative(),
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

/** What stands inside areas, for the card before sending. Counts of people are of residents. */
export const AreaSummary = z.object({
  population: z.int(),
  sites: z.record(z.string(), z.int()),
  neighbours: z.array(z.object({ id: z.string(), name: Bilingual })),
})
export type AreaSummary = z.infer<typeof AreaSummary>
