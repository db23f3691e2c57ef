import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

/** What one picture of a layer covers: west, south, east, north; WGS 84. */
export const LayerBounds = z
  .tuple([z.number().min(-180).max(180), z.number().min(-85).max(85), z.number().min(-180).max(180), z.number().min(-85).max(85)])
  .refine(([west, south, east, north]) => west < east && south < north, "bounds")
export type LayerBounds = z.infer<typeof LayerBounds>

/** What a picture keeps to that is uploaded: codes with the values of their words, under `rules`. */
export const frameRules = {
  "not-json": [],
  "not-a-picture": ["limitPixels"],
  "not-a-grid": ["limitCells"],
  "not-geojson": [],
  "too-large": ["limitBytes"],
  time: [],
  bounds: [],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type FrameRule = keyof typeof frameRules

export const layerKinds = ["image", "geojson"] as const

/** What a layer is, said once by whoever brings it. */
export const LayerAbout = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "layer-id"),
  name: Bilingual.refine((name) => name["zh-CN"].trim() !== "" && name.en.trim() !== "", "both-languages"),
  /** Who made it; stands on the map beside it. */
  attribution: z.string().trim().min(1).max(200),
  licence: z.string().trim().min(1).max(100),
  /** Of a grid: the unit of its values, in UCUM. */
  unit: z.string().max(16).optional(),
})
export type LayerAbout = z.infer<typeof LayerAbout>

/** Dated pictures from elsewhere, such as radar or a forecast: something to look at, never a measurement. */
export const MapLayer = LayerAbout.extend({
  kind: z.enum(layerKinds),
  /** By valid time, oldest first. */
  frames: z.array(
    z.object({
      id: z.uuid(),
      /** The time that it shows, which lies ahead in a forecast. */
      validAt: Timestamp,
      receivedAt: Timestamp,
      bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
      /** Of a grid: the smallest and the largest value; null elsewhere. */
      range: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
})
export type MapLayer = z.infer<typeof MapLayer>
export const MapLayerList = z.object({ layers: z.array(MapLayer) })
