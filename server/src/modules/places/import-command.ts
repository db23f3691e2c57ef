import fs from "node:fs"
import type { Json } from "@holdfast/kernel"
import { z } from "zod"
import type { World } from "../../platform/world/index.ts"
import { decodeText } from "./domain/csv.ts"
import { placesErrors } from "./errors.ts"
import { type ImportRequest, importPlaces, parseCoordinateSystem } from "./import-places.ts"

const FILE_MAX_MB = 64
const Args = z.object({
  file: z.string(),
  kind: z.enum(["areas", "sites"]),
  crs: z.string(),
})

/** `holdfast import`: takes the places of a file into the city. A running server hears of it from the log. */
export const importCommand = {
  name: "import",
  async run(world: World, args: Json): Promise<Json> {
    const { file, kind, crs } = Args.parse(args)
    parseCoordinateSystem(crs)
    const request: ImportRequest = { kind, crs, format: formatOf(file), text: readText(file) }
    // Who holds the data folder is its engineer.
    const report = await importPlaces(world, { role: "engineer" }, request)
    return { ...report, badRows: report.badRows.map((row) => ({ ...row })) }
  },
}

function formatOf(file: string): ImportRequest["format"] {
  if (/\.csv$/i.test(file)) return "csv"
  if (/\.(geo)?json$/i.test(file)) return "geojson"
  throw placesErrors.FORMAT_UNKNOWN({ file, known: ".csv, .geojson, .json" })
}

function readText(file: string): string {
  let bytes: Buffer
  try {
    const sizeMb = Math.ceil(fs.statSync(file).size / 1024 / 1024)
    if (sizeMb > FILE_MAX_MB) throw placesErrors.FILE_TOO_LARGE({ sizeMb, limitMb: FILE_MAX_MB })
    bytes = fs.readFileSync(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined || code.startsWith("PLACES_")) throw error
    throw placesErrors.FILE_UNREADABLE({ file, reason: code })
  }
  return decodeText(bytes)
}
