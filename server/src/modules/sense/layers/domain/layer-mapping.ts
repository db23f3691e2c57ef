import { LayerAbout, LayerBounds } from "@holdfast/contracts"
import { z } from "zod"
import { parseJsonPath } from "../../domain/json-path.ts"
import { keeping } from "../../domain/mapping-rule.ts"

/**
 * How the bytes of a picture are to be read. `png` needs `bounds`. `grid-json` is `{bounds, rows, columns, values}` with the values from
 * the north-west corner, row by row, null for none; `grid-csv` has the columns lon, lat, value, one line for each cell.
 */
export const layerFormats = ["png", "geojson", "grid-json", "grid-csv"] as const
export type LayerFormat = (typeof layerFormats)[number]

/** A layer that a source brings. */
export const LayerMapping = LayerAbout.extend({
  format: z.enum(layerFormats),
  bounds: LayerBounds.optional(),
  /** Which time a picture shows: when it was made (`modified`, by its server), when it came, or a path to a time with its zone. */
  valid: z
    .union([z.enum(["modified", "received"]), z.string().max(200)], keeping("picture-time"))
    .refine((text) => text === "modified" || text === "received" || parseJsonPath(text) !== undefined, keeping("picture-time"))
    .default("modified"),
}).superRefine(({ format, bounds, valid }, { addIssue }) => {
  if (format === "png" && !bounds) addIssue({ code: "custom", path: ["bounds"], message: keeping("bounds-for-png") })
  if (valid.startsWith("$") && (format === "png" || format === "grid-csv"))
    addIssue({ code: "custom", path: ["valid"], message: keeping("picture-time-without-path") })
})
export type LayerMapping = z.infer<typeof LayerMapping>
