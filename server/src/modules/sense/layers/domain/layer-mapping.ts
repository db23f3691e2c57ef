import { LayerAbout, LayerBounds } from "@holdfast/contracts"
import { z } from "zod"
import { parseJsonPath } from "../../domain/json-path.ts"

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
    .union([z.enum(["modified", "received"]), z.string().max(200)])
    .refine(
      (text) => text === "modified" || text === "received" || parseJsonPath(text) !== undefined,
      "modified, received, or a path such as $.time",
    )
    .default("modified"),
}).superRefine(({ format, bounds, valid }, { addIssue }) => {
  if (format === "png" && !bounds)
    addIssue({ code: "custom", path: ["bounds"], message: "[west, south, east, north], which png needs" })
  if (valid.startsWith("$") && (format === "png" || format === "grid-csv"))
    addIssue({ code: "custom", path: ["valid"], message: "modified or received: there is no path in this format" })
})
export type LayerMapping = z.infer<typeof LayerMapping>
